"""What staff find: a fact, with evidence; and what follows from it."""

from uuid import UUID, uuid4

from policies.domain.facts import check_value
from records import sealing

from ...domain import linking
from ...domain.refusals import Incomplete
from ...models import RequestFact
from .. import case_file, envelope, linked
from ..act import Act
from ..case_file import CaseFile
from .rows import Effects


def find(act: Act, file: CaseFile, effects: Effects) -> None:
    request, said = file.request, act.details
    value = said.value
    try:
        check_value(said.fact, value)
    except ValueError as error:
        raise Incomplete(request.reference, {"value": str(error)}) from None
    if value is None:
        raise Incomplete(request.reference, {"value": "Enter what you found."})
    row = RequestFact(
        id=uuid4(),
        organization_id=request.organization_id,
        request=request,
        name=said.fact,
        found_by_id=UUID(act.by.id),
        at=act.now,
    )
    envelope.seal_fact(row, value)
    row.evidence = sealing.seal({"evidence": said.evidence}, request.data_key, sealing.place(row, "evidence"))
    effects.facts.append(row)
    file.add_fact(said.fact, case_file.found(value, UUID(act.by.id)))
    if follow := linking.after_fact(file.case.right, said.fact, value):
        effects.opened += linked.open_once(file, follow, effects.facts, act=act, beside=effects.opened)
