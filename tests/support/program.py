"""The program ``eaci`` as a process of its own, over one data folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from catalogue.settings import Settings

ROOT = Path(__file__).parents[2]
_EACI = str(Path(sys.executable).parent / "eaci")


def end(process: subprocess.Popen[Any], seconds: float = 30) -> int:
    """Tell the process to end and give its status; one that does not is killed, and raises ``TimeoutExpired``."""
    process.terminate()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(60)
        raise


class Program:
    """Runs commands with these settings."""

    def __init__(self, settings: Settings, **more: str) -> None:
        own = {
            "EACI_HOME": str(settings.home),
            "EACI_DATABASE_URL": settings.database_url,
            "EACI_SEARCH_URL": settings.search_url,
        }
        others = {k: v for k, v in os.environ.items() if not k.startswith("EACI_")}
        self.environment = {**others, **own, **more}
        self._log = settings.home / "program.log"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [_EACI, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A command that goes on, told to end at the end; what it says is in :meth:`said`."""
        with self._log.open("wb") as log:
            command = [_EACI, *arguments]
            process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )
            try:
                yield process
            finally:
                end(process)

    def said(self) -> str:
        """What the command that runs has said so far."""
        return self._log.read_text(encoding="utf-8")


def until(
    holds: Callable[[], object], seconds: float = 45.0, told: Callable[[], str] = str
) -> None:
    """Wait until something holds; fail with what is told then if it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, told() or "not in time"
        time.sleep(0.1)
