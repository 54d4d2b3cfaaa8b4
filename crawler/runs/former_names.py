"""Records that are held under a name that an earlier parser gave them: they keep it, so that no twin comes beside them.

Judgements, permalinks and counts name a record by its source and identifier, so the name that is held outlives a better
one. What is not held yet goes by today's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from catalogue.harvested.record_store import held_among, held_beginning
from crawler.formats import ParsedPage, ParsedRecord, Rejected
from crawler.formats.rsci import rsci_identity

_READ_ANEW = {"rsci": rsci_identity.read_anew}
"""Formats whose identifiers tell what they are made of: what today's parser makes of an older one."""


def as_held(connection: Connection, source: str, format: str, page: ParsedPage) -> ParsedPage:
    """The page with its records under the names that the catalogue holds them by."""
    if not page.formerly and format not in _READ_ANEW:  # most pages by far
        return page
    own = {record.identifier for record in page.records}
    held = held_among(
        connection, source, own.union(*page.formerly.values()) if page.formerly else own
    )
    missing = [
        name for name in dict.fromkeys(r.identifier for r in page.records) if name not in held
    ]
    if not missing:
        return page
    near = _held_near(connection, source, format, missing)
    renamed: dict[str, str] = {}
    for identifier in missing:
        known = _known_as(identifier, page.formerly.get(identifier, ()), held, near)
        if (former := next((name for name in known if name not in own), None)) is not None:
            renamed[identifier] = former
            own.add(former)
    if not renamed:
        return page
    return msgspec.structs.replace(page, items=tuple(_under(item, renamed) for item in page.items))


class _Near(NamedTuple):
    """What is held, by what today's parser would call it; ``loosely`` as if its volume had not been told.

    Two that only their volumes tell apart are not known loosely.
    """

    exactly: dict[str, str]
    loosely: dict[str, str | None]


def _held_near(connection: Connection, source: str, format: str, missing: Iterable[str]) -> _Near:
    near = _Near({}, {})
    read_anew = _READ_ANEW.get(format)
    if read_anew is None:
        return near
    beginnings = {rsci_identity.beginning(name) for name in missing} - {""}
    for beginning in sorted(beginnings):
        for name in held_beginning(connection, source, beginning):
            today, *without_volume = read_anew(name) or ("",)
            near.exactly.setdefault(today, name)
            for other in without_volume:
                near.loosely[other] = None if other in near.loosely else name
    return near


def _known_as(
    identifier: str, formerly: Iterable[str], held: set[str], near: _Near
) -> Iterator[str]:
    for name in (identifier, *formerly):
        if name in held:
            yield name
        if name in near.exactly:
            yield near.exactly[name]
    if loosely := near.loosely.get(identifier):
        yield loosely


def _under(item: ParsedRecord | Rejected, renamed: dict[str, str]) -> ParsedRecord | Rejected:
    if isinstance(item, Rejected) or item.record.identifier not in renamed:
        return item
    name = renamed[item.record.identifier]
    return ParsedRecord(msgspec.structs.replace(item.record, identifier=name), item.kept)
