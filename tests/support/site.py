"""The site behind its real servers: gunicorn as the container runs it, and waitress as ``eaci serve`` does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from catalogue.settings import Settings
from tests.support.program import ROOT, Program, end, until

_GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "scripts/container/gunicorn.conf.py")


class Site(msgspec.Struct, frozen=True):
    """A server that runs: where it listens, its process, and the file that it logs to."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.address.rpartition(":")[2])

    def workers(self) -> set[int]:
        """The processes that answer."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(each) for task in tasks for each in task.read_text().split()}


@contextmanager
def gunicorn(settings: Settings, *, workers: int = 2, **more: str) -> Iterator[Site]:
    """gunicorn with the container's configuration; ``more`` are further variables of its environment."""
    log = settings.home / "gunicorn.log"
    command = (*_GUNICORN, "--bind", "127.0.0.1:0", "--workers", str(workers))
    with log.open("wb") as output:
        process = subprocess.Popen(
            (*command, "webapp.wsgi:application()"),
            cwd=ROOT,
            env=_environment(settings) | more,
            stdout=output,
            stderr=output,
        )
    try:
        yield Site(_said_address(log, process, "Listening at: "), process, log)
    finally:
        assert end(process) == 0


@contextmanager
def waitress(settings: Settings, *options: str, **more: str) -> Iterator[Site]:
    """``eaci serve`` on a port of its own."""
    program = Program(settings, **more)
    log = settings.home / "program.log"
    with program.running("serve", "--port", "0", *options) as process:
        yield Site(_said_address(log, process, "The site is at "), process, log)


def _environment(settings: Settings) -> dict[str, str]:
    own = {
        "EACI_HOME": str(settings.home),
        "EACI_DATABASE_URL": settings.database_url,
        "EACI_SEARCH_URL": settings.search_url,
    }
    return {k: v for k, v in os.environ.items() if not k.startswith("EACI_")} | own


def _said_address(log: Path, process: subprocess.Popen[bytes], before: str) -> str:
    """Where the server says that it listens, once it does."""
    found: list[str] = []

    def said() -> bool:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        lines = log.read_text(encoding="utf-8").splitlines()
        found[:] = [line.partition(before)[2].split()[0] for line in lines if before in line]
        return bool(found)

    until(said, 60, lambda: log.read_text(encoding="utf-8"))
    return found[0].rstrip("/")
