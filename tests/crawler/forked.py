"""Runs in processes of their own that need not import the crawler again: each is a fork of a clean one that has.

There is one such clean process for all who fork; the indexer's work may have begun it first.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from crawler.run import main
from indexer import workers

HANGS_AFTER = 120.0  # seconds

workers._PRELOADED.append("tests.crawler.preload")
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(workers._PRELOADED)


def start(work: Callable[..., object], *arguments: object) -> BaseProcess:
    """Begin ``work(*arguments)`` in a process that has imported everything and set up no reactor."""
    process = _processes.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def ended(process: BaseProcess, seconds: float = HANGS_AFTER) -> int:
    """Wait for the process and give its status; one that hangs is a failure."""
    process.join(seconds)
    if process.exitcode is None:
        process.kill()
        process.join(60)
        raise AssertionError("the run hangs")
    return process.exitcode


def crawled(run_id: int, told: Path) -> int:
    """Execute the run as ``python -m crawler.run NUMBER`` does; give its status. Its standard error goes to a file."""
    return ended(start(_execute, [str(run_id)], dict(os.environ), told))


def _execute(arguments: list[str], environment: Mapping[str, str], told: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    with told.open("wb") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    sys.exit(main(arguments))
