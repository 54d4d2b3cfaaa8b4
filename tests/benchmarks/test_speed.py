"""Speeds: the pure pieces are the pipeline's own, and every rate that an evaluation gives is shown."""

from __future__ import annotations

from benchmarks.generator.citations import World
from benchmarks.pieces import speeds
from benchmarks.speed import rates


def test_the_rates_of_an_evaluation_are_shown_in_all_and_by_step() -> None:
    found = {
        "references": 9,
        "references_per_second": 500,
        "references_per_second_by_stage": {"keys": 2500, "search": 60},
    }
    assert dict(rates(found)) == {"": 500, "keys": 2500, "search": 60}
    assert dict(rates({"references": 9})) == {}


def test_each_piece_has_a_speed_on_one_core_and_on_all() -> None:
    found = list(speeds(World(seed=5, works=60, references=600, journals=20), texts=40, records=40))
    assert len({speed.what for speed in found}) == len(found) == 7
    assert all(speed.items >= 40 and speed.one > 0 and speed.all > 0 for speed in found)
