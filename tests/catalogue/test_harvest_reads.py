"""What the crawler reads back: records in pieces, hashes and addresses of pages, and who executes a run."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested import runs
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import (
    FetchedPage,
    page_addresses,
    page_hashes,
    read_records,
    store_page,
)
from schemas import HarvestedRecord, LocalizedText


def request(engine: Engine, source: str) -> int:
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name=source, definition={}))
        return runs.request_run(connection, source)


def store(engine: Engine, source: str, body: bytes, url: str | None, *names: str) -> None:
    run_id = request(engine, source)
    records = [HarvestedRecord(identifier=n, titles=(LocalizedText(n, "ky"),)) for n in names]
    fetched = FetchedPage(source=source, format="oai_dc", body=body, url=url)
    with writing(engine) as connection:
        store_page(connection, run_id, fetched, records)


@pytest.fixture
def two_sources(engine: Engine) -> Engine:
    store(engine, "kg", b"one", "http://kg/1", "Ала-Тоо", "Ысык-Көл", "Ош")
    store(engine, "am", b"two", "http://am/1", "Սևան")
    store(engine, "kg", b"three", None, "Нарын")
    return engine


def test_records_come_in_pieces_in_order_of_arrival_and_of_one_source(two_sources: Engine) -> None:
    pieces, after = [], 0
    with reading(two_sources) as connection:
        while batch := read_records(connection, "kg", after=after, limit=2):
            pieces.append([record.identifier for _, record in batch])
            after = batch[-1][0]
        assert read_records(connection, "nobody") == []
    assert pieces == [["Ала-Тоо", "Ысык-Көл"], ["Ош", "Нарын"]]


def test_records_come_back_as_they_were_given(two_sources: Engine) -> None:
    with reading(two_sources) as connection:
        ((_, record),) = read_records(connection, "am")
    assert record == HarvestedRecord(identifier="Սևան", titles=(LocalizedText("Սևան", "ky"),))


def test_a_file_is_known_by_its_bytes_within_its_source(two_sources: Engine) -> None:
    with reading(two_sources) as connection:
        known = page_hashes(connection, "kg")
        assert page_hashes(connection, "nobody") == set()
    assert known == {sha256(b"one").hexdigest(), sha256(b"three").hexdigest()}


def test_addresses_of_pages_leave_out_those_without_one(two_sources: Engine) -> None:
    with reading(two_sources) as connection:
        assert page_addresses(connection, "kg") == {"http://kg/1"}
        assert page_addresses(connection, "am") == {"http://am/1"}


def test_only_a_run_at_work_is_taken_over(engine: Engine) -> None:
    run_id = request(engine, "kg")
    with writing(engine) as connection:
        assert not runs.take_over(connection, run_id, "child"), "it waits: nobody has started it"
        assert runs.start_run(connection, run_id, "worker")
        assert runs.take_over(connection, run_id, "child")
        taken = runs.get_run(connection, run_id)
        assert taken is not None
        assert (taken.state, taken.worker) == ("running", "child")
        runs.finish_run(connection, run_id, state="succeeded")
        assert not runs.take_over(connection, run_id, "late")
        closed = runs.get_run(connection, run_id)
        assert closed is not None
        assert closed.worker == "child"


def test_the_newest_run_of_each_source_whatever_its_state(engine: Engine) -> None:
    first, other, second = (request(engine, name) for name in ("kg", "am", "kg"))
    with writing(engine) as connection:
        runs.finish_run(connection, first, state="succeeded")
    with reading(engine) as connection:
        newest = runs.newest_runs(connection)
    assert {name: run.id for name, run in newest.items()} == {"kg": second, "am": other}
    assert newest["kg"].state == "requested"
