"""Guards of the search for dead code (``vulture``, in ``scripts/test``): it sees what it should, its list is short."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from vulture import Vulture

ROOT = Path(__file__).parent.parent
LIST = ROOT / "tests" / "vulture_allowed.py"
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
    "vulture"
]


def _unused(*paths: Path) -> set[str]:
    search = Vulture(
        ignore_names=SETTINGS["ignore_names"], ignore_decorators=SETTINGS["ignore_decorators"]
    )
    search.scavenge([str(path) for path in paths], exclude=SETTINGS["exclude"])
    return {item.name for item in search.get_unused_code()}


def test_the_list_allows_what_is_found_and_nothing_more() -> None:
    allowed = re.findall(r"^_\.(\w+)", LIST.read_text("utf-8"), re.MULTILINE)
    assert len(allowed) == len(set(allowed))
    paths = [ROOT / path for path in SETTINGS["paths"]]
    assert LIST in paths
    assert _unused(*(path for path in paths if path != LIST)) == set(allowed)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("def forgotten():\n    return 1\n", "forgotten"),
        ("class Forgotten:\n    pass\n", "Forgotten"),
        ("FORGOTTEN = ('a', 'b')\n", "FORGOTTEN"),
        ("class A:\n    def forgotten(self):\n        return 1\n\n\nprint(A())\n", "forgotten"),
        ("@cache\ndef forgotten():\n    return 1\n", "forgotten"),
    ],
)
def test_dead_code_would_be_seen(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "one.py").write_text(text)
    assert name in _unused(tmp_path)
    (tmp_path / "two.py").write_text(f"from one import *\n\n{name}\none.{name}()\n")
    assert name not in _unused(tmp_path)


def test_commands_and_pages_are_alive(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("@site.get('/')\ndef page():\n    return ''\n")
    assert _unused(tmp_path) == set()
