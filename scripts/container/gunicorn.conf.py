"""gunicorn's settings in the container: ``gunicorn --config THIS "webapp.wsgi:application()"``.

WEB_CONCURRENCY is the number of processes (gunicorn reads it by itself).
"""

from __future__ import annotations

from typing import Any

from prometheus_client import multiprocess

bind = "0.0.0.0:8000"
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 20
# a process that has grown is replaced now and then, not all at once
max_requests = 20_000
max_requests_jitter = 2_000
# heartbeat files on a disk can stall a healthy worker
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- memory, private to the container


def child_exit(_server: Any, worker: Any) -> None:
    """Take an ended process's gauges out of the shared metrics."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
