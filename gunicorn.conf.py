"""How gunicorn serves the site: `gunicorn` in this folder reads it by itself.

Behind a web server always: threads alone do not withstand slow clients.
A hand-over to a new release (USR2) needs the command `.venv/bin/gunicorn` and a unix
socket, as neither `python -m gunicorn` nor `reuse_port` survives it in gunicorn 27.
"""

import os
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.conf import settings

STARTED = time.monotonic()

environ.Env.read_env(os.environ.get("ENV_FILE", Path(__file__).parent / ".env"))
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = os.environ.get("PORT", "8000")
IS_UNIX_SOCKET = HOST.startswith("unix:")
if not IS_UNIX_SOCKET:
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{PORT}")
IS_SQLITE = urlsplit(os.environ.get("DATABASE_URL", "sqlite:")).scheme == "sqlite"

wsgi_app = "callcareers.wsgi"
bind = HOST if IS_UNIX_SOCKET else f"{HOST}:{PORT}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", 1 if IS_SQLITE else os.cpu_count() or 1))
threads = 4
preload_app = True
# Spreads kept-alive connections over the workers. One worker does without, and so says
# when its port is taken; on a unix socket only the last worker would be reached.
reuse_port = workers > 1 and not IS_UNIX_SOCKET
control_socket_disable = True

timeout = 30
graceful_timeout = 30
keepalive = 5

loglevel = "warning"


def post_worker_init(worker):
    """Leave Ctrl+C to the main process, and tell the address once the first worker listens.

    A worker that is told twice to stop may lock up until `graceful_timeout`. The hook
    `when_ready` is too early for the address: with `reuse_port` nothing listens yet.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if worker.age == 1:
        seconds = time.monotonic() - STARTED
        print(f"Server: done in {seconds:.1f} s")  # noqa: T201
        print(f"\nReady: {settings.SITE_URL}/", flush=True)  # noqa: T201
