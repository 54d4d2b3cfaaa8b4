from __future__ import annotations

from pathlib import Path

import pytest

from indexer.evaluate.above import evaluate_above

# a miss, and an entry that is taken for a back reference, are planted
ENTRIES = """list,position,stands_for,raw
ru,1,,"Орлов А. С. История южных стран. М.: Проспект, 2010. 544 с."
ru,2,1,Там же. С. 5.
ru,3,papers,РГАЛИ. Ф. 1. Оп. 2. Д. 3.
ru,4,,Там же. Л. 5.
en,1,1,"Smith J. Soils. London: Verso, 2001. 100 p."
en,2,nothing,Jackson P. Op. cit. P. 4.
"""
ROOT = Path(__file__).parents[3]


def test_figures(tmp_path: Path) -> None:
    (tmp_path / "entries.csv").write_text(ENTRIES, encoding="utf-8")
    found = evaluate_above(tmp_path)
    assert found["entries"] == 6
    assert found["precision"] == found["recall"] == 0.75
    assert found["by_list"]["ru"]["precision"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["worst"] == [
        "Там же. Л. 5. |  | 3",
        "Smith J. Soils. London: Verso, 2001. 100 p. | 1 | ",
    ]


def test_the_set_by_hand() -> None:
    found = evaluate_above(ROOT / "tests/data/lists/above")
    assert (found["precision"], found["recall"], found["worst"]) == (1.0, 1.0, [])


def test_a_set_of_another_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "entries.csv").write_text("list,raw\na,b\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the column position, stands_for"):
        evaluate_above(tmp_path)
