"""What a harvest asks the catalogue. It never writes there: that is for its effects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Known(Protocol):
    """What is known of the source now."""

    @property
    def limit_reached(self) -> bool:
        """True once the run has received as many records as it was asked for, or more than it may."""

    def sampled(self, prefix: str) -> bool:
        """True once the run has received as many records as it was asked for in the format of that prefix."""

    def doubtful_in(self, prefix: str) -> Iterable[str]:
        """Records that this run found listed as deleted in the format of that prefix, and then as live."""

    def began(self, run_id: int) -> str | None:
        """When the run of that number began, by our own clock."""

    def identifiers_since(self, run_id: int, prefix: str) -> Iterable[str]:
        """What the source has brought since that run in the format of that prefix, usable or not."""

    def waiting_for(self, reason: str, prefix: str) -> list[str]:
        """The identifiers of the source that wait in quarantine for the reason, in the format of that prefix."""
