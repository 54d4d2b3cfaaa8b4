"""The crawler's side of the catalogue: a parsed page goes in, in one transaction with the checkpoint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested import deletions, quarantine, runs, sightings, store
from catalogue.harvested.deletions import HELD, WAITING
from catalogue.harvested.overflow import size_of
from catalogue.harvested.runs import WHOLE, Ledger, Run
from catalogue.harvested.told import Listing, listing_of
from crawler.formats import PageError, ParsedPage, Rejected, SourceHints
from crawler.formats.page import REASONS
from crawler.parsing.parent import parse_limited
from crawler.runs.caps import Caps
from crawler.runs.former_names import as_held
from crawler.runs.guard import Guards
from crawler.sources.definition import SourceDefinition
from schemas import HarvestedRecord

_MOST_TOLD = 20

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
        self._received = Counter[str]()  # by format
        self.dismissed = 0  # of what is in quarantine, known and of no use
        self.aside = 0  # of the newest page: deletions that wait, and what was dismissed before
        self.first_rejected: Rejected | None = None
        self._on_commit = on_commit
        self._waiting: dict[str, list[int]] | None = None
        self._waiting_in: Listing | None = None
        self._dismissed: dict[tuple[str, str], int] | None = None
        self.guard = Guards(run.source, run.id, definition.formats)
        with reading(engine) as connection:
            self.caps = Caps(size_of(connection, run.source))

    @property
    def limit_reached(self) -> bool:
        """True once the run has received as many records as it was asked for in each format, or more than it may."""
        limit, definition = self.run.parameters.limit, self.definition
        if definition.formats is not None:
            asked = all(map(self.sampled, definition.prefixes))
        else:
            asked = limit is not None and self.total.received >= limit
        return asked or self.caps.exceeded is not None

    def sampled(self, prefix: str) -> bool:
        """True once the run has received as many records as it was asked for in the format of that prefix."""
        limit = self.run.parameters.limit
        return limit is not None and self._received[self.definition.format_of(prefix)] >= limit

    def doubtful_in(self, prefix: str) -> frozenset[str]:
        """Records that this run found listed as deleted in the format of that prefix, and then as live."""
        return frozenset(self.guard.of(self.definition.format_of(prefix)).doubtful)

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
        self,
        page: store.FetchedPage,
        parsed: ParsedPage,
        checkpoint: Checkpoint | None = None,
        *,
        confirmed: bool = False,
    ) -> Ledger:
        """Store page, records, rejects and checkpoint in one transaction.

        ``confirmed`` says that the source was asked for these records by name, so that their deletions are no dispute.
        """
        self.first_rejected = self.first_rejected or next(iter(parsed.rejected), None)
        with writing(self.engine) as connection:
            parsed = as_held(connection, self.run.source, page.format, parsed)
            guard = self.guard.of(page.format)
            sifted = guard.sift(connection, parsed, confirmed=confirmed)
            parsed = sifted.page
            rejected = [self._kept(connection, item) for item in parsed.rejected]
            known = sum(item.same_as is not None for item in rejected)
            self.aside = guard.held + known
            self._supersede(connection, page, parsed.records, rejected, sifted.kept)
            ledger = store.store_page(
                connection,
                self.run.id,
                page,
                parsed.records,
                rejected,
                checkpoint,
                unchanged=sifted.unchanged,
                limited=True,
                formats=self.definition.formats,
            )
            for line in (*parsed.warnings, *_told(parsed.rejected, known)):
                runs.log(connection, self.run.id, "warning", f"{page.url or 'page'}: {line}")
        self.total += ledger
        self._received[page.format] += ledger.received
        # what else there is reads what is here, or what an administrator chose
        if self.run.mode in WHOLE:
            self.caps.add(ledger.received, len(page.body))
        if self._on_commit is not None:
            self._on_commit(ledger)
        return ledger

    def _supersede(
        self,
        connection: Connection,
        page: store.FetchedPage,
        records: Sequence[HarvestedRecord],
        rejected: Sequence[store.Rejected],
        kept: frozenset[str],
    ) -> None:
        """What comes again, good or bad, takes the place of what waits in quarantine under its name.

        What waits under the names ``kept`` goes on waiting.
        """
        if self.run.mode == "replay":
            return
        names = {page.url or "", *(record.identifier for record in records)}
        names |= {quarantine.name_of(item.identifier, item.body) for item in rejected}
        names -= kept
        self._resolve(connection, names, page.format, f"came again in run {self.run.id}")
        if rejected:
            self._waiting = None

    def _resolve(
        self, connection: Connection, names: set[str], format: str, resolution: str
    ) -> None:
        """What waits in quarantine under these names, in the listing of that format, waits no more."""
        listing = listing_of(self.definition.formats, format)
        if self._waiting is None or self._waiting_in != listing:
            # pages that are read again say nothing new of deletions that wait
            but_for = WAITING if self.run.mode == "reparse" else ()
            name = self.definition.name
            self._waiting = quarantine.waiting_by_name(connection, name, but_for, listing)
            self._waiting_in = listing
        if came := self._waiting.keys() & names:
            numbers = [number for name in came for number in self._waiting[name]]
            quarantine.resolve(connection, numbers, resolution)
            self._waiting = None

    def settle(
        self,
        identifier: str,
        resolution: str,
        reason: str,
        *,
        prefix: str,
        before: int | None = None,
    ) -> None:
        """What waits in quarantine under this identifier for this reason, and came before that run, waits no more.

        Of a source with two formats only what is in that of the ``prefix``.
        """
        listing = self._listing(prefix)
        with writing(self.engine) as connection:
            told = deletions.told_before(connection, self.definition.name, {identifier})
            numbers = [
                row.item
                for row in told
                if row.waits
                and row.reason == reason
                and (not before or row.run_id < before)
                and (listing is None or listing.holds(row.format))
            ]
            quarantine.resolve(connection, numbers, resolution)
        self._waiting = None

    def _kept(self, connection: Connection, item: Rejected) -> store.Rejected:
        """The item as the catalogue keeps it; what was dismissed with the same bytes stays so."""
        if self._dismissed is None:
            self._dismissed = quarantine.dismissed(connection, self.definition.name)
        same_as = None
        if self._dismissed and item.reason not in WAITING:
            name = (item.identifier or "", quarantine.hash_of(item.raw))
            same_as = self._dismissed.get(name)
        self.dismissed += same_as is not None
        return store.Rejected(
            reason=item.reason,
            detail=item.detail,
            body=item.raw,
            identifier=item.identifier,
            datestamp=item.datestamp,
            same_as=same_as,
        )

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

    def _listing(self, prefix: str) -> Listing | None:
        return listing_of(self.definition.formats, self.definition.format_of(prefix))

    def identifiers_since(self, run_id: int, prefix: str) -> set[str]:
        """What the source has brought since that run in the format of that prefix, usable or not."""
        name, listing = self.definition.name, self._listing(prefix)
        with reading(self.engine) as connection:
            return sightings.identifiers_since(connection, name, run_id, listing)

    def began(self, run_id: int) -> str | None:
        """When the run of that number began, by our own clock."""
        with reading(self.engine) as connection:
            run = runs.get_run(connection, run_id)
        return run.started_at if run is not None else None

    def waiting_for(self, reason: str, prefix: str) -> list[str]:
        """The identifiers of the source that wait in quarantine for the reason, in the format of that prefix."""
        name, listing = self.definition.name, self._listing(prefix)
        with reading(self.engine) as connection:
            return quarantine.waiting_for(connection, name, reason, listing)

    def note(self, connection: Connection, message: str) -> None:
        """Add a warning to the run's log in the caller's transaction."""
        runs.log(connection, self.run.id, "warning", message)

    def log(self, level: str, message: str) -> None:
        """Add a line to the run's log."""
        with writing(self.engine) as connection:
            runs.log(connection, self.run.id, level, message)


def _told(rejected: Sequence[Rejected], known: int) -> list[str]:
    """Lines of the log that name what goes to quarantine; the quarantine itself names all of it."""
    new = [item for item in rejected if item.reason != HELD]
    lines = [
        f"{item.identifier or 'a record without identifier'} is kept in quarantine: "
        f"{REASONS.get(item.reason, item.reason)} ({item.detail})"
        for item in new[:_MOST_TOLD]
    ]
    more = len(new) - _MOST_TOLD
    lines += [f"{more} more are kept in quarantine"] if more > 0 else []
    return [*lines, f"{known} of them were dismissed before, and stay so"] if known else lines
