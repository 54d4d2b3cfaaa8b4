"""Runs a command and says how much memory it and its children took at most."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

# A process counts what the one that forked it held. So a small one forks it here, and tells of its children alone.
_BETWEEN = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status if status >= 0 else 1)
"""


class Ended(NamedTuple):
    """How a command ended: its status, what it wrote to standard error, and its peak in KiB."""

    returncode: int
    stderr: bytes
    peak: int


def run(command: Sequence[str], cwd: Path, seconds: float) -> Ended:
    """Run it to its end. Raises ``subprocess.TimeoutExpired`` after so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "peak"
        done = subprocess.run(
            [sys.executable, "-c", _BETWEEN, str(told), *command],
            cwd=cwd,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
        return Ended(done.returncode, done.stderr, int(told.read_text()))
