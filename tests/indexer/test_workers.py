"""Work handed to processes: the same results in the same order, errors raised here, nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from indexer import workers
from indexer.workers import processes, spread


def halves(numbers: Sequence[int]) -> list[float]:
    return [100 / number for number in numbers]


def own_ids(items: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in items]


@pytest.mark.parametrize("count", [1, 2])
def test_results_come_in_the_order_of_the_items(count: int) -> None:
    numbers = list(range(1, 100))
    with processes(count):
        assert list(spread(halves, numbers, chunk=6)) == halves(numbers)


def test_work_is_done_elsewhere_only_when_there_is_enough_of_it() -> None:
    with processes(2):
        assert set(spread(own_ids, range(30), chunk=2)) == {os.getpid()}  # not worth starting them
        assert os.getpid() not in set(spread(own_ids, range(32), chunk=2))
        assert os.getpid() not in set(spread(own_ids, range(4), chunk=2))  # now they are there
        assert set(spread(own_ids, range(5), chunk=5)) == {os.getpid()}
    assert set(spread(own_ids, range(32), chunk=2)) == {os.getpid()}


def test_an_error_in_a_process_is_raised_here() -> None:
    with processes(2), pytest.raises(ZeroDivisionError):
        list(spread(halves, [*range(1, 40), 0], chunk=2))


def slow_or_deadly(items: Sequence[str]) -> list[str]:
    for item in items:
        if item == "slow":
            time.sleep(20)
        if item == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
    return list(items)


def time_for(items: Sequence[str]) -> list[None]:
    return [time.sleep(float(item)) for item in items]


@pytest.mark.parametrize("at_once", [True, False])
def test_the_end_of_a_process_that_began_last_is_noticed_while_another_works(
    monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    """Also where the pool begins its processes one by one, as Python has it."""
    monkeypatch.setattr(workers, "_PAUSE", 0.3)
    began = time.monotonic()
    with processes(2, careful=True), pytest.raises(BrokenProcessPool):  # noqa: PT012
        crew = workers._CREW.get()
        assert crew is not None
        if not at_once:
            crew.pool()._safe_to_dynamically_spawn_children = True
        assert list(spread(slow_or_deadly, ["quick"], chunk=1)) == ["quick"]
        list(spread(slow_or_deadly, ["slow", "deadly"], chunk=1))
    assert time.monotonic() - began < 15  # the slow one alone takes 20 seconds


def test_a_pool_whose_own_thread_has_failed_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_PAUSE", 0.1)
    with processes(1, careful=True):
        assert list(spread(slow_or_deadly, ["quick"], chunk=1)) == ["quick"]
        crew = workers._CREW.get()
        assert crew is not None
        pool = crew.pool()
        (worker,) = pool._processes.values()
        found = spread(time_for, ["2"], chunk=1)
        pool._broken = "its thread has failed, and told nobody"  # type: ignore[assignment]
        with pytest.raises(BrokenProcessPool):
            list(found)
        assert not worker.is_alive()


_PARENT = """
import os, time
from indexer import workers
from indexer.workers import processes, spread
from tests_workers_child import own_ids
if __name__ == "__main__":
    with processes(2):
        print(*set(spread(own_ids, range(40), chunk=1)), flush=True)
        time.sleep(60)
"""


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    child = "import os, time\ndef own_ids(items):\n    time.sleep(.01)\n    return [os.getpid() for _ in items]\n"
    (tmp_path / "tests_workers_child.py").write_text(child, encoding="utf-8")
    (tmp_path / "parent.py").write_text(_PARENT, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), str(Path.cwd())])
    parent = subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": path},
    )
    assert parent.stdout is not None
    workers = [int(number) for number in parent.stdout.readline().split()]
    parent.stdout.close()
    assert workers
    parent.send_signal(signal.SIGKILL)
    parent.wait(60)
    deadline = time.monotonic() + 20
    while any(map(_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_alive, workers))


def _alive(number: int) -> bool:
    """Whether the process runs; one that has ended and is not yet collected does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
