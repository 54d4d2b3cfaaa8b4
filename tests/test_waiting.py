"""No test waits without end: one that does holds a whole run of the tests, and does not say where."""

from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest

from tests.support.beside import Beside

TESTS = Path(__file__).parent
_ENDLESS = {"wait", "join", "result"}  # without an argument: of threads, processes, events, futures
_PROGRAMS = {"run", "call", "check_call", "check_output"}


def endless(code: str) -> list[str]:
    """The calls in this code that may wait for ever, each with its line."""
    calls = (each for each in ast.walk(ast.parse(code)) if isinstance(each, ast.Call))
    return [f"{each.lineno}: {ast.unparse(each)}" for each in calls if _may_wait(each)]


def _may_wait(call: ast.Call) -> bool:
    named = {each.arg for each in call.keywords}
    owner, _, name = ast.unparse(call.func).rpartition(".")
    if name in _ENDLESS:
        return not call.args and not named and bool(owner)
    if name == "communicate" or (owner == "subprocess" and name in _PROGRAMS):
        return "timeout" not in named
    # an interpreter that ends waits for those that are no daemons
    return name in {"Thread", "Process"} and "daemon" not in named


@pytest.mark.parametrize(
    "code",
    [
        "thread.join()",
        "process.wait()",
        "begun.wait()",
        "future.result()",
        "child.communicate('')",
        "subprocess.run(['true'], check=True)",
        "subprocess.check_output(['true'])",
        "threading.Thread(target=work)",
        "Thread(target=work).start()",
        "context.Process(target=work)",
    ],
)
def test_what_may_wait_for_ever_is_seen(code: str) -> None:
    assert endless(code) == [f"1: {ast.unparse(ast.parse(code))}".removesuffix(".start()")]


@pytest.mark.parametrize(
    "code",
    [
        "thread.join(60)",
        "process.wait(timeout=30)",
        "begun.wait(seconds)",
        "future.result(0)",
        "', '.join(names)",
        "os.path.join(folder, name)",
        "child.communicate('', timeout=60)",
        "subprocess.run(['true'], check=True, timeout=60)",
        "threading.Thread(target=work, daemon=True)",
        "runner.run(index)",
        "wait()",
    ],
)
def test_what_ends_by_itself_is_not(code: str) -> None:
    assert endless(code) == []


def test_no_test_waits_without_end() -> None:
    files = {str(path.relative_to(TESTS)): path for path in TESTS.rglob("*.py")}
    found = {name: endless(path.read_text(encoding="utf-8")) for name, path in files.items()}
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_what_is_raised_beside_a_test_is_raised_in_it() -> None:
    with pytest.raises(ZeroDivisionError):
        Beside(divmod, 1, 0).finish()


def test_what_does_not_end_beside_a_test_is_told() -> None:
    never = threading.Event()
    work = Beside(never.wait, 60)
    with pytest.raises(AssertionError, match=r"not ended within 0\.01 s"):
        work.finish(0.01)
    assert work.works()
    never.set()
    work.finish()
