"""Speeds: the pure pieces are the pipeline's own, and every rate that an evaluation gives is shown."""

from __future__ import annotations

from benchmarks.generator.citations import World
from benchmarks.pieces import speeds
from benchmarks.speed import rates


def test_rates_are_found_however_an_evaluation_nests_them() -> None:
    found = {
        "references": 9,
        "references_per_second": 500,
        "by_stage": {"keys": {"linked": 7, "references_per_second": 2500}},
        "fallback_references_per_second": 60.0,
    }
    assert dict(rates(found)) == {"": 500, "by_stage keys": 2500, "fallback": 60.0}


def test_each_piece_has_a_speed_on_one_core_and_on_all() -> None:
    found = list(speeds(World(seed=5, works=60, references=600, journals=20), texts=40, records=40))
    assert len({speed.what for speed in found}) == len(found) == 7
    assert all(speed.items >= 40 and speed.one > 0 and speed.all > 0 for speed in found)
