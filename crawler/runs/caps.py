"""The cap on what one run may bring: a source that suddenly sends without end fills neither disk nor index.

It is measured by what the source held before. Beyond it the run stops and is *held* with what came, until an
administrator lets it go on or stops it (``eaci runs approve|reject``, see :mod:`catalogue.harvested.overflow`).
"""

from __future__ import annotations

from catalogue.harvested.overflow import Size
from crawler.limits import MIB, RUN, RunLimits


class Caps:
    """Adds up what a run brings."""

    def __init__(self, held: Size, limits: RunLimits = RUN) -> None:
        self._most = Size(
            limits.times * held.records + limits.records, limits.times * held.bytes + limits.bytes
        )
        self._held = held
        self._came = Size(0, 0)

    def add(self, records: int, size: int) -> None:
        """A page came with so many records, of so many bytes."""
        self._came = Size(self._came.records + records, self._came.bytes + size)

    @property
    def exceeded(self) -> str | None:
        """What is too much, in one line; None while nothing is."""
        came, most = self._came, self._most
        if came.records <= most.records and came.bytes <= most.bytes:
            return None
        return (
            f"stopped after {came.records:,} records of {came.bytes // MIB:,} MiB, for a source that held "
            f"{self._held.records:,} records; what came is kept"
        )
