"""What the documents say of the code is there: rooms, files, and the trees of expected errors."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("schemas", "catalogue", "crawler", "indexer", "webapp")
DOCUMENTS = [
    *(ROOT / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_TREES = ("schemas/errors.py", "crawler/errors.py", "indexer/search/errors.py")
_PATH = re.compile(r"`((?:schemas|catalogue|crawler|indexer|webapp|scripts|tests)/[\w./-]+)`")


def _modules() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def _classes(modules: dict[str, ast.Module]) -> dict[str, tuple[str, set[str]]]:
    """Every class: the module that defines it, and the names of its bases."""
    return {
        node.name: (path, {base.id for base in node.bases if isinstance(base, ast.Name)})
        for path, tree in modules.items()
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def _expected(classes: dict[str, tuple[str, set[str]]]) -> set[str]:
    found = {"ExpectedError"}
    while more := {name for name, (_, bases) in classes.items() if bases & found} - found:
        found |= more
    return found


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_a_document_names_are_there(path: Path) -> None:
    named = set(_PATH.findall(path.read_text("utf-8")))
    assert [
        name for name in sorted(named) if "NAME" not in name and not (ROOT / name).exists()
    ] == []


@pytest.mark.parametrize("package", ["catalogue", "crawler", "indexer"])
def test_every_room_inside_a_room_has_its_line(package: str) -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    lines = "\n".join(line for line in text.splitlines() if line.startswith("| `"))
    rooms = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")} - {"migrations"}
    assert len(rooms) > 3
    assert [room for room in sorted(rooms) if f"`{package}/{room}/`" not in lines] == []


def test_every_expected_error_stands_in_a_tree() -> None:
    modules = _modules()
    trees = "\n".join(ast.get_docstring(modules[path]) or "" for path in _TREES)
    drawn = set(re.findall(r"^[│ ]*(?:[├└]── )?(\w+)(?=\s{2,}|$)", trees, re.MULTILINE))
    expected = _expected(_classes(modules))
    assert len(expected) > 15
    assert sorted(expected - drawn) == []


def test_the_tree_names_the_module_of_each_error() -> None:
    modules = _modules()
    classes = _classes(modules)
    drawn = re.findall(
        r"^[│ ]*[├└]── (\w+)\s+([a-z_.]+)\s{2,}",
        ast.get_docstring(modules["schemas/errors.py"]) or "",
        re.MULTILINE,
    )
    assert len(drawn) > 10
    wrong = [(n, m) for n, m in drawn if classes[n][0] != m.replace(".", "/") + ".py"]
    assert wrong == []
