from __future__ import annotations

from pathlib import Path

import pytest

from indexer.evaluate.stems import evaluate_stems, meet

# a miss and a false pair are planted, so that figures differ from 1
PAIRS = """language,lemma,form,pos,same
kk,тарих,тарихының,NOUN,1
kk,тарих,тарақты,NOUN,0
ru,оценка,оценок,NOUN,1
ru,оценка,ценник,NOUN,1
ru,белок,белки,NOUN,0
ru+en,море,more,NOUN,0
"""


def test_figures(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    found = evaluate_stems(tmp_path)
    assert found["pairs"] == 6
    assert found["languages"] == {
        "kk": {"recall": 1.0, "kept_apart": 1.0, "pairs": 2},
        "ru": {"recall": 0.5, "kept_apart": 0.0, "pairs": 3},
        "ru+en": {"recall": None, "kept_apart": 1.0, "pairs": 1},
    }
    assert found["worst"] == ["ru | оценка | ценник | missed", "ru | белок | белки | false"]


@pytest.mark.parametrize(
    ("lemma", "form", "language", "same"),
    [
        ("Ат-Башы", "Ат-Башыда", "ky", True),
        ("сям'я", "сям’і", "be", True),
        ("нан", "nan", "ky+en", False),
        ("сан", "sun", "ru+en", False),
        ("!", "слово", "ru", False),
    ],
)
def test_a_query_of_one_word(lemma: str, form: str, language: str, same: bool) -> None:
    assert meet(lemma, form, language) is same


def test_a_set_of_another_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("lemma,form\na,b\n", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the column language, same"):
        evaluate_stems(tmp_path)
