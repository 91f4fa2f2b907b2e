"""How gunicorn serves; config.serving hands it an open socket instead of the address."""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

bind = f"{f'[{settings.DULY_HOST}]' if ':' in settings.DULY_HOST else settings.DULY_HOST}:{settings.DULY_PORT}"
workers = settings.DULY_WEB_PROCESSES
worker_class = "gthread"
threads = settings.DULY_WEB_THREADS
timeout = 60
graceful_timeout = 10
accesslog = None  # paths hold status tokens
logconfig_dict = settings.LOGGING
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn makes its own unlinked file in it
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - the heartbeat must not wait for a disk
