"""Runs a command and says how much memory it and its children took at most."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Ended(NamedTuple):
    """How a command ended: its status, what it wrote to standard error, and its peak in KiB."""

    returncode: int
    stderr: bytes
    peak: int


def run(command: Sequence[str], cwd: Path, seconds: float) -> Ended:
    """Run it to its end. Raises :class:`TimeoutError` after so many seconds; it is killed then.

    ``resource.getrusage`` of all children would tell the largest that this process ever had.
    """
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=errors)
        ends = time.monotonic() + seconds
        while True:
            number, status, usage = os.wait4(process.pid, os.WNOHANG)
            if number:
                break
            if time.monotonic() > ends:
                process.kill()
                process.wait()
                raise TimeoutError(f"{command} ran for more than {seconds} s")
            time.sleep(0.02)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        return Ended(process.returncode, errors.read(), usage.ru_maxrss)
