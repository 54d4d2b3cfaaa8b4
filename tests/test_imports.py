"""Guards of the imports: no circle of modules, and no import inside a function without its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("schemas", "catalogue", "crawler", "indexer", "webapp")
FOLDERS = (*ROOMS, "benchmarks", "scripts", "tests")
_REASON = re.compile(r"#\s*noqa: [A-Z0-9, ]*\bPLC0415\b[A-Z0-9, ]* -- \w.{3,}")


def circle(graph: grimp.ImportGraph) -> list[str]:
    """The modules of one circle, the first one again at the end; empty where there is none."""
    imported = {
        module: graph.find_modules_directly_imported_by(module) - {module}
        for module in graph.modules
    }
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    assert len(graph.modules) > 300
    assert graph.direct_import_exists(importer="webapp.app", imported="catalogue.settings")
    assert circle(graph) == []


def _graph(*imports: str) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for line in imports:
        importer, imported = line.split()
        graph.add_import(importer=importer, imported=imported)
    return graph


@pytest.mark.parametrize(
    ("imports", "members"),
    [
        (("a b", "b a"), {"a", "b"}),
        (("a b", "b c", "c a", "c d"), {"a", "b", "c"}),
        (("top a.b", "a.b a", "a a.b"), {"a", "a.b"}),  # a package and its own module
        (("x y", "a b", "b c", "c b"), {"b", "c"}),
    ],
)
def test_a_circle_would_be_seen(imports: tuple[str, ...], members: set[str]) -> None:
    assert set(circle(_graph(*imports))) == members


@pytest.mark.parametrize(
    "imports", [("a b", "b c", "a c"), ("a.b a", "a.c a"), ("a b", "c b", "a d", "c d")]
)
def test_what_only_meets_is_no_circle(imports: tuple[str, ...]) -> None:
    assert circle(_graph(*imports)) == []


def test_a_circle_through_an_import_inside_a_function_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "roundabout"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "one.py").write_text("from roundabout import two\n")
    (package / "two.py").write_text("def f():\n    from roundabout.one import two\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = circle(grimp.build_graph("roundabout", cache_dir=None))
    assert set(found) == {"roundabout.one", "roundabout.two"}


def unreasoned(text: str) -> Iterator[int]:
    """The lines that import something inside a function and do not say why."""
    lines = text.splitlines()
    for line in sorted(set(_inside_functions(ast.parse(text)))):
        if not _REASON.search(lines[line - 1]):
            yield line


def _inside_functions(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    yield inner.lineno


def excused(text: str) -> list[str]:
    """The files, as patterns, that pyproject.toml excuses as a whole, with its reason beside or above."""
    lines = text.splitlines()
    found = []
    for above, line in pairwise(lines):
        if "PLC0415" in line and line.startswith('"'):
            assert "#" in line or above.startswith("#"), f"no reason: {line}"
            found += _spelt_out(line.split('"')[1])
    return found


def _spelt_out(pattern: str) -> list[str]:
    """A pattern without braces for each of the words in them."""
    before, brace, rest = pattern.partition("{")
    words, _, after = rest.partition("}")
    return [f"{before}{word}{after}" for word in words.split(",")] if brace else [pattern]


def test_what_is_excused_as_a_whole_has_its_reason() -> None:
    text = '# they start quickly\n"**/{cli,serve}.py" = ["PLC0415"]\n"a.py" = ["PLC0415"] # rare\n"b.py" = ["E501"]'
    assert excused(text) == ["**/cli.py", "**/serve.py", "a.py"]
    with pytest.raises(AssertionError, match="no reason"):
        excused('"x.py" = ["E501"]\n"cli.py" = ["PLC0415"]')


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_import_inside_a_function_says_why(folder: str) -> None:
    found = sorted((ROOT / folder).rglob("*.py"))
    files = [path for path in found if ".venv" not in path.parts]  # of the peers
    assert files
    patterns = excused((ROOT / "pyproject.toml").read_text("utf-8"))
    bare = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in files
        if not any(path.match(pattern) for pattern in patterns)
        for line in unreasoned(path.read_text(encoding="utf-8"))
    }
    assert bare == set()


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("import os", True),
        ("import os  # noqa: PLC0415", True),
        ("import os  # noqa: PLC0415 --", True),
        ("import os  # keeps it fast", True),
        ("import os  # noqa: PLC0415 -- keeps `--help` fast", False),
        ("import os  # type: ignore # noqa: PLC0415 -- on one machine only", False),
        ("import os  # noqa: E501, PLC0415 -- keeps `--help` fast", False),
    ],
)
def test_an_import_without_a_reason_would_be_seen(line: str, seen: bool) -> None:
    assert list(unreasoned(f"import re\n\n\ndef f():\n    {line}\n")) == ([5] if seen else [])
    nested = f"class A:\n    async def f(self):\n        if self:\n            {line}\n"
    assert list(unreasoned(nested)) == ([4] if seen else [])
