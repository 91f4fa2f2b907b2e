"""The JSON Schema of both sides, made from the very models that read and write the lines."""

import json

from pydantic import TypeAdapter

from .line_in import LineIn
from .line_out import ErrorOut, LineOut


def schema_text() -> str:
    """The schema document: `$defs/In` is a line in, `$defs/Out` a line out (an answer or an error)."""
    line_in = LineIn.model_json_schema(ref_template="#/$defs/{model}")
    line_out = TypeAdapter(LineOut | ErrorOut).json_schema(
        by_alias=True, mode="serialization", ref_template="#/$defs/{model}"
    )
    definitions = line_in.pop("$defs", {}) | line_out.pop("$defs", {})
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "manage.py assess: one JSON object a line in, one a line out",
        "$defs": {**definitions, "In": line_in, "Out": line_out},
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"
