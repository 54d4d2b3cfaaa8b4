"""The reference lists of a work as its page shows them: bilingual twins as one entry, each with its outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import msgspec

from catalogue.works import RecordEntry, ReferenceEntry, WorkEntry


class ReferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """One cited thing: the entry, its twins in other languages, and the works that it leads or nearly led to."""

    entry: ReferenceEntry
    twins: tuple[ReferenceEntry, ...] = ()
    target: WorkEntry | None = None
    runner_up: WorkEntry | None = None


class ReferenceListView(msgspec.Struct, frozen=True, kw_only=True):
    """The references of one record."""

    source: str
    identifier: str
    references: tuple[ReferenceView, ...]


def works_named(entries: Iterable[ReferenceEntry]) -> set[int]:
    """The numbers of all works that the references lead or nearly led to."""
    return {
        number
        for entry in entries
        for number in (entry.target, entry.runner_up)
        if number is not None
    }


def reference_lists(
    entries: Sequence[ReferenceEntry],
    records: Sequence[RecordEntry],
    works: Mapping[int, WorkEntry],
) -> list[ReferenceListView]:
    """The lists by record; ``entries`` as the catalogue gives them, ordered by record and position."""
    sources = {record.id: record for record in records}
    return [
        ReferenceListView(
            source=sources[record_id].source,
            identifier=sources[record_id].identifier,
            references=tuple(_views(list(group), works)),
        )
        for record_id, group in groupby(entries, key=lambda entry: entry.record_id)
        if record_id in sources
    ]


def _views(
    entries: Sequence[ReferenceEntry], works: Mapping[int, WorkEntry]
) -> Iterator[ReferenceView]:
    positions = {entry.position for entry in entries if entry.status != "paired"}
    twins: dict[int, list[ReferenceEntry]] = {}
    for entry in entries:
        if entry.status == "paired" and entry.paired_with in positions:
            twins.setdefault(entry.paired_with, []).append(entry)
    shown_as_twins = {entry.id for group in twins.values() for entry in group}
    for entry in entries:
        if entry.id not in shown_as_twins:
            yield ReferenceView(
                entry=entry,
                twins=tuple(twins.get(entry.position, ())),
                target=works.get(entry.target or -1),
                runner_up=works.get(entry.runner_up or -1),
            )
