"""Progress of long work, as an interface: the terminal shows it, tests and the worker ignore it."""

from __future__ import annotations

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
