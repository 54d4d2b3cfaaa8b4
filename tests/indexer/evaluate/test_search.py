"""The evaluation of search on a small set; its readers, its baseline and its measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.evaluate.plain_bm25 import plain_search
from indexer.evaluate.ranking import discounted_gain, reciprocal_rank, success
from indexer.evaluate.search import evaluate_search
from indexer.evaluate.search_sets import read_search_set
from indexer.evaluate.sets import SetError

RECORDS = [
    {"id": "a", "title": "Экономика степи", "authors": ["Иванов И. И."], "year": 2001},
    {"id": "b", "title": "Экономика и труд", "authors": ["Петров П. П."], "year": 2002},
    {"id": "c", "title": "Молодёжь", "authors": ["Сидоров С. С."], "doi": "10.1234/abc"},
]
# the second title query is planted to fail: it asks for a word that no record holds
QUERIES = """id,query,kind,language,relevant
q1,экономика степи,title,ru,a
q2,10.1234/ABC,doi,doi,c
q3,астрономия,title,ru,b
q4,экономика,topical,ru,a|b
"""
JUDGEMENTS = """id,record,grade
q4,a,1
q4,b,2
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)
    (tmp_path / "records.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "queries.csv").write_text(QUERIES, encoding="utf-8")
    (tmp_path / "judgements.csv").write_text(JUDGEMENTS, encoding="utf-8")
    return tmp_path


def test_figures(folder: Path) -> None:
    found = evaluate_search(folder)
    assert (found["records"], found["queries"]) == (3, 4)
    assert found["success_at_1"] == found["mrr_at_10"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["kinds"]["title"]["success_at_10"] == 0.5
    assert found["kinds"]["doi"] == {
        "queries": 1, "success_at_1": 1.0, "success_at_10": 1.0, "mrr_at_10": 1.0
    }  # fmt: skip
    assert 0.8 < found["ndcg_at_10"] <= 1
    assert set(found["bm25"]) == {"success_at_1", "success_at_10", "mrr_at_10", "ndcg_at_10"}
    assert set(found["milliseconds"]) == {"p50", "p99"}
    assert found["worst"] == ["title | астрономия | inf"]


def test_grades_are_those_that_were_judged_else_one(folder: Path) -> None:
    grades = {query.id: query.grades for query in read_search_set(folder).queries}
    assert grades["q1"] == {"a": 1}
    assert grades["q4"] == {"a": 1, "b": 2}


def test_a_set_without_judgements(folder: Path) -> None:
    (folder / "judgements.csv").unlink()
    assert read_search_set(folder).queries[3].grades == {"a": 1, "b": 1}


def test_a_set_without_records_is_named(folder: Path) -> None:
    (folder / "records.jsonl").unlink()
    with pytest.raises(SetError, match=r"records\.jsonl"):
        evaluate_search(folder)


def test_plain_search_takes_any_word_and_knows_no_forms(folder: Path) -> None:
    search = plain_search(read_search_set(folder).documents, 10)
    assert search("труд экономика")[0] == 1
    assert list(search("молодежь")) == []


@pytest.mark.parametrize(
    ("found", "figures"),
    [
        ("xy", (0, 0, 0)),
        ("a", (1, 1, 1 / (2 + 1 / 1.58496))),
        ("ba", (1, 1, 1)),
        ("xb", (0, 0.5, (2 / 1.58496) / (2 + 1 / 1.58496))),
    ],
)
def test_measures(found: str, figures: tuple[float, ...]) -> None:
    grades = {"a": 1, "b": 2}
    assert success(found, grades, depth=1) == figures[0]
    assert reciprocal_rank(found, grades) == figures[1]
    assert discounted_gain(found, grades) == pytest.approx(figures[2], abs=1e-4)


def test_measures_of_nothing_relevant() -> None:
    assert discounted_gain("ab", {}) == 1
    assert success("ab", {}) == reciprocal_rank("ab", {}) == 0
