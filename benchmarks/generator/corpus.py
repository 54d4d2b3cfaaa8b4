"""The records of a work with the reference list of its national base: what files and catalogues are filled from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from benchmarks.generator.citations import Cited, World, reference_list
from benchmarks.generator.journals import COUNTRIES
from benchmarks.generator.records import record, sources
from schemas import HarvestedRecord, Reference


class Described(NamedTuple):
    """One source's record of a work, with the truth about the references that it lists."""

    source: str
    work: int
    record: HarvestedRecord
    cited: list[Cited]


def described(world: World, numbers: Iterable[int]) -> Iterator[Described]:
    """The records of these works, one work after the other; the first source of each lists its references."""
    for number in numbers:
        work = world.work(number)
        cited = list(reference_list(world, work))
        home, *others = sources(work, world.seed)
        references = tuple(
            Reference(raw=item.text, position=position, list_id=item.list_id)
            for position, item in enumerate(cited, 1)
        )
        yield Described(home, number, record(work, world.seed, home, references), cited)
        for source in others:
            yield Described(source, number, record(work, world.seed, source), [])


def country(source: str) -> str:
    """The country of a generated source; those that describe works of all countries stand in Russia."""
    code = source.removeprefix("generated-").upper()
    return code if code in COUNTRIES.values() else "RU"
