from __future__ import annotations

from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested.runs import (
    Ledger,
    RunParameters,
    fail_abandoned,
    finish_run,
    get_run,
    list_runs,
    log,
    next_requested,
    read_log,
    record_success,
    request_run,
    start_run,
)
from catalogue.harvested.sources import (
    SourceEntry,
    get_source,
    list_sources,
    register_source,
    set_schedule,
)


def register(engine: Engine, *names: str) -> None:
    with writing(engine) as connection:
        for name in names:
            register_source(connection, SourceEntry(name=name, definition={}, schedule="0 3 * * *"))


def test_a_run_is_taken_once(engine: Engine) -> None:
    register(engine, "base")
    with writing(engine) as connection:
        parameters = RunParameters(from_="2024-01-01", limit=5)
        number = request_run(connection, "base", mode="full", parameters=parameters)
        assert next_requested(connection) == number
        assert start_run(connection, number, "one")
        assert not start_run(connection, number, "two")
        assert next_requested(connection) is None
        found = get_run(connection, number)
    assert found is not None
    assert (found.state, found.worker, found.parameters) == ("running", "one", parameters)


def test_one_source_is_harvested_by_one_run_at_a_time(engine: Engine) -> None:
    register(engine, "busy", "free")
    with writing(engine) as connection:
        start_run(connection, request_run(connection, "busy"), "w")
        request_run(connection, "busy")
        free = request_run(connection, "free")
        assert next_requested(connection) == free


def test_closing_a_closed_run_changes_nothing(engine: Engine) -> None:
    register(engine, "base")
    with writing(engine) as connection:
        number = request_run(connection, "base")
        start_run(connection, number, "w")
        finish_run(connection, number, state="failed", message="no answer")
        finish_run(connection, number, state="succeeded")
        found = get_run(connection, number)
    assert found is not None
    assert (found.state, found.message) == ("failed", "no answer")


def test_a_vanished_worker_is_noticed(engine: Engine) -> None:
    register(engine, "base")
    with writing(engine) as connection:
        number = request_run(connection, "base")
        start_run(connection, number, "w")
        assert fail_abandoned(connection, "2000-01-01T00:00:00Z") == []
        assert fail_abandoned(connection, "9999-01-01T00:00:00Z") == [number]
        assert [line["level"] for line in read_log(connection, number)] == ["error"]


def test_what_an_administrator_set_outlives_the_file(engine: Engine) -> None:
    register(engine, "base")
    with writing(engine) as connection:
        set_schedule(connection, "base", enabled=True, schedule="5 4 * * *")
        record_success(connection, "base", "2024-05-01T00:00:00Z")
        changed = SourceEntry(
            name="base", definition={"title": {"en": "Base"}}, schedule="0 0 * * *"
        )
        register_source(connection, changed)
        found = get_source(connection, "base")
        assert [entry.name for entry in list_sources(connection)] == ["base"]
    assert found is not None
    assert (found.enabled, found.schedule) == (True, "5 4 * * *")
    assert (found.title("en"), found.title("ru")) == ("Base", "Base")
    assert found.last_response_date == "2024-05-01T00:00:00Z"


def test_runs_are_listed_newest_first(engine: Engine) -> None:
    register(engine, "a", "b")
    with writing(engine) as connection:
        numbers = [request_run(connection, name) for name in ("a", "b", "a")]
        log(connection, numbers[0], "info", "begun")
    with reading(engine) as connection:
        assert [r.id for r in list_runs(connection)] == numbers[::-1]
        assert [r.id for r in list_runs(connection, source_name="a")] == [numbers[2], numbers[0]]
        assert [r.id for r in list_runs(connection, before=numbers[1])] == [numbers[0]]
        assert list_runs(connection, states=("running",)) == []


def test_a_ledger_adds_up() -> None:
    left = Ledger(received=3, new=2, quarantined=1)
    assert left.balances
    assert not Ledger(received=2, new=1).balances
    assert left + Ledger(received=1, deleted=1) == Ledger(
        received=4, new=2, deleted=1, quarantined=1
    )


def test_what_a_server_said_is_kept_in_part(engine: Engine) -> None:
    register(engine, "base")
    with writing(engine) as connection:
        number = request_run(connection, "base")
        log(connection, number, "error", "x" * 1_000_000)
        finish_run(connection, number, state="failed", message="y" * 1_000_000)
        (line,) = read_log(connection, number)
        run = get_run(connection, number)
    assert run is not None
    assert len(line["message"]) == len(run.message or "") == 2_001
