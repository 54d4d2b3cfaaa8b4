"""The crawler's side of the catalogue: a parsed page goes in, in one transaction with the checkpoint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Engine

from catalogue import harvest as store
from catalogue import runs
from catalogue.engine import writing
from catalogue.runs import Ledger, Run
from crawler.formats import PageError, ParsedPage, Rejected, SourceHints, parse_page
from crawler.sources import SourceDefinition

OnCommit = Callable[[Ledger], None]
Checkpoint = dict[str, Any]


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

    @property
    def limit_reached(self) -> bool:
        """True once the run has received as many records as it was asked for."""
        limit = self.run.parameters.limit
        return limit is not None and self.total.received >= limit

    def parse(self, page: store.FetchedPage, content_type: str | None = None) -> ParsedPage:
        """Parse a page by its format. Raises PageError."""
        hints = SourceHints(
            source=page.source,
            url=page.url,
            content_type=content_type,
            language=self.definition.language,
            table=self.definition.table,
        )
        return parse_page(page.format, page.body, source=hints)

    def commit(
        self, page: store.FetchedPage, parsed: ParsedPage, checkpoint: Checkpoint | None = None
    ) -> Ledger:
        """Store page, records, rejects and checkpoint in one transaction."""
        rejected = [_kept(item) for item in parsed.rejected]
        self.first_rejected = self.first_rejected or next(iter(parsed.rejected), None)
        with writing(self.engine) as connection:
            ledger = store.store_page(
                connection, self.run.id, page, parsed.records, rejected, checkpoint
            )
            for warning in parsed.warnings:
                runs.log(connection, self.run.id, "warning", f"{page.url or 'page'}: {warning}")
        self.total += ledger
        if self._on_commit is not None:
            self._on_commit(ledger)
        return ledger

    def commit_unreadable(self, page: store.FetchedPage, error: PageError) -> None:
        """Keep a page of which nothing can be read: it is one quarantined item, with all of its bytes."""
        item = Rejected(
            reason=error.reason, detail=error.detail, raw=page.body, identifier=page.url
        )
        self.commit(page, ParsedPage(items=(item,)))

    def log(self, level: str, message: str) -> None:
        """Add a line to the run's log."""
        with writing(self.engine) as connection:
            runs.log(connection, self.run.id, level, message)


def _kept(item: Rejected) -> store.Rejected:
    return store.Rejected(
        reason=item.reason, detail=item.detail, body=item.raw, identifier=item.identifier
    )
