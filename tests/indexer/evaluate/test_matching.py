"""The measuring of matching and of bilingual pairing, on invented sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.evaluate.bilingual import evaluate_bilingual
from indexer.evaluate.matching import evaluate_matching


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )


def test_matching_counts_false_links_and_misses(tmp_path: Path) -> None:
    title = "Влияние температуры на рост пшеницы"
    raw = f"Иванов И. И. {title} // Агрохимия. 2015. № 2. С. 12–20."
    work = {
        "id": "w",
        "title": title,
        "authors": ["Иванов, И. И."],
        "year": 2015,
        "container": "Агрохимия",
        "pages": "12-20",
    }
    _write(tmp_path / "works.jsonl", [work])
    _write(
        tmp_path / "references.jsonl",
        [
            {"id": "right", "text": raw, "work": "w", "kind": "a"},
            {"id": "false", "text": raw, "work": None, "kind": "a"},
            {
                "id": "missed",
                "text": "Сидоров С. С. Совсем другое. М.: Наука, 1999. 100 с.",
                "work": "w",
                "kind": "b",
            },
        ],
    )
    result = evaluate_matching(tmp_path)
    assert (result["references"], result["precision"], result["recall"]) == (3, 0.5, 0.5)
    assert result["by_kind"]["b"]["recall"] == 0.0
    assert result["with_target"] == {"right": 1, "wrong": 0, "unlinked": 1}
    assert result["without_target"] == {"wrong": 1, "unlinked": 0}
    assert result["candidate_recall"] == 0.5
    assert [row["id"] for row in result["worst"]] == ["false", "missed"]
    assert result["by_stage"] == {
        "keys": {"right": 1, "false": 1},
        "search": {"searched": 1, "right": 0, "false": 0},
    }
    assert result["error_classes"] == {
        "missed": {"no key shared": 1},
        "false": {"work not held": 1},
    }


def test_what_the_keys_leave_over_is_searched_for(tmp_path: Path) -> None:
    # generated; it lost its punctuation and its capitals, so names and title run into each other
    work = {
        "id": "w",
        "title": "Анализ палеополей Якутии",
        "authors": ["Пастухенко О. Р."],
        "year": 1981,
        "container": "Филология: теория и приложения",
        "volume": "22",
    }
    twin = work | {"id": "twin", "title": "Анализ палеополей", "year": 1980}
    raw = "пастухенко о р анализ палеополей якутии филология теория и приложения 1981 22 192 198"
    _write(tmp_path / "works.jsonl", [work, twin])
    _write(tmp_path / "references.jsonl", [{"id": "r", "text": raw, "work": "w", "kind": ""}])
    result = evaluate_matching(tmp_path)
    assert result["by_stage"]["search"] == {"searched": 1, "right": 1, "false": 0}


_ITEM = "Smith J. Flow of granular matter. Physica. 2010. Vol. 125. P. 251–258."


@pytest.mark.parametrize(
    ("labels", "precision", "recall"),
    [
        (["a1,a2,1", "b1,b2,1"], 1.0, 1.0),
        (["a2,a1,1", "b1,b2,1"], 1.0, 1.0),  # which list stands first says nothing
        (["a1,a2,1"], 0.5, 1.0),  # an article without a labelled pair holds none
        (["a1,a2,1", "b1,b2,0"], 0.5, 1.0),
        (["a1,a2,0"], 0.0, 1.0),
    ],
)
def test_bilingual_pairs_have_no_order_and_false_ones_lower_precision(
    tmp_path: Path, labels: list[str], precision: float, recall: float
) -> None:
    rows = [("a1", "x", "ru"), ("a2", "x", "en"), ("b1", "y", "ru"), ("b2", "y", "en")]
    _write(
        tmp_path / "references.jsonl",
        [
            {"id": key, "article": article, "list": name, "n": 1, "text": _ITEM}
            for key, article, name in rows
        ],
    )
    table = "\n".join(["left,right,same", *labels, ""])
    (tmp_path / "pairs.csv").write_text(table, encoding="utf-8")
    result = evaluate_bilingual(tmp_path)
    assert (result["precision"], result["recall"]) == (precision, recall)
    assert len(result["worst"]) == round(2 * (1 - precision))


def test_bilingual_measures_harder_lists_too(tmp_path: Path) -> None:
    texts = [
        "Smith J. Flow of granular matter. Physica. 2010. Vol. 125. P. 251–258.",
        "Brown K. Rivers of the northern plains. Nature. 2005. Vol. 12. P. 1–9.",
        "White L. Old maps and their makers. Imago Mundi. 1998. Vol. 50. P. 77–80.",
    ]
    rows = [
        (f"{name}{n}", name, n, text) for name in ("ru", "en") for n, text in enumerate(texts, 1)
    ]
    _write(
        tmp_path / "references.jsonl",
        [
            {"id": key, "article": "x", "list": name, "n": n, "text": text}
            for key, name, n, text in rows
        ],
    )
    (tmp_path / "pairs.csv").write_text(
        "left,right,same\nru1,en1,1\nru2,en2,1\nru3,en3,1\n", encoding="utf-8"
    )
    result = evaluate_bilingual(tmp_path)
    assert (
        result["recall"]
        == result["without_list_ids"]["recall"]
        == result["sorted"]["recall"]
        == 1.0
    )
