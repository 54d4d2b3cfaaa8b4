from __future__ import annotations

from datetime import UTC, datetime

import pytest

from webapp.admin.schedules import EXAMPLES, ScheduleError, parse_schedule, upcoming


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0 2 * * *", "0 2 * * *"),
        ("  0  2 * *   * ", "0 2 * * *"),
        ("*/15 * * * 1-5", "*/15 * * * 1-5"),
        ("0 2 * * thu", "0 2 * * thu"),
        ("0 0 29 2 *", "0 0 29 2 *"),
        ("", None),
        ("   ", None),
        *((example, example) for example in EXAMPLES),
    ],
)
def test_schedules_that_are_kept(given: str, kept: str | None) -> None:
    assert parse_schedule(given) == kept


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("0 2 * *", "fields"),
        ("0 2 * * * *", "fields"),
        ("@daily", "fields"),
        ("every night", "fields"),
        ("61 2 * * *", "invalid"),
        ("0 24 * * *", "invalid"),
        ("0 2 * * 8", "invalid"),
        ("a b c d e", "invalid"),
        ("R 2 * * *", "invalid"),
        ("R(0-10) 2 * * *", "invalid"),
        ("0 0 30 2 *", "never"),
        ("0 0 31 4,6,9,11 *", "never"),
    ],
)
def test_schedules_that_are_refused(given: str, kind: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        parse_schedule(given)
    assert caught.value.kind == kind


def test_the_next_times_are_utc() -> None:
    after = datetime(2026, 2, 27, 2, 0, tzinfo=UTC)
    assert upcoming("0 2 * * *", after, 3) == [
        "2026-02-28 02:00",
        "2026-03-01 02:00",
        "2026-03-02 02:00",
    ]
    assert len(upcoming("30 4 * * 1", after)) == 5
    assert upcoming(None, after) == upcoming("0 0 30 2 *", after) == []
