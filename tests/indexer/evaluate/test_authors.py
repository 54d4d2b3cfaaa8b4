"""Telling authors apart, measured on a small labelled set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.evaluate.authors import evaluate_authors
from indexer.evaluate.sets import SetError

RECORDS = [
    {"id": "a", "source": "s", "title": "Рост чешуи карпа", "authors": ["Кривошлыков А. Б.", "Ли Г."], "year": 2001},
    {"id": "b", "source": "s", "title": "Growth of scales", "authors": ["Krivoshlykov A. B."], "year": 2003},
    {"id": "c", "source": "t", "title": "Сейсмика", "authors": ["Кривошлыков В. Б."], "affiliations": ["Омск"]},
]  # fmt: skip
CLUSTERS = "record_id,author_position,person_id\na,1,p\nb,1,p\nc,1,q\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in RECORDS)
    (tmp_path / "records.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "clusters.csv").write_text(CLUSTERS, encoding="utf-8")
    return tmp_path


def test_figures(folder: Path) -> None:
    found = evaluate_authors(folder)
    assert (found["mentions"], found["persons"], found["found"]) == (3, 2, 2)
    assert found["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert found["b_cubed"]["f1"] == 1.0
    assert found["baseline"]["pairwise"]["precision"] == 1.0
    assert found["worst"] == []


def test_errors_are_named(folder: Path) -> None:
    wrong = CLUSTERS.replace("b,1,p", "b,1,q").replace("c,1,q", "c,1,p")
    (folder / "clusters.csv").write_text(wrong, encoding="utf-8")
    found = evaluate_authors(folder)
    assert found["pairwise"]["precision"] == 0
    assert found["worst"] == ["mixed | p q", "parted | p | 2 clusters"]


@pytest.mark.parametrize("row", ["z,1,p", "a,3,p", "a,0,p", "a,x,p"])
def test_a_label_without_an_author_is_an_error(folder: Path, row: str) -> None:
    (folder / "clusters.csv").write_text(f"{CLUSTERS}{row}\n", encoding="utf-8")
    with pytest.raises(SetError, match="no record has the author"):
        evaluate_authors(folder)
