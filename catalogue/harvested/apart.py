"""Two publications of one identifier are kept apart when a page is stored (:mod:`catalogue.harvested.conflicts`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from catalogue.harvested import conflicts
from catalogue.harvested.runs import log
from catalogue.harvested.told import Place, Told, content_hash
from schemas import HarvestedRecord

Kept = Row[*tuple[Any, ...]]
"""What is known under an identifier: its hash, whether it is deleted, the run and the page that brought it last."""
Known = dict[str, Kept]


def kept_apart(
    connection: Connection,
    place: Place,
    told: list[Told],
    known: Known,
    look_up: Callable[[Iterable[str]], Known],
    body_of: Callable[[Kept], bytes | None],
) -> tuple[list[Told], Known]:
    """What is told, another publication than the known one of its identifier renamed; and what is known of all.

    ``look_up`` gives what is known under further identifiers, ``body_of`` what a known one says.
    """
    doubtful = {
        each.item.identifier: conflicts.renamed(each.item)
        for each in told
        if (row := known.get(each.item.identifier)) is not None
        and not (each.item.deleted or row.deleted)
        and row.content_hash != each.hashed
    }
    if not doubtful:
        return told, known
    known = known | look_up({other.identifier for other in doubtful.values()})
    taken = {each.item.identifier for each in told}
    apart = {
        each.item.identifier: other
        for each in told
        if (other := doubtful.get(each.item.identifier)) is not None
        and other.identifier not in taken
        and (
            other.identifier in known
            or _is_other(place, each.item, known[each.item.identifier], body_of)
        )
    }
    for line in conflicts.told(list(apart.values())):
        log(connection, place.run, "warning", line)
    return [
        Told(other, content_hash(other)) if (other := apart.get(each.item.identifier)) else each
        for each in told
    ], known


def _is_other(
    place: Place, item: HarvestedRecord, row: Kept, body_of: Callable[[Kept], bytes | None]
) -> bool:
    """Whether a record is another publication than the known one, where the source may not just have changed it.

    A server may put anything under an identifier from one harvest to the next. In one run, and in files, a second
    entry is a second entry.
    """
    if not (place.file or row.last_run == place.run):
        return False
    try:
        before = msgspec.json.decode(body_of(row) or b"", type=HarvestedRecord)
    except msgspec.DecodeError:  # damaged: `eaci check` reports it
        return False
    if row.page_id == place.page:
        return conflicts.is_other_entry(before, item)
    return conflicts.is_other_publication(before, item)
