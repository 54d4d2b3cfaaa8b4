from __future__ import annotations

import pytest

from indexer.text.chinese import (
    are_chinese,
    in_palladius,
    is_other_chinese,
    is_palladius,
    is_pinyin,
    is_same_chinese,
    is_same_romanised_chinese,
)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        *(["чжан", "zhang"], ["сюй", "xu"], ["люй", "lü"], ["хуэй", "hui"], ["хой", "hui"]),
        *(["сяомин", "xiaoming"], ["сыма", "sima"], ["цзэ-дун", "ze-dong"], ["юань", "yuan"]),
        *(["цянь", "chien"], ["се", "hsieh"], ["го", "guo"], ["эр", "er"], ["жуй", "rui"]),
    ],
)  # fmt: skip
def test_pinyin_is_read_by_palladius(cyrillic: str, latin: str) -> None:
    assert is_same_chinese(cyrillic, latin)


@pytest.mark.parametrize(
    ("cyrillic", "latin"), [("ван", "wan"), ("чэнь", "cheng"), ("лу", "lü"), ("чжоу", "zhao")]
)
def test_near_syllables_are_others(cyrillic: str, latin: str) -> None:
    assert not is_same_chinese(cyrillic, latin)


def test_what_folds_alike_may_be_two_names() -> None:
    assert is_other_chinese("ван", "wan")
    assert not is_other_chinese("ван", "wang")
    assert not is_other_chinese("ван", "van")
    assert not is_other_chinese("лапин", "lapin")
    assert are_chinese("лю", "lü")


def test_readings_are_few() -> None:
    assert in_palladius("xian") == {"сянь", "сиань"}
    assert in_palladius("ivanov") == frozenset()
    assert in_palladius("aaaaaaaaaaaaaaaaaaaaaaaa") == frozenset()


def test_older_romanisations_are_known_of_surnames() -> None:
    assert is_same_romanised_chinese("hsu", "xu")
    assert is_same_romanised_chinese("zhang", "chzhan")
    assert not is_same_romanised_chinese("zhang", "zhan")
    assert not is_same_romanised_chinese("wang", "van")


@pytest.mark.parametrize(
    ("word", "chinese"),
    [("вэй", True), ("сяомин", True), ("гог", False), ("дейк", False), ("", False)],
)
def test_words_of_palladius(word: str, chinese: bool) -> None:
    assert is_palladius(word) is chinese


def test_syllables_of_pinyin() -> None:
    assert is_pinyin("wang")
    assert not is_pinyin("watson")
