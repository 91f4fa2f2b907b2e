"""Reading config/settings.py anew, in an environment made for the test."""

import os
import runpy
from typing import Any
from unittest.mock import patch

from config import keys
from config.environment import PROJECT

PRODUCTION = {
    "DULY_PRODUCTION": "true",
    "DULY_BASE_URL": "https://requests.northwind.example",
    "DULY_MAIL_FROM": "Northwind <privacy@northwind.example>",
    "EMAIL_URL": "smtp+tls://duly:secret@mail.northwind.example:587",
    "DULY_DATA_DIR": "/nowhere/duly",
    **{name: keys.new_secret(name) for name in keys.FILES},
}
"""What a start in production is content with."""


def settings_of(variables: dict[str, str]) -> dict[str, Any]:
    """The settings as a start with these variables alone would read them."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    only = {"DULY_ENV_FILE": "", "DULY_KEY_DIR": "/nowhere/keys", **kept, **variables}
    with patch.dict(os.environ, only, clear=True):
        return runpy.run_path(str(PROJECT / "config/settings.py"))
