"""How gunicorn serves; config.serving hands it an open socket, a container's entry may give --bind instead."""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings

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
