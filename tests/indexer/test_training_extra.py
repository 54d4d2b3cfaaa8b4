"""python-crfsuite is needed by the fitting alone: an optional extra, which nothing at run time asks for."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from indexer.training import tagger

ROOT = Path(__file__).parents[2]
ROOMS = ("schemas", "catalogue", "crawler", "indexer", "webapp", "scripts")
LIBRARY = "python-crfsuite"


def test_the_library_is_an_extra_and_in_the_lock_of_development_alone() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert extras["training"] == [LIBRARY]
    assert LIBRARY in extras["dev"]
    assert LIBRARY not in project["dependencies"]
    assert f"{LIBRARY}==" in (ROOT / "requirements-dev.lock").read_text("utf-8")
    assert f"{LIBRARY}==" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_only_the_fitting_names_it() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    naming = {
        str(path.parent.relative_to(ROOT))
        for path in files
        if "pycrfsuite" in path.read_text(encoding="utf-8")
    }
    assert naming == {"indexer/training"}


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the extra is not installed: the import fails."""
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)


@pytest.mark.usefixtures("without")
def test_training_without_it_is_one_line_that_names_the_extra(tmp_path: Path) -> None:
    answer = CliRunner().invoke(tagger.main, [str(tmp_path), "--out", str(tmp_path / "model")])
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        'Error: python-crfsuite is not installed: run `pip install "eaci[training]"`'
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("without")
def test_every_use_of_it_says_the_same(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match=r"eaci\[training\]"):
        tagger.fit([], {})
    with pytest.raises(click.ClickException, match=r"eaci\[training\]"):
        tagger.weights_of(tmp_path)
