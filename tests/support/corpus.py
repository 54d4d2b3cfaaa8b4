"""A small generated corpus in a catalogue: records of several sources that describe the same works and cite others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from sqlalchemy.engine import Engine

from benchmarks.generator.citations import World
from benchmarks.generator.corpus import country, described
from schemas import HarvestedRecord
from tests.support.fresh import store_harvest


def harvest_corpus(
    engine: Engine,
    works: int,
    *,
    seed: int = 7,
    first: int = 0,
    changed: Callable[[HarvestedRecord], HarvestedRecord] | None = None,
) -> None:
    """Store the records of these generated works, one run a source; the same arguments give the same records.

    ``changed`` is applied to each record before.
    """
    world = World(seed, first + works, references=works * 4, journals=20)
    found = sorted(described(world, range(first, first + works)), key=lambda item: item.source)
    for source, items in groupby(found, key=lambda item: item.source):
        records = [changed(item.record) if changed else item.record for item in items]
        store_harvest(engine, records, source, country(source))
