from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.derived import tasks
from catalogue.harvested.quarantine import count_waiting, list_quarantine, resolve
from catalogue.harvested.reparse import kept_pages, read_page
from catalogue.harvested.runs import Ledger, get_run, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.tables import record
from schemas import HarvestedRecord, LocalizedText


def titled(identifier: str, title: str, **more: object) -> HarvestedRecord:
    return HarvestedRecord(identifier=identifier, titles=(LocalizedText(title),), **more)  # type: ignore[arg-type]


@pytest.fixture
def run_id(engine: Engine) -> int:
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name="base", definition={}))
        made = request_run(connection, "base")
        start_run(connection, made, "test")
    return made


def store(engine: Engine, run_id: int, *records: HarvestedRecord, **more: object) -> Ledger:
    with writing(engine) as connection:
        fetched = FetchedPage(source="base", format="oai_dc", body=b"<page/>", url="http://x/")
        return store_page(connection, run_id, fetched, records, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([], [titled("1", "А")], Ledger(received=1, new=1)),
        ([titled("1", "А")], [titled("1", "А")], Ledger(received=1, unchanged=1)),
        ([titled("1", "А")], [titled("1", "Б")], Ledger(received=1, updated=1)),
        # a datestamp or a set alone is no change
        (
            [titled("1", "А", datestamp="2020-01-01")],
            [titled("1", "А", datestamp="2021-01-01", sets=("s",))],
            Ledger(received=1, unchanged=1),
        ),
        (
            [titled("1", "А")],
            [HarvestedRecord(identifier="1", deleted=True)],
            Ledger(received=1, deleted=1),
        ),
        # a deletion that is told twice is no news
        (
            [HarvestedRecord(identifier="1", deleted=True)],
            [HarvestedRecord(identifier="1", deleted=True)],
            Ledger(received=1, unchanged=1),
        ),
        # what comes back after a deletion is new again
        (
            [HarvestedRecord(identifier="1", deleted=True)],
            [titled("1", "А")],
            Ledger(received=1, new=1),
        ),
        # one page that names a record twice: the later entry counts
        (
            [],
            [titled("1", "А"), titled("1", "Б"), titled("1", "Б")],
            Ledger(received=3, new=1, updated=1, unchanged=1),
        ),
    ],
)
def test_each_record_has_one_outcome(
    engine: Engine,
    run_id: int,
    first: list[HarvestedRecord],
    second: list[HarvestedRecord],
    expected: Ledger,
) -> None:
    store(engine, run_id, *first)
    ledger = store(engine, run_id, *second)
    assert ledger == expected
    assert ledger.balances


def test_same_identifier_in_two_sources_is_two_records(engine: Engine, harvest) -> None:
    harvest([titled("oai:localhost:1/15", "А")], source="one")
    harvest([titled("oai:localhost:1/15", "Б")], source="two")
    with reading(engine) as connection:
        assert len(connection.execute(select(record.c.id)).all()) == 2


def test_only_changes_wait_for_the_indexer(engine: Engine, run_id: int) -> None:
    store(engine, run_id, titled("1", "А"), titled("2", "Б"))
    with writing(engine) as connection:
        tasks.done(connection, "normalise", tasks.take(connection, "normalise", 10))
    store(engine, run_id, titled("1", "А"), titled("2", "В"))
    with reading(engine) as connection:
        waiting = tasks.take(connection, "normalise", 10)
        changed = select(record.c.id).where(record.c.identifier == "2")
        assert set(waiting) == set(connection.scalars(changed))


def test_a_change_during_work_is_not_lost(engine: Engine, run_id: int) -> None:
    store(engine, run_id, titled("1", "А"))
    with reading(engine) as connection:
        taken = tasks.take(connection, "normalise", 10)
    store(engine, run_id, titled("1", "Б"))
    with writing(engine) as connection:
        tasks.done(connection, "normalise", taken)
        assert tasks.waiting(connection) == {"normalise": 1}


def test_page_rejects_and_checkpoint_stand_together(engine: Engine, run_id: int) -> None:
    rejected = Rejected(
        reason="no-title", detail="the record has no title", body=b"<x/>", identifier="9"
    )
    store(engine, run_id, titled("1", "А"), rejected=(rejected,), checkpoint={"token": "t1"})
    with reading(engine) as connection:
        run = get_run(connection, run_id)
        assert run is not None
        assert run.ledger == Ledger(received=2, new=1, quarantined=1)
        assert (run.pages, run.checkpoint) == (1, {"token": "t1"})
        (item,) = list_quarantine(connection)
        assert (item.identifier, item.reason, item.body) == ("9", "no-title", b"<x/>")
        assert count_waiting(connection) == {"base": 1}
        assert [read_page(connection, key).body for key in kept_pages(connection, "base")] == [
            b"<page/>"
        ]


def test_a_failing_transaction_leaves_nothing(engine: Engine, run_id: int) -> None:
    def interrupted() -> None:
        with writing(engine) as connection:
            fetched = FetchedPage(source="base", format="oai_dc", body=b"")
            store_page(connection, run_id, fetched, [titled("1", "А")], checkpoint={"token": "t"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with reading(engine) as connection:
        run = get_run(connection, run_id)
        assert run is not None
        assert (run.ledger, run.pages, run.checkpoint) == (Ledger(), 0, {})
        assert tasks.waiting(connection) == {}


def test_resolved_quarantine_is_kept_and_no_longer_waits(engine: Engine, run_id: int) -> None:
    store(engine, run_id, rejected=(Rejected(reason="r", detail="d", body=b""),))
    with writing(engine) as connection:
        (item,) = list_quarantine(connection)
        resolve(connection, [item.id], "dismissed")
        assert list_quarantine(connection) == []
        assert [i.resolution for i in list_quarantine(connection, waiting=False)] == ["dismissed"]
