"""Matching again: what a change concerns and nothing else, and the same end as a rebuild at every limit."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.migrations.again import FROM_NOTHING
from catalogue.settings import Settings
from catalogue.tables import (
    key_list,
    person_key,
    record,
    record_key,
    reference,
    reference_key,
    work_key,
)
from indexer.check import ask_for_repair, check
from indexer.keys import shared_by_records as compared
from indexer.keys import shared_with_works, tables
from indexer.keys.strength import SEARCH, STRENGTH_BITS
from indexer.pipeline import index
from indexer.stages import enter
from schemas import HarvestedRecord, Identifier, Reference, ReferenceFields
from tests.conftest import Harvest
from tests.indexer.conftest import MemoryIndex
from tests.indexer.stages.test_pipeline import (
    GOST,
    SHCHERBAKOV,
    TITLE_RU,
    UNKNOWN,
    catalogue_of,
    cited,
    citing,
    hashes,
    random_record,
    targets,
)
from tests.support.fresh import store_harvest


def reference_keys(engine: Engine) -> list[tuple[object, ...]]:
    """The keys of every reference by the name of its record."""
    query = (
        select(record.c.number, reference.c.position, reference_key.c.key)
        .join(reference, reference.c.id == reference_key.c.reference_id)
        .join(record, record.c.id == reference.c.record_id)
    )
    with reading(engine) as connection:
        count = connection.scalar(select(func.count()).select_from(reference_key))
        rows = sorted(tuple(row) for row in connection.execute(query))
    assert len(rows) == count  # no keys of references that are gone
    return rows


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("few", [1, 2])
def test_small_limits_are_crossed_and_the_end_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, seed: int
) -> None:
    limits = {"FEW_WORDS": few, "FEW_PLACES": few, "FEW": few + 1}
    limits |= {"MAX_WEAK_BLOCK": few + 2, "MAX_BLOCK": few + 3}
    for module in (tables, enter):
        monkeypatch.setattr(module, "MAX_BLOCK", limits["MAX_BLOCK"])
    monkeypatch.setattr(tables, "MAX_WEAK_BLOCK", limits["MAX_WEAK_BLOCK"])
    for name, size in limits.items():
        monkeypatch.setattr(compared, name, size)
    monkeypatch.setattr(shared_with_works, "MOST", 2)
    chance = random.Random(f"limits {seed}")
    whole, whole_home = catalogue_of(tmp_path / "whole")
    pieces, pieces_home = catalogue_of(tmp_path / "pieces")
    for number in range(40):
        source, item = (
            chance.choice(("a", "b")),
            random_record(chance, f"r{chance.randrange(20)}"),
        )
        store_harvest(whole, [item], source)
        store_harvest(pieces, [item], source)
        if number % 4 == 3:
            index(pieces, MemoryIndex(), pieces_home)
    index(whole, MemoryIndex(), whole_home)
    index(pieces, MemoryIndex(), pieces_home)
    assert hashes(pieces) == hashes(whole)
    assert reference_keys(pieces) == reference_keys(whole)
    whole.dispose()
    pieces.dispose()


def searched(engine: Engine) -> int:
    """How many references have search keys."""
    query = select(func.count(reference_key.c.reference_id.distinct())).where(
        reference_key.c.key.bitwise_and(STRENGTH_BITS) == SEARCH
    )
    with reading(engine) as connection:
        return connection.scalar(query) or 0


def test_only_what_the_keys_leave_over_has_search_keys(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([citing(GOST, UNKNOWN)], source="b")
    index(engine, backend, settings.home)
    assert searched(engine) == 1
    harvest([HarvestedRecord(identifier="cited", deleted=True)], source="a")
    index(engine, backend, settings.home)
    assert searched(engine) == 2
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    index(engine, backend, settings.home)
    assert searched(engine) == 1
    harvest([citing()], source="b")
    index(engine, backend, settings.home)
    assert searched(engine) == 0
    assert reference_keys(engine) == []


def test_a_work_that_shares_too_little_concerns_no_reference(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([citing(GOST, UNKNOWN)], source="b")
    index(engine, backend, settings.home)
    # one word and the author in common with the first, in another year
    other = HarvestedRecord(
        identifier="other",
        titles=cited("Моделирование запасов снега").titles,
        contributors=cited("", SHCHERBAKOV).contributors,
        year=1999,
    )
    harvest([other], source="a")
    report = index(engine, backend, settings.home)
    assert "match" not in report.worked
    assert [status for status, _ in targets(engine)] == ["cited-only", "cited-only"]


def test_keys_of_an_older_form_are_derived_again(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    harvest([cited(TITLE_RU, SHCHERBAKOV)], source="a")
    harvest([citing(GOST, UNKNOWN)], source="b")
    index(engine, backend, settings.home)
    state, before = hashes(engine), reference_keys(engine)
    with writing(engine) as connection:
        for table in (record_key, work_key, reference_key):
            connection.execute(update(table).values(key=table.c.key // 16))
        connection.execute(delete(key_list))
        connection.execute(delete(person_key))
        for statement in FROM_NOTHING:
            connection.execute(statement)
    index(engine, backend, settings.home)
    assert hashes(engine) == state
    assert reference_keys(engine) == before


SHORT = "Щербаков И. В. Наносы. М., 2018."


def marked(*, doi: str, identifier: str) -> HarvestedRecord:
    """The short text, of which the source says more in fields of its own."""
    fields = ReferenceFields(title=TITLE_RU, authors=(SHCHERBAKOV,), year=2018, doi=doi)
    item = citing(identifier=identifier)
    return msgspec.structs.replace(
        item, references=(Reference(raw=SHORT, position=1, fields=fields),)
    )


def test_one_text_has_one_target_whatever_is_known_beside_it(
    engine: Engine, settings: Settings, backend: MemoryIndex, harvest: Harvest
) -> None:
    held = msgspec.structs.replace(
        cited(TITLE_RU, SHCHERBAKOV), identifiers=(Identifier("doi", "10.5555/held"),)
    )
    harvest([held, citing(SHORT, identifier="second")], source="a")
    index(engine, backend, settings.home)
    assert [status for status, _ in targets(engine)] == ["cited-only"]
    harvest([marked(doi="10.5555/held", identifier="citing")], source="b")
    index(engine, backend, settings.home)
    assert targets(engine) == [("matched", TITLE_RU)] * 2
    state = hashes(engine)
    index(engine, backend, settings.home, rebuild="in-place")
    assert hashes(engine) == state
    assert check(engine, backend, deep=True) == []
    with writing(engine) as connection:
        first = connection.scalar(select(func.min(reference.c.id)))
        alone = {"status": "unmatched", "target": None, "reason": "tie"}
        connection.execute(update(reference).where(reference.c.id == first).values(**alone))
    assert "one-text" in {finding.check for finding in check(engine, backend)}
    ask_for_repair(engine, backend)
    index(engine, backend, settings.home)
    assert hashes(engine) == state
    # what brought the agreement goes
    harvest([HarvestedRecord(identifier="citing", deleted=True)], source="b")
    index(engine, backend, settings.home)
    assert [status for status, _ in targets(engine)] == ["cited-only"]
    assert check(engine, backend, deep=True) == []
