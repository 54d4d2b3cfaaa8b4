"""What a full harvest did not see again: the transient deletions of OAI-PMH (2.0, section 2.5.1), which just vanish.

Each is a deletion on a page of the sweep, so that the ledger accounts for it, and the guard gathers it as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

import msgspec

from catalogue.database.engine import reading
from catalogue.harvested.sightings import has_nameless_rejects, vanished
from catalogue.harvested.store import FetchedPage
from crawler.formats import ParsedPage, ParsedRecord
from crawler.oai.state import ListState
from crawler.runs.harvest import Harvest
from schemas import HarvestedRecord

_BATCH = 500
_RECORD = (
    '<record xmlns="http://www.openarchives.org/OAI/2.0/"><header status="deleted">'
    "<identifier>{}</identifier></header></record>"
)


def sweep(harvest: Harvest, state: ListState) -> None:
    """Delete what the source no longer lists, if the harvest asked for everything and nothing of it is doubtful."""
    if state.window_from or state.window_until or not state.total:
        return
    source = harvest.definition.name
    with reading(harvest.engine) as connection:
        gone = vanished(connection, source, state.began_in)
        nameless = has_nameless_rejects(connection, source, state.began_in)
    if not gone:
        return
    told = f"{len(gone)} records are no longer listed by the source"
    if reason := _doubt(state, nameless):
        harvest.log("warning", f"{told}; they are kept: {reason}")
        return
    harvest.log("warning", f"{told}; they count as deleted")
    for page, parsed in _pages(harvest, gone):
        # what no list named is no dispute between two of them
        harvest.commit(page, parsed, confirmed=True)


def _doubt(state: ListState, nameless: bool) -> str | None:
    if state.deletes == "persistent":
        return "it promises to list its deletions"
    if state.missing:
        return "its lists were shorter than their told size"
    if state.unread:
        return "not all of its lists could be read"
    if nameless:
        return "some that came could not be read and may be these"
    return None


def _pages(harvest: Harvest, gone: list[str]) -> Iterator[tuple[FetchedPage, ParsedPage]]:
    definition = harvest.definition
    for start in range(0, len(gone), _BATCH):
        names = gone[start : start + _BATCH]
        page = FetchedPage(
            source=definition.name,
            format=definition.format,
            body=msgspec.json.encode(names),
            url=f"sweep:{harvest.run.id}",
        )
        items = (
            ParsedRecord(
                HarvestedRecord(identifier=name, deleted=True),
                _RECORD.format(escape(name)).encode(),
            )
            for name in names
        )
        yield page, ParsedPage(items=tuple(items))
