"""The provider's list follows the works: datestamps move with what is said, and with nothing else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from catalogue.database.engine import reading
from catalogue.tables import provided, work
from indexer.pipeline import index
from indexer.provided import changes
from schemas import HarvestedRecord
from schemas.record import Identifier, LocalizedText
from schemas.reference import Reference
from tests.support.fresh import store_harvest

FIRST, LATER = "2026-01-01T00:00:00Z", "2026-02-02T00:00:00Z"


def article(number, **more):
    titles = (LocalizedText(f"Почвы степного района номер {number} и их свойства"),)
    return HarvestedRecord(identifier=f"oai:{number}", titles=titles, year=2010, **more)


@pytest.fixture
def told(engine, tmp_path, backend, monkeypatch):
    """Stores records, indexes them at a time, and gives the list."""

    def run(*records, at=FIRST, rebuild=None, source="journal"):
        for module in ("indexer.publish", "indexer.provided"):
            monkeypatch.setattr(f"{module}.now", lambda: at)
        if records:
            store_harvest(engine, list(records), source, "RU")
        index(engine, backend, tmp_path, rebuild=rebuild)
        with reading(engine) as connection:
            return {row.work: row for row in connection.execute(select(provided))}

    return run


def test_works_are_told_with_their_sets(told):
    (row,) = told(article(1)).values()
    assert (row.datestamp, row.deleted, row.sets) == (FIRST, False, " country:RU source:journal ")


@pytest.mark.parametrize("rebuild", [None, "in-place", "from-nothing"])
def test_what_stays_as_it_is_keeps_its_datestamp(told, rebuild):
    before = told(article(1), article(2))
    assert told(at=LATER, rebuild=rebuild) == before


def test_what_changes_moves_and_nothing_else(told):
    told(article(1), article(2))
    after = told(replace(article(1), year=2011), at=LATER)
    assert sorted(row.datestamp for row in after.values()) == [FIRST, LATER]


def test_a_reference_list_that_changes_moves_its_work(told):
    one = Reference(raw="Иванов И. И. О почвах. М.: Наука, 1990. 200 с.", position=1)
    two = Reference(raw="Петров П. П. О степях. М.: Наука, 1991. 210 с.", position=2)
    told(article(1, references=(one,)), article(2))
    after = told(article(1, references=(one, two)), at=LATER)
    assert sorted(row.datestamp for row in after.values()) == [FIRST, LATER]


def test_a_deleted_record_stays_in_the_list_as_deleted_and_may_come_back(told):
    before = told(article(1), article(2))
    gone = told(HarvestedRecord(identifier="oai:1", deleted=True), at=LATER)
    assert sorted((row.datestamp, row.deleted) for row in gone.values()) == [
        (FIRST, False),
        (LATER, True),
    ]
    assert gone.keys() == before.keys()
    assert all(not row.deleted for row in told(article(1), at="2026-03-03T00:00:00Z").values())


def test_a_work_that_was_merged_away_is_deleted(told):
    told(article(1))
    apart = told(article(2), source="other")
    doi = (Identifier("doi", "10.1234/abc"),)
    told(article(1, identifiers=doi))
    after = told(replace(article(1, identifiers=doi), identifier="oai:2"), source="other", at=LATER)
    assert after.keys() == apart.keys()
    assert sorted(row.deleted for row in after.values()) == [False, True]
    (kept,) = (row for row in after.values() if not row.deleted)
    assert kept.sets == " country:RU source:journal source:other "


def test_a_rebuild_finds_what_was_lost_of_the_list(told, engine):
    before = told(article(1))
    with engine.begin() as connection:
        connection.execute(provided.delete())
    assert told(at=LATER, rebuild="in-place").keys() == before.keys()


def test_only_held_works_are_told(told, engine):
    unheld = Reference(raw="Иванов И. И. О почвах. М.: Наука, 1990. 200 с.", position=1)
    rows = told(article(1, references=(unheld,)))
    with reading(engine) as connection:
        kinds = dict(connection.execute(select(work.c.number, work.c.kind)).all())
        assert sorted(kinds.values()) == ["cited-only", "held"]
        found = changes(connection, kinds)
    assert found.said == {}  # it was told
    assert found.gone == kinds.keys() - rows.keys()
