"""How long to wait before asking again: near misses of Retry-After, doubling, scatter, caps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.asking.politeness import retry_after
from crawler.asking.retries import backoff

NOW = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempt", "longest"), [(1, 5), (2, 10), (3, 20), (10, 2560), (11, 3600), (999, 3600)]
)
def test_the_wait_doubles_up_to_the_cap_and_is_scattered_by_half(attempt, longest):
    waits = [backoff(attempt, 3600.0) for _ in range(200)]
    assert longest / 2 <= min(waits) < max(waits) <= longest
    assert len(set(waits)) > 100


@given(st.text(max_size=60))
def test_no_header_is_a_fault(header):
    seconds = retry_after(header, NOW)
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    "header", ["9" * 400, "Wed, 01 May 99999 10:00:00 GMT", "Wed, 01 May 2024 10:00:00 +9999999999"]
)
def test_absurd_headers_are_a_long_wait_or_none(header):
    seconds = retry_after(header, NOW)
    assert seconds is None or min(3600.0, seconds) <= 3600.0
