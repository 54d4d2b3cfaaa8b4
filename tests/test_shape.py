"""Guards of the code's shape: no function that nobody can hold in their head, no module without a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("schemas", "catalogue", "crawler", "indexer", "webapp")
ROOMS = (*PACKAGES, "benchmarks", "scripts")
_GENERATED = "migrations/versions"  # one statement a table
FUNCTION_LINES, FILE_LINES = 60, 350
_DECLARED = {"catalogue/tables.py"}  # a list of tables, nothing to part
_WITHOUT_TEST = ROOT / "tests" / "modules_without_test.txt"
"""Modules that no test names: tests reach them through others alone. The list may only shrink."""
_MOST_WITHOUT_TEST = 100
_FROM = re.compile(r"from ([\w.]+) import (\([^)]*\)|[^\n]*)")
_DOTTED = re.compile(r"\b\w+(?:\.\w+)+")


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


def _modules() -> Iterator[str]:
    for room in PACKAGES:
        for path in sorted((ROOT / room).rglob("*.py")):
            inside = path.relative_to(ROOT).with_suffix("")
            if not path.stem.startswith("__") and "migrations" not in inside.parts:
                yield ".".join(inside.parts)


def named(text: str) -> set[str]:
    """The modules that a test file names: imports them, or writes their full name."""
    found = set()
    for name in set(_DOTTED.findall(text)):
        parts = name.split(".")
        found.update(".".join(parts[:end]) for end in range(2, len(parts) + 1))
    for package, names in _FROM.findall(text):
        found.update(f"{package}.{name}" for name in re.findall(r"\w+", names))
    return found


def without_test(modules: Iterable[str], tests: dict[str, str]) -> list[str]:
    """Those of the modules that no test file (its name and its text) is named after or names."""
    all_named = set().union(*map(named, tests.values()))
    return [
        module
        for module in modules
        if module not in all_named and f"test_{module.rpartition('.')[2]}.py" not in tests
    ]


def test_every_module_has_a_test() -> None:
    modules = list(_modules())
    assert len(modules) > 300
    tests: dict[str, str] = {}
    for path in (ROOT / "tests").rglob("*.py"):
        tests[path.name] = tests.get(path.name, "") + path.read_text(encoding="utf-8")
    allowed = _WITHOUT_TEST.read_text(encoding="utf-8").split()
    assert set(without_test(modules, tests)) - set(allowed) == set()
    assert set(allowed) - set(modules) == set(), "gone or moved: take it out of the list"
    assert len(allowed) == len(set(allowed)) <= _MOST_WITHOUT_TEST


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("test_other.py", "from room import other\n", True),
        ("test_more.py", "from room.one_more import f\n", True),
        ("test_one.py", "", False),
        ("test_other.py", "from room.one import f\n", False),
        ("test_other.py", "from room import (\n    one,\n    two,\n)\n", False),
        ("test_other.py", 'NAME = "room.one"\n', False),
        ("test_other.py", "import room.one\n", False),
        ("test_other.py", 'patch("room.one.f")\n', False),
        ("test_other.py", "import room.one_more\n", True),
    ],
)
def test_a_module_without_a_test_would_be_seen(name: str, text: str, missing: bool) -> None:
    assert without_test(["room.one"], {name: text}) == (["room.one"] if missing else [])
