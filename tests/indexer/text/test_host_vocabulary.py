from __future__ import annotations

import pytest

from indexer.text.folding import fold
from indexer.text.host_vocabulary import Words, hardened, is_a, kinds, meaning


def test_a_star_stands_for_every_end() -> None:
    words = Words({"one": "физик* наука", "two": "физика"})
    assert words.lists_of("fizika") == {"one", "two"}
    assert words.lists_of("fiziki") == {"one"}
    assert words.lists_of("nauki") == frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("университета", "University"),
        ("Вестник", "хабаршысы"),
        ("Вестник", "Жарчысы"),
        ("гісторыя", "History"),
        ("физика", "ֆիզիկա"),
        ("Известия", "Весці"),
        ("академии", "Academy"),
    ],
)
def test_one_meaning_in_several_languages(one: str, other: str) -> None:
    assert meaning(hardened(fold(one))) == meaning(hardened(fold(other))) != ""


def test_kinds() -> None:
    assert is_a("seria", "series")
    assert not is_a("serebro", "series")
    assert kinds("zhizn") == frozenset()
    assert meaning("zhizn") == ""
    assert hardened("moscov akademic chemistri scence") == "moskov akademik chemistri scence"
