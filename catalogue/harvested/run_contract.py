"""What a run is, what it was asked for, and its ledger; :mod:`catalogue.harvested.runs` reads and writes runs."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

LEDGER = ("received", "new", "updated", "unchanged", "deleted", "quarantined")

RunMode = Literal["incremental", "full", "import", "reparse", "replay", "undo"]
RunState = Literal["requested", "running", "succeeded", "failed", "held"]
ListedState = Literal["requested", "running", "succeeded", "reservations", "failed", "held"]
"""What runs are listed by: their state, and whether they succeeded with reservations."""

RESERVED = "succeeded with reservations"
WHOLE: tuple[RunMode, ...] = ("incremental", "full")
"""The modes of a harvest that asks for all that a source has, or has new."""
LISTED_STATES: tuple[ListedState, ...] = get_args(ListedState)
QUIET_DAYS = 30
"""After so many days without news a source has gone quiet."""


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What became of what was received. It balances: received = the sum of the others."""

    received: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    quarantined: int = 0

    @property
    def balances(self) -> bool:
        """True if nothing that was received is unaccounted for."""
        others = self.new + self.updated + self.unchanged + self.deleted + self.quarantined
        return self.received == others

    def __add__(self, other: Ledger) -> Ledger:
        return Ledger(**{name: getattr(self, name) + getattr(other, name) for name in LEDGER})


class RunParameters(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What a run was asked for. ``from_`` and ``until`` are ISO dates; ``limit`` is a number of records.

    ``undo`` is the run whose deletions are to be undone.
    """

    from_: str | None = msgspec.field(default=None, name="from")
    until: str | None = None
    limit: int | None = None
    format: str | None = None
    files: tuple[str, ...] = ()
    quarantine: tuple[int, ...] = ()
    undo: int | None = None


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run as the catalogue holds it.

    States: requested → running → succeeded | failed | held (see :mod:`catalogue.harvested.approvals`) → succeeded.
    ``reservations`` marks a run that succeeded though a tenth or more of it is not usable; ``shown_state`` says both.
    """

    id: int
    source: str
    mode: RunMode
    parameters: RunParameters
    state: RunState
    requested_by: str | None
    requested_at: str
    started_at: str | None
    heartbeat_at: str | None
    finished_at: str | None
    worker: str | None
    checkpoint: dict[str, Any]
    message: str | None
    pages: int
    ledger: Ledger
    reservations: bool = False

    @property
    def is_whole(self) -> bool:
        """True if the run asked for all that the source has, or has new."""
        return self.mode in WHOLE and self.parameters == RunParameters()

    @property
    def shown_state(self) -> str:
        """The state as people see it."""
        return RESERVED if self.state == "succeeded" and self.reservations else self.state
