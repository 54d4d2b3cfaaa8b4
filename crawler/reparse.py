"""Reading the kept pages of a source again with today's parsers: ``eaci reparse SOURCE``.

The newest page that holds a record decides what the record says, as in the harvests. So the pages are read from the
newest to the oldest, and each record is compared once: what differs is stored through the way of every page, with a
copy of the page's bytes; what does not is only counted. Killed at any point and begun again, it does what is left.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from catalogue import reparse as store
from catalogue.engine import open_engine, reading, writing
from catalogue.harvest import FetchedPage, content_hash
from catalogue.runs import Run, RunParameters
from catalogue.settings import Settings
from crawler.claims import begin_run
from crawler.formats import PageError, ParsedPage, ParsedRecord
from crawler.harvest import Harvest, OnCommit
from crawler.sources import find_source

MODE = "reparse"


def reparse_source(settings: Settings, source: str, on_commit: OnCommit | None = None) -> Run:
    """Read the kept pages of a source again as one run and give the closed run.

    Raises SourceError for an unknown source and CrawlerError if another run of it is at work.
    """
    from crawler.run import execute_run  # noqa: PLC0415 -- run.py imports this module for runs that the site requested

    definition = find_source(settings, source)
    run_id = begin_run(open_engine(settings), definition, MODE, RunParameters())
    return execute_run(settings, run_id, on_commit, started=True)


def reparse(harvest: Harvest) -> str:
    """Read the pages of the run's source again; give a line that says how it went."""
    with reading(harvest.engine) as connection:
        pages = store.kept_pages(connection, harvest.run.source)
        seen = bytearray(store.highest_record(connection) + 1)
    unreadable = sum(not _reparse_page(harvest, page_id, seen) for page_id in pages)
    told = f"{len(pages)} kept pages read again"
    return f"{told}; {unreadable} of them cannot be read (see the log)" if unreadable else told


def _reparse_page(harvest: Harvest, page_id: int, seen: bytearray) -> bool:
    """Compare the records that this page decides; False if the page cannot be parsed."""
    with reading(harvest.engine) as connection:
        page = store.read_page(connection, page_id)
    try:
        parsed = harvest.parse(page)
    except (PageError, KeyError) as error:  # KeyError: a page in a format that is read no more
        harvest.log("warning", f"page {page_id} stays as it was read: {error}")
        return False
    # of a record that a page holds twice the last one counts
    items = {
        item.record.identifier: item for item in parsed.items if isinstance(item, ParsedRecord)
    }
    with reading(harvest.engine) as connection:
        known = store.known_records(connection, page.source, list(items))
    decided = [item for name, item in items.items() if _is_decided(known.get(name), page_id, seen)]
    _store(harvest, page_id, page, decided, known)
    return True


def _is_decided(row: Row[Any] | None, page_id: int, seen: bytearray) -> bool:
    """True if no newer page has told what the record says; marks the record as compared."""
    if row is None:
        return True
    # what a newer page brought and today's parser does not find there, or what this run has stored already
    if row.page_id > page_id or seen[row.id]:
        return False
    seen[row.id] = True
    return True


def _store(
    harvest: Harvest,
    page_id: int,
    page: FetchedPage,
    decided: list[ParsedRecord],
    known: dict[str, Row[Any]],
) -> None:
    changed = [item for item in decided if _differs(item, known.get(item.record.identifier))]
    if changed:
        harvest.commit(page, ParsedPage(items=tuple(changed)))
    if same := len(decided) - len(changed):
        with writing(harvest.engine) as connection:
            ledger = store.count_unchanged(connection, harvest.run.id, page_id, page, same)
        harvest.total += ledger


def _differs(item: ParsedRecord, row: Row[Any] | None) -> bool:
    said = item.record
    return row is None or row.deleted != said.deleted or row.content_hash != content_hash(said)
