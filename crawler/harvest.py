"""The crawler's side of the catalogue: a parsed page goes in, in one transaction with the checkpoint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from catalogue import harvest as store
from catalogue import quarantine, runs
from catalogue.engine import reading, writing
from catalogue.runs import Ledger, Run
from crawler.formats import PageError, ParsedPage, Rejected, SourceHints
from crawler.formats.page import REASONS
from crawler.guard import Guard
from crawler.parsing.parent import parse_limited
from crawler.sources import SourceDefinition
from schemas import HarvestedRecord

_MOST_TOLD = 20
_GUARDED = ("incremental", "full")

OnCommit = Callable[[Ledger], None]
Checkpoint = dict[str, Any] | Callable[[Ledger], dict[str, Any]]
"""Where to go on from, or what tells it by the ledger of the page."""


class Harvest:
    """One run at work: parses pages and commits them, keeps the sum of the ledger, writes the run's log."""

    def __init__(
        self,
        engine: Engine,
        run: Run,
        definition: SourceDefinition,
        on_commit: OnCommit | None = None,
    ) -> None:
        self.engine = engine
        self.run = run
        self.definition = definition
        self.total = Ledger()
        self.first_rejected: Rejected | None = None
        self._on_commit = on_commit
        self._waiting: dict[str, list[int]] | None = None
        with reading(engine) as connection:
            self.guard = Guard(connection, run.source)

    @property
    def limit_reached(self) -> bool:
        """True once the run has received as many records as it was asked for."""
        limit = self.run.parameters.limit
        return limit is not None and self.total.received >= limit

    def parse(self, page: store.FetchedPage, content_type: str | None = None) -> ParsedPage:
        """Parse a page by its format, under limits. Raises PageError."""
        hints = SourceHints(
            source=page.source,
            url=page.url,
            content_type=content_type,
            language=self.definition.language,
            table=self.definition.table,
        )
        return parse_limited(page.format, page.body, source=hints)

    def commit(
        self, page: store.FetchedPage, parsed: ParsedPage, checkpoint: Checkpoint | None = None
    ) -> Ledger:
        """Store page, records, rejects and checkpoint in one transaction."""
        self.first_rejected = self.first_rejected or next(iter(parsed.rejected), None)
        with writing(self.engine) as connection:
            if self.run.mode in _GUARDED:
                parsed = self.guard.hold(connection, parsed)
            rejected = [_kept(item) for item in parsed.rejected]
            self._supersede(connection, page, parsed.records, rejected)
            ledger = store.store_page(
                connection, self.run.id, page, parsed.records, rejected, checkpoint
            )
            for line in (*parsed.warnings, *_told(parsed.rejected)):
                runs.log(connection, self.run.id, "warning", f"{page.url or 'page'}: {line}")
        self.total += ledger
        if self._on_commit is not None:
            self._on_commit(ledger)
        return ledger

    def _supersede(
        self,
        connection: Connection,
        page: store.FetchedPage,
        records: Sequence[HarvestedRecord],
        rejected: Sequence[store.Rejected],
    ) -> None:
        """What comes again, good or bad, takes the place of what waits in quarantine under its name."""
        if self.run.mode == "replay":
            return
        names = {page.url or "", *(record.identifier for record in records)}
        names |= {quarantine.name_of(item.identifier, item.body) for item in rejected}
        self._resolve(connection, names, f"came again in run {self.run.id}")
        if rejected:
            self._waiting = None

    def _resolve(self, connection: Connection, names: set[str], resolution: str) -> None:
        """What waits in quarantine under these names waits no more."""
        if self._waiting is None:
            self._waiting = quarantine.waiting_by_name(connection, self.definition.name)
        if came := self._waiting.keys() & names:
            numbers = [number for name in came for number in self._waiting[name]]
            quarantine.resolve(connection, numbers, resolution)
            self._waiting = None

    def settle(self, identifier: str, resolution: str) -> None:
        """What waits in quarantine under this identifier waits no more."""
        with writing(self.engine) as connection:
            self._resolve(connection, {identifier}, resolution)

    def commit_unreadable(self, page: store.FetchedPage, error: PageError) -> None:
        """Keep a page of which nothing can be read: it is one quarantined item, with all of its bytes."""
        item = Rejected(
            reason=error.reason, detail=error.detail, raw=page.body, identifier=page.url
        )
        self.commit(page, ParsedPage(items=(item,)))

    def save(self, checkpoint: dict[str, Any]) -> None:
        """Save a checkpoint that follows no page."""
        with writing(self.engine) as connection:
            runs.save_checkpoint(connection, self.run.id, checkpoint)

    def identifiers_since(self, run_id: int) -> set[str]:
        """What the source has brought since that run, usable or not."""
        with reading(self.engine) as connection:
            return store.identifiers_since(connection, self.definition.name, run_id)

    def began(self, run_id: int) -> str | None:
        """When the run of that number began, by our own clock."""
        with reading(self.engine) as connection:
            run = runs.get_run(connection, run_id)
        return run.started_at if run is not None else None

    def waiting_for(self, reason: str) -> list[str]:
        """The identifiers of the source that wait in quarantine for the reason."""
        with reading(self.engine) as connection:
            return quarantine.waiting_for(connection, self.definition.name, reason)

    def log(self, level: str, message: str) -> None:
        """Add a line to the run's log."""
        with writing(self.engine) as connection:
            runs.log(connection, self.run.id, level, message)


def _told(rejected: Sequence[Rejected]) -> list[str]:
    """Lines of the log that name what goes to quarantine; the quarantine itself names all of it."""
    lines = [
        f"{item.identifier or 'a record without identifier'} is kept in quarantine: "
        f"{REASONS.get(item.reason, item.reason)} ({item.detail})"
        for item in rejected[:_MOST_TOLD]
    ]
    more = len(rejected) - _MOST_TOLD
    return [*lines, f"{more} more are kept in quarantine"] if more > 0 else lines


def _kept(item: Rejected) -> store.Rejected:
    return store.Rejected(
        reason=item.reason, detail=item.detail, body=item.raw, identifier=item.identifier
    )
