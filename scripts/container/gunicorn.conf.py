"""gunicorn's settings in the container: ``gunicorn --config THIS "webapp.wsgi:application()"``.

WEB_CONCURRENCY is the number of processes (gunicorn reads it by itself).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from webapp import metric_files

bind = "0.0.0.0:8000"
# threaded, and not to be closed by slow clients
worker_class = "webapp.servers.gunicorn_worker.PatientWorker"
threads = 4
worker_connections = 500
keepalive = 15
# the longest that gunicorn takes: method, address and version
limit_request_line = 8190
# who the visitor is EACI_PROXIES decides, in the application, the same for every server
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
timeout = 60
graceful_timeout = 20
# a process that has grown is replaced now and then, not all at once
max_requests = 20_000
max_requests_jitter = 2_000
# heartbeat files on a disk can stall a healthy worker
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- memory, private to the container


def on_starting(_server: Any) -> None:
    """Add up what processes of an earlier start have left behind."""
    _fold(None)


def child_exit(_server: Any, worker: Any) -> None:
    """Add an ended process's figures to those of all that ended before it."""
    _fold(worker.pid)


def _fold(ended: int | None) -> None:
    if folder := os.environ.get(metric_files.FOLDER):
        metric_files.fold(Path(folder), ended)
