"""The guard over deletions: a harvest that would delete too much of a source waits until somebody has looked.

A source that was moved, emptied or answers nonsense tells that everything is gone; harvesters that believed it lost
whole collections. So up to 5 % of a source's records are deleted as told; beyond that, deletions are kept in quarantine
and the run is *held* until an administrator approves or rejects them (``eaci runs approve|reject``).
"""

from __future__ import annotations

from sqlalchemy import Connection

from catalogue import approvals
from catalogue.approvals import HELD
from catalogue.harvest import live_among
from crawler.formats import ParsedPage, ParsedRecord, Rejected

SHARE = 0.05


class Guard:
    """Counts the deletions of one run against what its source may lose. ``left`` None means: nothing to guard yet."""

    def __init__(self, connection: Connection, source: str) -> None:
        self._source = source
        self.held = 0  # on the newest page
        base = approvals.deletion_base(connection, source)
        self._left = None if base is None else int(base.live * SHARE) - base.deleted
        self._live = 0 if base is None else base.live

    def expect(self, deletions: int) -> None:
        """Say how many deletions are coming in several pages: they are held together or not at all."""
        if self._left is not None and deletions > self._left:
            self._left = 0

    def hold(self, connection: Connection, page: ParsedPage) -> ParsedPage:
        """The page with its deletions of live records kept back, if they are too many."""
        self.held = 0
        if self._left is None:
            return page
        gone = [record.identifier for record in page.records if record.deleted]
        live = live_among(connection, self._source, gone)
        if len(live) <= self._left:
            self._left -= len(live)
            return page
        self._left = 0
        self.held = len(live)
        return ParsedPage(
            items=tuple(self._kept(item, live) for item in page.items), warnings=page.warnings
        )

    def _kept(self, item: ParsedRecord | Rejected, live: set[str]) -> ParsedRecord | Rejected:
        if isinstance(item, Rejected) or not item.record.deleted:
            return item
        if item.record.identifier not in live:
            return item
        detail = f"more than {SHARE:.0%} of the source's {self._live} records would be deleted"
        identifier = item.record.identifier
        return Rejected(reason=HELD, detail=detail, raw=item.raw, identifier=identifier)
