from __future__ import annotations

from pathlib import Path

import pytest

from indexer.evaluate.names import evaluate_names

# a miss and a false pair are planted, so that every figure differs from 1
PAIRS = """left,right,match,language
Щербаков,Shcherbakov,1,ru
Խաչատրյան,Хачатрян,1,hy
Іваноў,Петров,1,be
Иванов,Ivanov,0,
Иванов,Иваненко,0,
"""


def test_figures(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    found = evaluate_names(tmp_path)
    assert found["pairs"] == 5
    assert found["precision"] == found["recall"] == found["f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["by_language"]["ru"]["recall"] == 1.0
    assert found["by_language"]["be"] == {"pairs": 1, "precision": 1.0, "recall": 0.0, "f1": 0.0}
    assert found["worst"] == ["Іваноў | Петров | missed", "Иванов | Ivanov | false"]


def test_a_set_of_another_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("left,right\na,b\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the column language, match"):
        evaluate_names(tmp_path)


def test_a_folder_without_pairs(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        evaluate_names(tmp_path)
