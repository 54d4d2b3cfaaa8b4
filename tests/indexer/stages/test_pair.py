"""Stages "pair" and "cluster": the same with any number of processes, each pair once, each component once."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.derived import tasks
from catalogue.derived.state import state_hashes
from catalogue.settings import Settings
from catalogue.tables import pair, profile, record
from indexer import pipeline, workers
from indexer.keys import shared_by_records
from indexer.pipeline import index
from indexer.stages import cluster, merge
from indexer.stages import pair as pair_stage
from schemas import Container, Contributor, HarvestedRecord, LocalizedText, PersonName
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex

WORDS = ("бассейн", "миграция", "орошение", "ледник", "пастбище", "торговля", "язык", "рынок")


def article(number: int, copy: str) -> HarvestedRecord:
    """generated: one of a few articles, told apart by their words, pages and authors."""
    words = [WORDS[number % 8], WORDS[number // 8 % 8], WORDS[(number * 5 + 3) % 8]]
    return HarvestedRecord(
        identifier=f"{copy}{number}",
        titles=(LocalizedText(f"Исследование: {' и '.join(words)} на юге", "ru"),),
        contributors=(Contributor(names=(PersonName(literal=f"Автор{WORDS[number % 7]}ов И."),)),),
        container=Container(
            titles=(LocalizedText("Вестник"),), volume=str(number), first_page=str(number * 7)
        ),
        year=2000 + number % 20,
        type="article",
    )


def fill(harvest: Harvest) -> None:
    for source in ("one", "two"):
        harvest([article(number, source) for number in range(30)], source=source)


def drain(engine: Engine, *stages: str) -> None:
    for stage in pipeline.STAGES:
        if stage.name in stages:
            pipeline._drain(engine, stage, pipeline.Silent(), lambda: None)


@pytest.mark.parametrize("processes", [1, 2])
def test_pairs_are_the_same_with_any_number_of_processes(
    processes: int,
    engine: Engine,
    settings: Settings,
    backend: MemoryIndex,
    harvest: Harvest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(harvest)
    index(engine, backend, settings.home)
    with reading(engine) as connection:
        expected = state_hashes(connection)
        assert len(connection.execute(select(pair)).all()) >= 30
    monkeypatch.setattr(pair_stage, "_TOGETHER", 20)
    monkeypatch.setattr(merge, "_CHUNK", 7)
    index(engine, backend, settings.home, rebuild="from-nothing", processes=processes)
    with reading(engine) as connection:
        assert state_hashes(connection) == expected


def test_each_pair_is_compared_once_in_any_batches(
    engine: Engine, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(harvest)
    drain(engine, "normalise", "record-keys")
    compared: list[pair_stage.Pair] = []
    spread = workers.spread

    def watched(function, items, *, chunk):  # type: ignore[no-untyped-def]
        compared.extend(both for bundle in items for both in bundle.pairs)
        return spread(function, items, chunk=chunk)

    monkeypatch.setattr(pair_stage.workers, "spread", watched)
    stage = next(stage for stage in pipeline.STAGES if stage.name == "pair")
    pipeline._drain(engine, stage._replace(batch=7), pipeline.Silent(), lambda: None)
    assert len(compared) == len(set(compared)) > 30
    assert all(left < right for left, right in compared)


def test_a_record_compared_anew_keeps_pairs_that_wait_for_the_other(
    engine: Engine, harvest: Harvest
) -> None:
    fill(harvest)
    drain(engine, "normalise", "record-keys", "pair")
    with writing(engine) as connection:
        before = set(connection.execute(select(pair.c.left_id, pair.c.right_id)).all())
        left, right = min(before)
        tasks.put(connection, "pair", [right])
        pair_stage.run(connection, [left])
        assert set(connection.execute(select(pair.c.left_id, pair.c.right_id)).all()) == before


def test_a_block_that_grows_parts_pairs_and_nobody_else_is_compared_anew(
    engine: Engine, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """generated: two share only words of their titles, and a surname with them, until others have these too."""

    def titled(name: str, title: str, author: str, year: int) -> HarvestedRecord:
        return HarvestedRecord(
            identifier=name,
            titles=(LocalizedText(title, "ru"),),
            contributors=(Contributor(names=(PersonName(literal=author),)),),
            year=year,
        )

    monkeypatch.setattr(shared_by_records, "FEW", 2)
    monkeypatch.setattr(shared_by_records, "MAX_WEAK_BLOCK", 2)
    first = titled("1", "Орошение полупустынь Прикаспия и пастбища", "Умаров И.", 2001)
    second = titled("2", "Пастбища и орошение полупустынь Прикаспия", "Умаров И.", 2001)
    others = [
        titled(f"o{n}", f"{word}, пастбища и орошение полупустынь Прикаспия", "Умаров И.", 2000 + n)
        for n, word in enumerate(("Юг", "Даль", "Суть"))
    ]
    harvest([first, second], source="one")
    drain(engine, "normalise", "record-keys", "pair", "cluster")
    with reading(engine) as connection:
        assert len(connection.execute(select(pair)).all()) == 1
    harvest(others, source="one")
    drain(engine, "normalise", "record-keys")
    with reading(engine) as connection:
        ids = {row.identifier: row.id for row in connection.execute(select(record))}
        assert connection.execute(select(pair)).all() == []
        assert tasks.waiting(connection)["cluster"] == 2
        waiting = tasks.revisions(connection, "pair", ids.values())
    assert set(waiting) == {ids[f"o{n}"] for n in range(3)}


def test_one_look_at_a_component_is_enough_for_all_who_wait(
    engine: Engine, harvest: Harvest
) -> None:
    harvest([article(3, name) for name in ("a", "b", "c")], source="one")
    harvest([article(4, "other")], source="two")
    drain(engine, "normalise", "record-keys", "pair")
    with writing(engine) as connection:
        ids = dict(connection.execute(select(record.c.identifier, record.c.id)).all())
        assert tasks.waiting(connection)["cluster"] == 4
        cluster.run(connection, [ids["a3"]])
        left = tasks.take(connection, "cluster", 10)
        works = dict(connection.execute(select(profile.c.record_id, profile.c.work)).all())
    assert set(left) == {ids["other4"]}
    assert len({works[ids[name]] for name in ("a3", "b3", "c3")}) == 1
    assert works[ids["other4"]] is None
