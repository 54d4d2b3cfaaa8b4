"""The measuring of the parser, on invented labels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.evaluate.parsing import compare, evaluate_parsing
from indexer.evaluate.sets import SetError
from schemas import ReferenceFields


def test_counts_only_what_is_labelled_and_forgives_case_and_punctuation() -> None:
    found = ReferenceFields(title="A Study, of things", year=2011, publisher="Nauka")
    outcomes = {
        o.field: (o.wanted, o.given, o.right)
        for o in compare({"title": "a study of things", "year": "2010"}, found)
    }
    assert outcomes == {"title": (1, 1, 1), "year": (1, 1, 0)}


def test_a_title_is_right_with_and_without_its_subtitle() -> None:
    for title in ("Бытие", "Бытие : опыт", "Бытие : другое"):
        outcome = next(
            compare({"title": "Бытие", "subtitle": "опыт"}, ReferenceFields(title=title))
        )
        assert outcome.right == (title != "Бытие : другое")


def test_people_count_by_surname() -> None:
    labels = {"authors": ["Иванов И. И.", "Smith, J."]}
    outcome = next(compare(labels, ReferenceFields(authors=("И. И. Иванов", "Brown K."))))
    assert (outcome.wanted, outcome.given, outcome.right) == (2, 2, 1)


def test_measures_a_folder(tmp_path: Path) -> None:
    line = {
        "id": "1",
        "language": "ru",
        "text": "Лосев А. Миф. — М. : Наука, 1990. — 192 с.",
        "fields": {"title": "Миф", "year": "1990", "place": "М."},
    }
    wrong = {"id": "2", "text": "Лосев А. Имя. — М. : Наука, 1990.", "fields": {"title": "Число"}}
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in (line, wrong))
    (tmp_path / "references.jsonl").write_text(text, encoding="utf-8")
    result = evaluate_parsing(tmp_path)
    assert (result["references"], result["f1"]) == (2, 0.6667)
    assert result["fields"]["title"]["recall"] == 0.5
    assert {name: scores["f1"] for name, scores in result["by_language"].items()} == {"ru": 1.0}
    assert [row["id"] for row in result["worst"]] == ["2"]


def test_a_missing_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetError, match=r"references\.jsonl"):
        evaluate_parsing(tmp_path)
