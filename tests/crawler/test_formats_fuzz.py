"""No damage to any format's input raises anything but PageError, or costs a second or the memory of a crawl.

Every sample is damaged in its bytes and in its structure, seeded: what fails says which sample and seed. Some thousands
here; EACI_TEST_LONG=1 tries a million (with -s it tells how far it is).
"""

from __future__ import annotations

import os
import time
from itertools import cycle, islice

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.meter import forget_peak, memory_of
from crawler.formats import FORMATS, PageError, SourceHints, parse_page
from crawler.formats.tables.table_mapping import TableMapping
from tests.crawler.mutations import DATA, PIECES, damaged, samples

MAPPING = msgspec.json.decode(
    (DATA / "formats" / "table" / "mapping.json").read_bytes(), type=TableMapping
)
HINTS = SourceHints(source="trial", table=MAPPING)
LONG = int(os.environ.get("EACI_TEST_LONG", "0"))
INPUTS = 1_000_000 * LONG or 3000
TOLD_EVERY = max(1000, INPUTS // 100)
FIRST_SEED = int(os.environ.get("EACI_TEST_SEED", "0"))
MOST_SECONDS = 1.0
MOST_MEMORY = 512  # MiB more than the process held before


def read(format, data):
    """Parse it as a crawl does; what comes out can be kept as JSON in UTF-8, and every item has its bytes."""
    try:
        page = parse_page(format, data, source=HINTS)
    except PageError as error:
        assert "\n" not in str(error)  # noqa: PT017 -- both outcomes are right
        assert error.reason != "parser-failed", error  # noqa: PT017
        return
    for record in page.records:
        msgspec.json.encode(record).decode("utf-8")
        assert record.identifier
    for item in islice(page.items, 3):
        assert isinstance(item.raw, bytes)


def test_every_format_has_a_sample():
    assert {sample.format for sample in samples()} == set(FORMATS)


def timed(sample, seed):
    """Seconds of processor time that the sample takes, damaged by the seed."""
    data = damaged(sample, seed)
    begun = time.process_time()
    try:
        read(sample.format, data)
    except Exception as error:  # noqa: BLE001 -- the seed is what is needed
        pytest.fail(f"{sample.format} {sample.name} seed {seed}: {error!r}")
    return time.process_time() - begun


def test_damaged_input_is_refused_or_read_but_never_crashes():
    forget_peak()  # it may be that of another test in the same process
    (_, before), slowest = memory_of("self"), (0.0, "")
    for done, sample in enumerate(islice(cycle(samples()), INPUTS), 1):
        seed = FIRST_SEED + done - 1
        took = timed(sample, seed)
        slowest = max(slowest, (took, f"{sample.format} {sample.name} seed {seed}"))
        assert took < MOST_SECONDS, f"{slowest[1]}: {took:.1f} s"
        if done % TOLD_EVERY == 0:
            told = f"slowest {slowest[0]:.3f} s ({slowest[1]}), peak {memory_of('self')[1]:.0f} MiB"
            print(f"{done:,} inputs, {told}", flush=True)
    assert memory_of("self")[1] - before <= MOST_MEMORY


@st.composite
def mutations(draw, data):
    """One to four cuts, repetitions or insertions; hypothesis finds the smallest that fails."""
    for _ in range(draw(st.integers(1, 4))):
        a, b = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        b = min(b, a + 400)
        piece = draw(st.sampled_from(PIECES))
        middle = draw(st.sampled_from([piece, piece + data[a:b], b"", data[a:b] * 2]))
        data = data[:a] + middle + data[b:]
    return data


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_small_damage_found_by_hypothesis(data):
    sample = data.draw(st.sampled_from(samples()))
    read(sample.format, data.draw(mutations(sample.data[:20_000])))


@pytest.mark.parametrize("format", sorted(FORMATS))
@settings(max_examples=20, deadline=None)
@given(data=st.binary(max_size=300))
def test_bytes_of_no_format_are_refused_or_read(format, data):
    read(format, data)
