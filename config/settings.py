"""All settings, one file. Each variable read here stands in .env.example with a comment."""

import ssl
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

from config import alive, broker, content_policy, keys, logs, mail_folder, production
from config.environment import PROJECT, Environment

django_stubs_ext.monkeypatch()  # ModelForm[Organization] at run time, too

env = Environment()

# Where things are -----------------------------------------------------------------------------------------------

BASE_DIR = PROJECT
DULY_PRODUCTION = env.flag("DULY_PRODUCTION", default=False)
DULY_MACHINES = env.number("DULY_MACHINES", 1, least=1, most=1000)
DULY_DATA_DIR = env.data_folder()
DULY_KEY_DIR = env.folder("DULY_KEY_DIR", DULY_DATA_DIR.with_name(f"{DULY_DATA_DIR.name}-keys"))
DULY_HOST = env.text("DULY_HOST", "127.0.0.1")
DULY_PORT = env.number("DULY_PORT", 8000, least=1, most=65535)
DULY_BASE_URL = env.url("DULY_BASE_URL", f"http://127.0.0.1:{DULY_PORT}", schemes=("http", "https")).rstrip("/")

# Secrets --------------------------------------------------------------------------------------------------------


def _secret(name: str) -> list[str]:
    """From the environment, else from its key file; empty when neither is there yet."""
    try:
        return env.words(name) or keys.read(DULY_KEY_DIR, name)
    except keys.KeyFileError as error:
        raise ImproperlyConfigured(str(error)) from None


SECRET_KEY = DULY_SECRET_KEY = next(iter(_secret("DULY_SECRET_KEY")), "")
DULY_MASTER_KEYS = _secret("DULY_MASTER_KEYS")
DULY_LOOKUP_KEY = next(iter(_secret("DULY_LOOKUP_KEY")), "")
DULY_STATUS_TOKEN = env.text("DULY_STATUS_TOKEN")

for _name, _values in {"DULY_MASTER_KEYS": DULY_MASTER_KEYS, "DULY_LOOKUP_KEY": [DULY_LOOKUP_KEY]}.items():
    if not all(keys.is_key(_value) for _value in _values if _value):
        raise ImproperlyConfigured(f"{_name}: expected 32 bytes in base64url")

# Duly -----------------------------------------------------------------------------------------------------------

DULY_ACTS_FOR = env.words("DULY_ACTS_FOR")
DULY_OPERATOR_EMAIL = env.text("DULY_OPERATOR_EMAIL")
DULY_MAIL_DOMAIN_PACE = env.number("DULY_MAIL_DOMAIN_PACE", 100, least=0, most=100_000)
DULY_TICK_SECONDS = env.number("DULY_TICK_SECONDS", 20, least=1, most=3600)
DULY_FILE_MB = env.number("DULY_FILE_MB", 25, least=1, most=100)
DULY_CLAMD = env.local_or_tcp("DULY_CLAMD")
DULY_EGRESS_HOSTS = env.hosts("DULY_EGRESS_HOSTS")
DULY_HEARTBEAT_URL = env.listed_url("DULY_HEARTBEAT_URL", DULY_EGRESS_HOSTS)
DULY_PROBE_URL = (
    "inside" if env.given("DULY_PROBE_URL") == "inside" else env.listed_url("DULY_PROBE_URL", DULY_EGRESS_HOSTS)
).rstrip("/")
DULY_PROBE_EMAIL = env.text("DULY_PROBE_EMAIL", DULY_OPERATOR_EMAIL)
if DULY_PROBE_URL and not DULY_PROBE_EMAIL:
    raise ImproperlyConfigured("DULY_PROBE_URL: needs DULY_PROBE_EMAIL, where the mail of each day's trial goes")
env.given(alive.VARIABLE)  # read by config.alive itself, without the settings

# Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "config",
    "records",
    "organizations",
    "policies",
    "requests_app",
]
MIDDLEWARE = [
    "config.forwarded.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

# Database -------------------------------------------------------------------------------------------------------


def _database(name: str) -> dict[str, Any]:
    """Django's settings for the database in that variable, with the options Duly needs; empty when unset."""
    config = env.database(name)
    if config.get("ENGINE") == "django.db.backends.postgresql":
        config["OPTIONS"] = {**POSTGRESQL_OPTIONS, **config.get("OPTIONS", {})}
        config |= {"CONN_MAX_AGE": config.get("CONN_MAX_AGE", 60), "CONN_HEALTH_CHECKS": True}
    return config | {"OPTIONS": SQLITE_OPTIONS} if config.get("ENGINE") == "django.db.backends.sqlite3" else config


POSTGRESQL_OPTIONS: dict[str, Any] = {
    "connect_timeout": 5,
    "application_name": "duly",
    # A process that hangs inside a transaction holds requests; after two minutes others take them over.
    "options": "-c idle_in_transaction_session_timeout=120000",
}
SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction that starts by reading and then writes fails at once when another wrote meanwhile; IMMEDIATE waits.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
DATABASES = {
    "default": _database("DATABASE_URL")
    or {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DULY_DATA_DIR / "duly.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }
}
DULY_OWNER_DATABASE = _database("MIGRATE_DATABASE_URL")
DULY_APP_ROLE = ""
if DULY_OWNER_DATABASE:
    if not env.given("DATABASE_URL"):
        raise ImproperlyConfigured(
            "MIGRATE_DATABASE_URL: needs DATABASE_URL, the same database as the application's role"
        )
    if any(DULY_OWNER_DATABASE[part] != DATABASES["default"][part] for part in ("ENGINE", "HOST", "PORT", "NAME")):
        raise ImproperlyConfigured("MIGRATE_DATABASE_URL: names another database than DATABASE_URL")
    if DULY_OWNER_DATABASE["USER"] != DATABASES["default"]["USER"]:
        DULY_APP_ROLE = DATABASES["default"]["USER"]

# Web ------------------------------------------------------------------------------------------------------------

DEBUG = env.flag("DULY_DEBUG", default=False)
ALLOWED_HOSTS = [str(urlsplit(DULY_BASE_URL).hostname), *env.words("DULY_ALLOWED_HOSTS")]
ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]  # health checks; links in mails come from DULY_BASE_URL
DULY_OVER_HTTPS = DULY_BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [DULY_BASE_URL] if DULY_OVER_HTTPS else []
DULY_BEHIND_PROXY = env.flag("DULY_BEHIND_PROXY", default=False)
if DULY_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = DULY_OVER_HTTPS and DULY_BEHIND_PROXY  # else each redirect would lead to the next
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|statusz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if DULY_OVER_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_policy.PUBLIC}
SESSION_COOKIE_NAME = "__Host-duly" if DULY_OVER_HTTPS else "duly"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DULY_OVER_HTTPS
SESSION_COOKIE_AGE = 24 * 60 * 60  # as long as an unfinished form is kept
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "requests_app.public.views.errors.csrf_failure"
CSRF_COOKIE_NAME = "__Host-duly-csrf" if DULY_OVER_HTTPS else "duly-csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # of what is typed; files have their own limit
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["config.uploads.CipheredUploadHandler"]  # Django's own leave what is sent in plain on the disk

