"""Words that are one in another form, and words that only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.folding import fold
from indexer.text.word_forms import Likeness, inflected, is_form, is_small, word_likeness

SAME = """
система системы | системами системы | минске минск | минский минская | история истории | почвы почв | рожь рожью
растений растения | математика математики | пшеницы пшеннцы | беларуси белоруссии | система сист | g1aciers glaciers
паўночная паўночнай | глебы глеба | лясоў лясы | летапісаў летапісы | вобласці вобласць | канструкцый канструкцыі
тіл тілдер | өзендері өзендердің | топырағының топырақ | суларының суының | сабағын сабақтарын | шолу цолу
жайыттардын жайыт | тилинин тилдери | аймактардагы аймак | дүйнөсү дүйнөлөрү | китептердин китеби
հողի հող | գետերի գետի | պատմություն պատմության | լեզուների լեզու | վիճակը վիճակ | քերականության քերականություն
soil soils | modelling modeling | colour color | theater theatre | stability stabilities
тоңның tongnyng | топырақ topyraq | առողջական aroghjakan | щербаков shcherbakov
"""
OTHER = """
скальных слабых | северных южных | минск брест | макроэкономика микроэкономика | катионов анионов | импорт экспорт
органических неорганических | адсорбция абсорбция | экзогенных эндогенных | гипотония гипертония | внешний внутренний
австрии австралии | левого правого | зимних летних | ржи риса | физика химия | флора фауна | лес лев
паўночнай паўднёвай | летапісаў граматаў | сасновых дубовых | металічных драўляных
солтүстік оңтүстік | жүгері бидай | мұнай газ | батыс шығыс | қалалық ауылдық
түндүк түштүк | буудай арпа | кой жылкы | манас семетей
հյուսիսային հարավային | խաղողի ծիրանի | լեռնային հարթավայրային | քաղաքային գյուղական
winter summer | northern southern | increase decrease | steel timber | cations anions
2010 2011 | 12 13 | co2 so2 | b12 b6
"""
DOUBTFUL = "теплопроводность теплопроводносьт | механика механизм | экономический экологический"


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = table.replace("\n", "|").split("|")
    return [(row.split()[0], row.split()[1]) for row in rows if row.strip()]


@pytest.mark.parametrize(("one", "other"), _pairs(SAME))
def test_another_form_of_a_word_is_the_same_word(one: str, other: str) -> None:
    assert word_likeness(fold(one), fold(other)) is Likeness.SAME


@pytest.mark.parametrize(("one", "other"), _pairs(OTHER))
def test_words_that_only_look_alike_are_others(one: str, other: str) -> None:
    assert word_likeness(fold(one), fold(other)) is Likeness.OTHER


@pytest.mark.parametrize(("one", "other"), _pairs(DOUBTFUL))
def test_two_misprints_leave_a_doubt(one: str, other: str) -> None:
    assert word_likeness(fold(one), fold(other)) is not Likeness.OTHER


@pytest.mark.parametrize(
    ("word", "small"), [("и", True), ("the", True), ("және", True), ("тоо", False), ("5", False)]
)
def test_small_words_tell_nothing(word: str, small: bool) -> None:
    assert is_small(fold(word)) is small


@pytest.mark.parametrize(
    ("word", "form"), [("монография", True), ("құралы", True), ("почвы", False)]
)
def test_forms_of_publication(word: str, form: bool) -> None:
    assert is_form(fold(word)) is form


def test_endings_are_those_of_one_language() -> None:
    assert inflected(fold("почвы"), fold("почвами"))
    assert not inflected(fold("почвы"), fold("почвовед"))


@given(
    st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=14),
    st.text("абвиоыя", max_size=8),
)
def test_the_order_does_not_matter_and_a_word_is_itself(one: str, other: str) -> None:
    left, right = fold(one) or "a", fold(other) or "b"
    assert word_likeness(left, right) is word_likeness(right, left)
    assert word_likeness(left, left) is Likeness.SAME
