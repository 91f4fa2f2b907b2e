"""config.settings in an environment of the tests' own: nothing of the machine's Duly is read or written.

DATABASE_URL, MIGRATE_DATABASE_URL, REDIS_URL and CHROMIUM say which servers there are (bin/test starts them); without
them the suite runs on SQLite and the folder broker, less the tests that need a server.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from config import broker, keys

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
FOLDER = Path(tempfile.mkdtemp(prefix=f"duly-test-{os.getpid()}-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

for name in [name for name in os.environ if name.startswith("DULY_") or name == "EMAIL_URL"]:
    del os.environ[name]
os.environ |= {
    "DULY_ENV_FILE": "",
    "DULY_DATA_DIR": str(FOLDER / "data"),
    "DULY_STATIC_MANIFEST": "false",
    "DULY_QUEUE": f"duly-test-{WORKER}",
    **{name: keys.new_secret(name) for name in keys.FILES},
}
if redis_url := os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = urlsplit(redis_url)._replace(path=f"/{int(WORKER.removeprefix('gw')) % 15 + 1}").geturl()

from config.settings import *  # noqa: E402, F403 - the environment comes first
from config.settings import DATABASES, DULY_BROKER_DIR, INSTALLED_APPS, STATIC_ROOT  # noqa: E402

DULY_BROKER_DIR.parent.mkdir(mode=0o700)
broker.start_empty(DULY_BROKER_DIR)
STATIC_ROOT.mkdir()  # whitenoise warns of a folder that is not there
INSTALLED_APPS += ["tests.database"]
DULY_MAIL_DOMAIN_PACE = 0  # everybody is at example.org
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: threads of the live server take connections and locks of their own. Nobody pulls the
    # plug on a test, so it does not wait for the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