AUTH_USER_MODEL = "organizations.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("staff:login")

UNFOLD = {
    "SITE_TITLE": "Duly",
    "SITE_HEADER": "Duly",
    "SITE_SYMBOL": "event_available",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": "requests_app.staff.navigation.favicon"},
    ],
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "SIDEBAR": {"navigation": "requests_app.staff.navigation.sidebar"},
    "SCRIPTS": ["requests_app.staff.navigation.keyboard_script"],
    "COLORS": {
        # Blue: 4.5:1 on Unfold's greys in light and dark, and no tone of the desk's own (late, soon, good).
        "primary": {
            "50": "oklch(97% .014 254.604)",
            "100": "oklch(93.2% .032 255.585)",
            "200": "oklch(88.2% .059 254.128)",
            "300": "oklch(80.9% .105 251.813)",
            "400": "oklch(70.7% .165 254.624)",
            "500": "oklch(62.3% .214 259.815)",
            "600": "oklch(54.6% .245 262.881)",
            "700": "oklch(48.8% .243 264.376)",
            "800": "oklch(42.4% .199 265.638)",
            "900": "oklch(37.9% .146 265.522)",
            "950": "oklch(28.2% .091 267.935)",
        },
    },
}

STATIC_URL = "/static/"
DULY_STATIC_DIR = env.given("DULY_STATIC_DIR")
STATIC_ROOT = env.folder("DULY_STATIC_DIR", DULY_DATA_DIR / "static")
DULY_STATIC_MANIFEST = env.flag("DULY_STATIC_MANIFEST", default=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if DULY_STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not DULY_STATIC_MANIFEST

DULY_WEB_PROCESSES = env.number("DULY_WEB_PROCESSES", 1, least=1, most=64)
DULY_WEB_THREADS = env.number("DULY_WEB_THREADS", 8, least=1, most=64)

# Mail: a server, or a folder where each message is a file -----------------------------------------------------------

DULY_MAIL_DIR = env.folder("DULY_MAIL_DIR", DULY_DATA_DIR / "mail")
EMAIL_BACKEND = mail_folder.NAME
EMAIL_FILE_PATH = str(DULY_MAIL_DIR)
EMAIL_TIMEOUT = 10
_mail_server = env.mail_server("EMAIL_URL")
if _mail_server:
    globals().update(_mail_server)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DULY_MAIL_FROM", "Duly <duly@localhost>")

# Jobs: messages say "look now" and carry primary keys only ----------------------------------------------------------

DULY_REDIS_PREFIX = env.text("DULY_REDIS_PREFIX")
REDIS_URL = env.url("REDIS_URL", "", schemes=("redis", "rediss"))
DULY_BROKER_DIR = DULY_DATA_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or f"{broker.SCHEME}://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = broker.transport_options(DULY_BROKER_DIR)
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # A web request must not wait for a broker that is down: nudges give up at once, the sweep finds the work.
        "socket_connect_timeout": 0.25,
        "socket_timeout": 0.25,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
        "global_keyprefix": DULY_REDIS_PREFIX,
    }
    if REDIS_URL.startswith("rediss:"):
        CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED}  # kombu would not check the certificate
CELERY_TASK_DEFAULT_QUEUE = env.text("DULY_QUEUE", "duly")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
# Two, so that the sweep goes on while mail is slow; processes, not threads, so that a task that hangs can be killed.
CELERY_WORKER_CONCURRENCY = env.number("DULY_WORKER_PROCESSES", 2, least=1, most=64)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000  # KiB; a child that grew is replaced after its task
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "config.beat:AliveScheduler"
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "requests_app.tick",
        "schedule": DULY_TICK_SECONDS,
        "options": {"expires": DULY_TICK_SECONDS},  # a tick that waited is as good as the next
    }
}

# Logs -----------------------------------------------------------------------------------------------------------

LOGGING = logs.logging_settings(env.choice("DULY_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")))

if DULY_PRODUCTION and (_faults := production.faults(globals())):
    raise ImproperlyConfigured("; ".join(_faults))
