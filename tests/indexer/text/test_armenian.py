from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.armenian import reformed
from indexer.text.folding import fold
from indexer.text.surnames import family_skeleton

CLASSICAL = [
    ("Հայոց լեզուի պատմութիւն", "Հայոց լեզվի պատմություն"),
    ("Հայ գրականութեան օրերը", "Հայ գրականության օրերը"),
    ("Յակոբեան", "Հակոբյան"),
    ("Յովհաննիսեան", "Հովհաննիսյան"),
    ("Աւետիսեան", "Ավետիսյան"),
    ("Տէր-Պետրոսեան", "Տեր-Պետրոսյան"),
    ("լոյս", "լույս"),
    ("արուեստ", "արվեստ"),
    ("գրուած", "գրված"),
    ("յօդուած", "հոդված"),
    ("յատկութիւն", "հատկություն"),
    ("իւրաքանչիւր", "յուրաքանչյուր"),
    ("երեւոյթ", "երևույթ"),
    ("ծառայ", "ծառա"),
    ("եօթ", "յոթ"),
]


@pytest.mark.parametrize(("classical", "modern"), CLASSICAL)
def test_both_orthographies_fold_alike(classical: str, modern: str) -> None:
    assert fold(classical) == fold(modern)


@pytest.mark.parametrize(
    "word", ["հայ", "յուղ", "յոթ", "լուի", "էդուարդ", "երեւան", "ուսուցիչ", "կորեա", "թումանյան"]
)
def test_reformed_words_stay(word: str) -> None:
    assert reformed(word) == word


@given(st.text(alphabet="աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", max_size=12))
def test_any_word_is_read(word: str) -> None:
    assert set(reformed(word)) <= set("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Օհանյան", "Оганян"),
        ("Օհանյան", "Оанян"),
        ("Ոսկանյան", "Осканян"),
        ("Շահնազարյան", "Шаназарян"),
        ("Հովհաննիսյան", "Ованнисян"),
    ],
)
def test_letters_that_russian_leaves_out(one: str, other: str) -> None:
    assert family_skeleton(fold(one)) == family_skeleton(fold(other))


@pytest.mark.parametrize(("one", "other"), [("Охотников", "Отников"), ("Геворгян", "Ворян")])
def test_and_no_others(one: str, other: str) -> None:
    assert family_skeleton(fold(one)) != family_skeleton(fold(other))
