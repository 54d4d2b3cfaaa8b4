"""Progress of long work, as an interface (the terminal shows it, tests and the worker ignore it), and its seconds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Progress(Protocol):
    """Hears how far a stage is."""

    def start(self, stage: str, waiting: int) -> None:
        """A stage begins with this many items waiting (more may come)."""
        ...

    def advance(self, stage: str, items: int) -> None:
        """So many more items of the stage are done."""
        ...


class Silent:
    """Progress that nobody watches."""

    def start(self, stage: str, waiting: int) -> None:
        """Say nothing."""

    def advance(self, stage: str, items: int) -> None:
        """Say nothing."""


class Clock:
    """Counts the seconds that each stage takes; a stage that begins again goes on with its sum."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def during(self, stage: str) -> Iterator[None]:
        """What happens inside counts for the stage, also if it fails."""
        since = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - since
