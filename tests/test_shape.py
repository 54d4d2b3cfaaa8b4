"""Guards of the code's shape: no function that nobody can hold in their head, no file that hides another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("schemas", "catalogue", "crawler", "indexer", "webapp", "benchmarks", "scripts")
_GENERATED = "migrations/versions"  # one statement a table
FUNCTION_LINES, FILE_LINES = 60, 350
_DECLARED = {"catalogue/tables.py"}  # a list of tables, nothing to part


def _files(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    return [path for path in found if ".venv" not in path.parts and _GENERATED not in str(path)]


def _functions(text: str) -> Iterator[tuple[str, int]]:
    """Each function with its lines, docstring and decorators included."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
            yield node.name, (node.end_lineno or first) - first + 1


@pytest.mark.parametrize("room", ROOMS)
def test_no_function_is_over_sixty_lines(room: str) -> None:
    files = _files(room)
    assert files
    long = {
        f"{path.relative_to(ROOT)}: {name}": lines
        for path in files
        for name, lines in _functions(path.read_text(encoding="utf-8"))
        if lines > FUNCTION_LINES
    }
    assert long == {}


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_is_over_350_lines(room: str) -> None:
    counted = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files(room)
    }
    long = {name: lines for name, lines in counted.items() if lines > FILE_LINES}
    assert long.keys() <= _DECLARED, long


def test_a_long_function_would_be_seen() -> None:
    body = "\n".join("    x = 1" for _ in range(FUNCTION_LINES))
    assert dict(_functions(f"@d\ndef f():\n{body}\n\n\nasync def g():\n    pass\n")) == {
        "f": FUNCTION_LINES + 2,
        "g": 2,
    }
