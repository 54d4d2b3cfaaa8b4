"""What a run of the indexer says about itself: items and seconds by stage."""

from __future__ import annotations

import time

import pytest

from indexer.pipeline import PUBLISH, STAGES, IndexReport
from indexer.progress import Clock


def test_a_clock_sums_up_what_a_stage_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.0, 12.5, 20.0, 20.25, 30.0, 31.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(times))
    clock = Clock()
    with clock.during("pair"):
        pass
    with clock.during("match"):
        pass
    with pytest.raises(ValueError, match="full"), clock.during("pair"):
        raise ValueError("full")
    assert clock.seconds == {"pair": 3.5, "match": 0.25}


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (IndexReport({}, 0, {"publish": 0.04}), "nothing had changed; published 0 works (0.0 s)"),
        (
            IndexReport({"pair": 12_000, "cite": 1}, 7, {"pair": 61.26, "cite": 0.2, "publish": 3}),
            "pair 12,000 (61.3 s), cite 1 (0.2 s); published 7 works (3.0 s)",
        ),
        (IndexReport({"pair": 2}, 1), "pair 2; published 1 works"),
    ],
)
def test_a_report_is_one_line(report: IndexReport, line: str) -> None:
    assert report.summary() == line


def test_publishing_is_no_stage() -> None:
    assert PUBLISH not in {stage.name for stage in STAGES}
