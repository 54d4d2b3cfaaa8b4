"""Ghosts by the truth of the generator (benchmarks.ghosts): what prints its place counts, a year off does not."""

from __future__ import annotations

import msgspec
from sqlalchemy.engine import Engine

from benchmarks.generator.citations import World
from benchmarks.generator.works import work
from benchmarks.ghosts import figures, prints
from benchmarks.loading import load
from catalogue.settings import Settings
from indexer.pipeline import index
from indexer.profiles.profile import Profile
from indexer.text.name_key import NameKey
from tests.indexer.conftest import MemoryIndex

WORLD = World(seed=7, works=40, references=200, journals=5)


def test_only_what_says_its_place_counts() -> None:
    true = next(each for number in range(9) if (each := work(7, number, 5)).journal)
    says = Profile(
        people=((NameKey("ivanov", "i"),),),
        year=true.year,
        volume=str(true.volume),
        first_page=str(true.page),
    )
    assert prints(says, true)
    changes = {"people": (), "year": true.year + 1, "volume": "", "first_page": ""}
    for name, value in changes.items():
        assert not prints(msgspec.structs.replace(says, **{name: value}), true), name


def test_a_small_world_has_none(engine: Engine, settings: Settings) -> None:
    load(engine, WORLD, range(WORLD.works), lambda *_: None)
    index(engine, MemoryIndex(), settings.home)
    found = figures(engine, WORLD)
    assert found["cited_only_works_with_a_place"] > 5
    assert (found["named_by_check"], found["share"]) == (0, 0.0)
