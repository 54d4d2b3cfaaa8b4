"""The reference lists of a work as its page shows them: bilingual twins as one entry, each with its outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice

import msgspec
from msgspec.structs import replace

from catalogue.derived.works import RecordEntry, ReferenceEntry, WorkEntry
from webapp.formatting import fit


class ReferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """One cited thing: the entry, its twins in other languages, and the works that it leads or nearly led to.

    ``above`` is the entry that a back reference stands for: it leads where that one leads.
    """

    entry: ReferenceEntry
    twins: tuple[ReferenceEntry, ...] = ()
    above: ReferenceEntry | None = None
    target: WorkEntry | None = None
    runner_up: WorkEntry | None = None


class ReferenceListView(msgspec.Struct, frozen=True, kw_only=True):
    """The references of one record."""

    source: str
    identifier: str
    references: tuple[ReferenceView, ...]


def count_of(lists: Iterable[ReferenceListView]) -> int:
    """How many references the lists hold; bilingual twins count once."""
    return sum(len(each.references) for each in lists)


def fitting(lists: Iterable[ReferenceListView], room: int) -> list[ReferenceListView]:
    """The first references, as many as have room in so many bytes of a page."""
    taken = fit(_flat(lists), room)
    return _lists(taken)


def page_of(lists: Iterable[ReferenceListView], first: int, size: int) -> list[ReferenceListView]:
    """So many references from the one with this number (from 0) on."""
    return _lists(islice(_flat(lists), first, first + size))


def with_works(
    lists: Iterable[ReferenceListView], works: Mapping[int, WorkEntry]
) -> list[ReferenceListView]:
    """The lists with the works that their references lead or nearly led to."""
    return [
        replace(each, references=tuple(_led(v, works) for v in each.references)) for each in lists
    ]


def _led(view: ReferenceView, works: Mapping[int, WorkEntry]) -> ReferenceView:
    target, runner_up = (view.above or view.entry).target or -1, view.entry.runner_up or -1
    return replace(view, target=works.get(target), runner_up=works.get(runner_up))


def _flat(lists: Iterable[ReferenceListView]) -> Iterator[tuple[str, str, ReferenceView]]:
    for each in lists:
        for view in each.references:
            yield each.source, each.identifier, view


def _lists(flat: Iterable[tuple[str, str, ReferenceView]]) -> list[ReferenceListView]:
    return [
        ReferenceListView(source=key[0], identifier=key[1], references=tuple(v for *_, v in group))
        for key, group in groupby(flat, key=lambda each: each[:2])
    ]


def entries_of(lists: Iterable[ReferenceListView]) -> list[ReferenceEntry]:
    """The entries that the lists show, and those that back references among them stand for."""
    views = [view for *_, view in _flat(lists)]
    return [view.entry for view in views] + [view.above for view in views if view.above]


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
    works: Mapping[int, WorkEntry] | None = None,
) -> list[ReferenceListView]:
    """The lists by record; ``entries`` as the catalogue gives them, ordered by record and position."""
    sources = {record.id: record for record in records}
    return [
        ReferenceListView(
            source=sources[record_id].source,
            identifier=sources[record_id].identifier,
            references=tuple(_views(list(group), works or {})),
        )
        for record_id, group in groupby(entries, key=lambda entry: entry.record_id)
        if record_id in sources
    ]


def _views(
    entries: Sequence[ReferenceEntry], works: Mapping[int, WorkEntry]
) -> Iterator[ReferenceView]:
    positions = {entry.position: entry for entry in entries}
    twins: dict[int, list[ReferenceEntry]] = {}
    for entry in entries:
        if _first_of(entry, positions) is not None:
            twins.setdefault(entry.paired_with or 0, []).append(entry)
    shown_as_twins = {entry.id for group in twins.values() for entry in group}
    for entry in entries:
        if entry.id not in shown_as_twins:
            view = ReferenceView(
                entry=entry,
                twins=tuple(twins.get(entry.position, ())),
                above=_above(entry, positions),
            )
            yield _led(view, works)


def _first_of(
    entry: ReferenceEntry, positions: Mapping[int, ReferenceEntry]
) -> ReferenceEntry | None:
    """The entry that a twin is shown with."""
    first = positions.get(entry.paired_with or 0) if entry.status == "paired" else None
    return first if first and first.status != "paired" else None


def _above(entry: ReferenceEntry, positions: Mapping[int, ReferenceEntry]) -> ReferenceEntry | None:
    """The entry that a back reference stands for; of a twin that one with which it is counted."""
    above = positions.get(entry.paired_with or 0) if entry.status == "back-reference" else None
    return _first_of(above, positions) or above if above else None
