"""Attempts to log in are counted together, whoever counts them; sessions that were ended stay ended."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.database.engine import reading, writing, writing_within
from catalogue.decided.logins import (
    Attempt,
    attempt_of,
    begin_attempt,
    end_session,
    has_ended,
    take_back,
    wait_before,
)
from catalogue.tables import ended_session, login_attempt

ANNA = attempt_of("anna", "192.0.2.1")


def _ago(seconds: int) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _attempts(engine: Engine, *attempts: Attempt) -> list[int | None]:
    found = []
    for attempt in attempts:
        with writing(engine) as connection:
            found.append(begin_attempt(connection, attempt)[0])
    return found


def _made_earlier(engine: Engine, seconds: int) -> None:
    with writing(engine) as connection:
        connection.execute(update(login_attempt).values(at=_ago(seconds)))


def _wait(engine: Engine, attempt: Attempt) -> int:
    with reading(engine) as connection:
        return wait_before(connection, attempt)


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no address", "no address"),
    ],
)
def test_one_visitor_is_one_address(address: str, counted_as: str) -> None:
    assert attempt_of("anna", address).address == counted_as


def test_what_was_typed_as_a_name_is_not_kept() -> None:
    assert "correct horse" not in attempt_of("correct horse", "192.0.2.1").account
    assert attempt_of("\udc80" * 10**5, "x") != attempt_of("anna", "x")


def test_ten_of_an_address_a_minute_in_a_window_that_slides(engine: Engine) -> None:
    others = [attempt_of(f"name {number}", "192.0.2.1") for number in range(11)]
    assert [bool(each) for each in _attempts(engine, *others)] == [True] * 10 + [False]
    assert 55 <= _wait(engine, ANNA) <= 60
    assert _wait(engine, attempt_of("anna", "192.0.2.2")) == 0
    _made_earlier(engine, 58)
    assert 1 <= _wait(engine, ANNA) <= 2
    _made_earlier(engine, 61)
    assert _wait(engine, ANNA) == 0


def test_sixty_of_an_address_an_hour(engine: Engine) -> None:
    for number in range(60):
        assert _attempts(engine, attempt_of(f"name {number}", "192.0.2.1")) != [None]
        _made_earlier(engine, 120)
    assert 3470 <= _wait(engine, ANNA) <= 3480


@pytest.mark.parametrize("name", ["anna", "nobody has this name", ""])
def test_ten_of_an_account_in_a_quarter_of_an_hour_from_wherever(engine: Engine, name: str) -> None:
    attempts = [attempt_of(name, f"198.51.100.{number}") for number in range(11)]
    assert _attempts(engine, *attempts)[9:] == [10, None]
    assert 890 <= _wait(engine, attempt_of(name, "203.0.113.9")) <= 900
    assert _wait(engine, attempt_of("another", "203.0.113.9")) == 0
    with writing(engine) as connection:
        take_back(connection, 10)
    assert _wait(engine, attempt_of(name, "203.0.113.9")) == 0


def test_many_at_once_are_no_more_than_one_after_the_other(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        tried = [pool.submit(_attempts, engine, ANNA) for _ in range(24)]
    assert sum(each.result(0) != [None] for each in tried) == 10


def test_what_no_limit_counts_is_forgotten(engine: Engine) -> None:
    _attempts(engine, ANNA)
    _made_earlier(engine, 3700)
    _attempts(engine, attempt_of("boris", "192.0.2.9"))
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(login_attempt)) == 1


@pytest.mark.parametrize("days", [1, 30, 4000])
def test_a_clock_that_was_wrong_once_locks_nobody_out(engine: Engine, days: int) -> None:
    _attempts(engine, *[ANNA] * 10)
    assert _wait(engine, ANNA)
    _made_earlier(engine, -days * 86_400)
    assert _wait(engine, ANNA) == 0
    _made_earlier(engine, -60)
    assert 0 < _wait(engine, ANNA) <= 960


def test_an_ended_session_is_remembered_as_long_as_its_cookie_is_good(engine: Engine) -> None:
    day = timedelta(days=1)
    with writing(engine) as connection:
        for name in ("a", "b", "a"):
            end_session(connection, name, keep=day)
        assert [has_ended(connection, name) for name in ("a", "b", "c")] == [True, True, False]
        connection.execute(update(ended_session).values(ended_at=_ago(86_500)))
        end_session(connection, "c", keep=day)
        assert [has_ended(connection, name) for name in ("a", "b", "c")] == [False, False, True]


def test_a_short_wait_is_short_and_leaves_the_connection_patient(engine: Engine) -> None:
    with writing(engine) as holder:
        begin_attempt(holder, ANNA)
        began = time.monotonic()
        with pytest.raises(OperationalError), writing_within(engine, 0.2) as connection:
            begin_attempt(connection, ANNA)
        assert 0.15 < time.monotonic() - began < 5
    question = "PRAGMA busy_timeout" if engine.dialect.name == "sqlite" else "SHOW lock_timeout"
    with engine.connect() as first, engine.connect() as second:
        told = {each.exec_driver_sql(question).scalar() for each in (first, second)}
    assert told == ({60_000} if engine.dialect.name == "sqlite" else {"0"})
