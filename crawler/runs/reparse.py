"""Reading the kept pages of a source again with today's parsers: ``eaci reparse SOURCE``.

The newest page that holds a record decides what the record says, as in the harvests. So the pages are read from the
newest to the oldest, and each record is compared once: what differs is stored through the way of every page, with a
copy of the page's bytes; what does not is only counted. Killed at any point and begun again, it does what is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from catalogue.database.engine import reading, writing
from catalogue.harvested import conflicts, deletions
from catalogue.harvested import reparse as store
from catalogue.harvested.run_contract import RunMode
from catalogue.harvested.store import FetchedPage, is_file
from catalogue.harvested.told import content_hash, leads_in
from catalogue.harvested.unjoined import unjoined
from crawler.formats import PageError, ParsedPage, ParsedRecord
from crawler.runs.former_names import as_held
from crawler.runs.harvest import Harvest

MODE: RunMode = "reparse"


class _Kept(NamedTuple):
    """A page to read again. ``copy``: an earlier reading made it of an older page."""

    id: int
    copy: bool


class _Seen:
    """Which records were compared already, for each of the formats that a source describes them in."""

    def __init__(self, highest: int) -> None:
        self._records = defaultdict[bool | None, bytearray](lambda: bytearray(highest + 1))

    def of(self, leads: bool | None) -> bytearray:
        """By the row numbers of the records."""
        return self._records[leads]


def reparse(harvest: Harvest) -> str:
    """Read the pages of the run's source again; give a line that says how it went."""
    with reading(harvest.engine) as connection:
        copies = store.copies(connection, harvest.run.source)
        pages = [
            _Kept(number, number in copies)
            for number in store.kept_pages(connection, harvest.run.source)
        ]
        seen = _Seen(store.highest_record(connection))
    unreadable = sum(not _reparse_page(harvest, page, seen) for page in pages)
    told = f"{len(pages)} kept pages read again"
    return f"{told}; {unreadable} of them cannot be read (see the log)" if unreadable else told


def _reparse_page(harvest: Harvest, kept: _Kept, seen: _Seen) -> bool:
    """Compare the records that this page decides; False if the page cannot be parsed."""
    try:
        with reading(harvest.engine) as connection:
            page = store.read_page(connection, kept.id)
        parsed = harvest.parse(page)
    except (PageError, store.DamagedPageError, KeyError) as error:
        # KeyError: a page in a format that is read no more
        harvest.log("warning", f"page {kept.id} stays as it was read: {error}")
        return False
    leads = leads_in(harvest.definition.formats, page.format)
    later = _asked_for_now(harvest, page)
    with reading(harvest.engine) as connection:
        told = as_held(connection, page.source, page.format, parsed)
        items = _last_told(_apart(connection, page.source, told))
        known = store.known_records(connection, page.source, list(items), leads)
        stale = set() if leads is None else unjoined(connection, page.source, list(items))
        aside = _put_aside(connection, page.source, items, known)
    decided = [
        item
        for name, item in items.items()
        if name not in aside and _is_decided(known.get(name), kept, seen.of(leads), later)
    ]
    changed = [item for item in decided if _differs(item, known, stale)]
    _store(harvest, kept.id, page, changed, len(decided) - len(changed))
    return True


def _apart(connection: Connection, source: str, parsed: ParsedPage) -> list[ParsedRecord]:
    """The records of a page under the names that they are kept under, where an identifier is of several."""
    items = [item for item in parsed.items if isinstance(item, ParsedRecord)]
    names = {conflicts.other_name(item.record) for item in items if not item.record.deleted}
    kept = store.known_records(connection, source, sorted(names))
    told = conflicts.apart_on_page((item.record for item in items), kept)
    return [
        item if said is item.record else ParsedRecord(said, item.kept)
        for item, said in zip(items, told, strict=True)
    ]


def _last_told(items: Sequence[ParsedRecord]) -> dict[str, ParsedRecord]:
    """The records of a page: of one that it holds twice the last, but what it lists as live too is not deleted."""
    last: dict[str, ParsedRecord] = {}
    for item in items:
        name = item.record.identifier
        if not item.record.deleted or name not in last or last[name].record.deleted:
            last[name] = item
    return last


def _put_aside(
    connection: Connection,
    source: str,
    items: dict[str, ParsedRecord],
    known: dict[str, Row[Any]],
) -> set[str]:
    """The deletions of live records that a harvest gathered and nobody carried out: no page decides about these."""
    dead = {
        name: items[name].record.datestamp or ""
        for name, row in known.items()
        if items[name].record.deleted and not row.deleted
    }
    if not dead:
        return set()
    told = deletions.told_before(connection, source, dead)
    aside = {
        name for name, stamp in deletions.refused(connection, source, dead) if dead[name] == stamp
    }
    return aside | {
        row.identifier
        for row in told
        if row.reason in deletions.WAITING
        and (row.waits or row.reason == deletions.DISPUTED or row.datestamp == dead[row.identifier])
    }


def _asked_for_now(harvest: Harvest, page: FetchedPage) -> frozenset[str]:
    """The formats that the source is asked for, if the page is in another, which it was asked for before."""
    definition = harvest.definition
    formats = frozenset(map(definition.format_of, definition.prefixes))
    listed = definition.protocol == "oai-pmh" and not is_file(page)
    return formats if listed and page.format not in formats else frozenset()


def _is_decided(row: Row[Any] | None, kept: _Kept, seen: bytearray, later: frozenset[str]) -> bool:
    """True if no newer page has told what the record says; marks the record as compared.

    Newer is what the source has given in the formats ``later``: a record that says there what it said has no new page.
    """
    if row is None:
        return True
    if row.format in later:
        return False
    # a copy is as old as what it was made of, but for the records that were stored from it
    newer = row.page_id != kept.id if kept.copy else row.page_id > kept.id
    # what a newer page brought and today's parser does not find there, or what this run has stored already
    if newer or seen[row.id]:
        return False
    seen[row.id] = True
    return True


def _store(
    harvest: Harvest,
    page_id: int,
    page: FetchedPage,
    changed: list[ParsedRecord],
    same: int,
) -> None:
    if changed:
        harvest.commit(page, ParsedPage(items=tuple(changed)))
    if same:
        with writing(harvest.engine) as connection:
            ledger = store.count_unchanged(connection, harvest.run.id, page_id, page, same)
        harvest.total += ledger


def _differs(item: ParsedRecord, known: dict[str, Row[Any]], stale: set[str]) -> bool:
    said, row = item.record, known.get(item.record.identifier)
    if row is None or said.identifier in stale:
        return True
    return bool(row.deleted != said.deleted or row.content_hash != content_hash(said))
