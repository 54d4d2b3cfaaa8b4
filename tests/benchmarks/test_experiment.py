"""A measured run: its plan, its account, going on after a stop, and its tables."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from benchmarks.experiment import FILE, Options, begun, carry_out, increments, planned, resumed
from benchmarks.meter import Clock, Cost, Memory, descendants, processor_seconds, size_of
from benchmarks.scale import tables

SMALL = Options(works=24, references=2, citing=4, increments=(0.05, 0.1), seed=3)


@pytest.mark.parametrize("citing", [0, 50])
@pytest.mark.parametrize("held_back", [True, False])
def test_the_parts_hold_different_works(citing: int, held_back: bool) -> None:
    plan = planned(Options(works=1000, references=2, citing=citing, held_back=held_back))
    spans = sorted((part.first, part.last) for part in plan.parts if not part.rebuild)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert [part.last - part.first for part in increments(plan)] == [1, 10]
    assert sum(last - first for first, last in spans) == 1000 + citing + 11 * (not held_back)
    assert [part.listing for part in plan.parts[:2]] == [not citing, True]


def test_a_run_accounts_for_every_part_and_ends_as_its_rebuild(tmp_path: Path) -> None:
    experiment = planned(SMALL)
    carry_out(tmp_path, experiment)
    assert all(part.done for part in experiment.parts)
    assert experiment.differs == []
    assert experiment.figures is not None
    assert experiment.figures.records == sum(part.records for part in experiment.parts)
    assert experiment.figures.references == sum(part.references for part in experiment.parts)
    works, citing, *_ = experiment.parts
    assert (works.references, works.stages["normalise"].items) == (0, works.records)
    assert citing.references >= 4
    assert begun(tmp_path) == experiment
    shown = tables(experiment)
    assert "The rebuild ended in the very state of the increments (" in shown
    assert "| +0.05 |" in shown


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    half = planned(SMALL)
    rest, half.parts = half.parts[1:], half.parts[:1]
    carry_out(tmp_path, half)
    half.parts += rest
    (tmp_path / FILE).write_bytes(msgspec.json.encode(half))
    assert "was not carried out or not finished" in tables(half)
    again = resumed(tmp_path, SMALL)
    carry_out(tmp_path, again)
    assert again.parts[0] == half.parts[0]
    assert again.differs == []
    with pytest.raises(ValueError, match="begun with other options"):
        resumed(tmp_path, Options(works=41, references=2))


def test_other_processes_are_charged_too() -> None:
    burning = "import time\nwhile time.process_time() < 0.3: pass\nprint(1, flush=True)\ninput()"
    before = processor_seconds()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", burning], text=True, **pipes) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert child.pid in set(descendants())
        alive = processor_seconds() - before
        child.communicate("", timeout=60)
    assert alive >= 0.2
    assert processor_seconds() - before >= alive - 0.05


def test_a_clock_charges_each_second_once() -> None:
    started = time.perf_counter()
    clock, one, other = Clock(Memory()), Cost(), Cost()
    time.sleep(0.02)
    clock.charge(one, 10)
    clock.charge(other, 5)
    assert one.seconds >= 0.02
    assert 0 < one.seconds + other.seconds <= time.perf_counter() - started
    assert (one.items, other.items) == (10, 5)
    assert clock.memory.together >= clock.memory.worker
    assert clock.memory.own > 10


def test_sizes_count_journals_and_folders(tmp_path: Path) -> None:
    for name in ("a.db", "a.db-wal", "b.db"):
        (tmp_path / name).write_bytes(b"\0" * 2**20)
    assert size_of(tmp_path / "a.db") == 2
    assert size_of(tmp_path) == 3
