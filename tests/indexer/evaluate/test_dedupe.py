"""Small generated sets, written here, with known figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.evaluate.dedupe import evaluate_dedupe
from indexer.evaluate.metrics import b_cubed, from_counts, pairwise
from indexer.evaluate.sets import SetError

GENERATED = (
    {
        "id": "1",
        "title": "Щелочные породы Урала и Сибири",
        "authors": ["Щербаков И. И."],
        "year": 2011,
    },
    {
        "id": "2",
        "title": "Shchelochnye porody Urala i Sibiri",
        "authors": ["Shcherbakov I.I."],
        "year": 2011,
    },
    {"id": "3", "title": "Հայոց լեզվի պատմություն", "authors": ["Խաչատրյան Ա."], "year": 2015},
)


def write(folder: Path, name: str, rows: str) -> Path:
    lines = (json.dumps({"source": "generated", **row}) for row in GENERATED)
    (folder / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / name).write_text(rows, encoding="utf-8")
    return folder


def test_clusters_are_scored_pairwise_and_by_b_cubed(tmp_path: Path) -> None:
    result = evaluate_dedupe(write(tmp_path, "clusters.csv", "id,cluster\n1,a\n2,a\n3,b\n"))
    assert result["records"] == 3
    assert result["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert result["b_cubed"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert result["candidate_recall"] == 1.0
    assert result["worst"] == []
    assert result["error_classes"] == {"missed": {}, "false": {}}


def test_an_error_is_shown_with_what_it_should_be(tmp_path: Path) -> None:
    result = evaluate_dedupe(write(tmp_path, "clusters.csv", "id,cluster\n1,a\n2,b\n3,b\n"))
    worst = result["worst"]
    assert isinstance(worst, list)
    assert {(w["left"], w["right"], w["should_be"]) for w in worst} == {
        ("1", "2", "different"),
        ("2", "3", "same"),
    }
    assert result["pairwise"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert result["error_classes"] == {
        "missed": {"no shared key": 1},
        "false": {"scored above the threshold": 1},
    }


def test_only_labelled_pairs_are_scored(tmp_path: Path) -> None:
    result = evaluate_dedupe(write(tmp_path, "pairs.csv", "left,right,match\n2,3,0\n2,1,1\n"))
    assert result["pairwise"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert "b_cubed" not in result


@pytest.mark.parametrize(
    ("name", "rows", "message"),
    [
        ("clusters.csv", "id,cluster\n1,a\n2,a\n", "'3' is in one of the two files only"),
        ("clusters.csv", "id,group\n1,a\n", "column cluster is missing"),
        ("pairs.csv", "left,right,match\n1,9,1\n", "names an id without a record"),
        ("other.csv", "", "no such file"),
    ],
)
def test_a_set_that_does_not_fit_is_named(
    tmp_path: Path, name: str, rows: str, message: str
) -> None:
    with pytest.raises(SetError, match=message):
        evaluate_dedupe(write(tmp_path, name, rows))


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, "clusters.csv", "id,cluster\n")
    (folder / "records.jsonl").write_text('{"id": "1"}\n{"id": 2}\n', encoding="utf-8")
    with pytest.raises(SetError, match="line 2"):
        evaluate_dedupe(folder)


def test_figures_of_a_clustering_known_by_hand() -> None:
    found = {"a": 1, "b": 1, "c": 2, "d": 2}
    true = {"a": 1, "b": 1, "c": 1, "d": 2}
    assert pairwise(found, true) == from_counts(1, 2, 3)
    scores = b_cubed(found, true)
    assert scores.precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert scores.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
