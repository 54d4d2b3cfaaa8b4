from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.journals import abbreviates, container_key


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Вестн. Моск. ун-та", "Вестник Московского университета"),
        ("Вестн. Моск. ун-та. Сер. 1", "Вестник Московского университета. Серия 1: Математика"),
        ("Vestnik Moskovskogo universiteta", "Вестн. Моск. ун-та"),
        ("Вестник КазНУ", "Вестник Казахского национального университета"),
        ("Журн. физ. химии", "Журнал физической химии"),
        ("ЖЭТФ", "Журнал экспериментальной и теоретической физики"),
        ("ДАН СССР", "Доклады Академии наук СССР"),
        ("Докл. АН СССР", "Доклады Академии наук СССР"),
        ("Изв. вузов. Физика", "Известия высших учебных заведений. Физика"),
        ("Весці НАН Беларусі", "Весці Нацыянальнай акадэміі навук Беларусі"),
        ("Тр. Ин-та мат.", "Труды института математики"),
        ("J. Phys. Chem.", "Journal of Physical Chemistry"),
        ("PNAS", "Proceedings of the National Academy of Sciences"),
        ("Phys. Rev. Lett.", "Physical Review Letters"),
        ("Вопросы истории", "Voprosy istorii"),
        ("Journal of Botany", "The Journal of Botany"),
    ],
)
def test_abbreviations(short: str, long: str) -> None:
    assert abbreviates(short, long)
    assert abbreviates(long, short)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Вестн. Моск. ун-та. Сер. 1", "Вестник Московского университета. Серия 2"),
        ("J. Phys. Chem. A", "Journal of Physical Chemistry B"),
        ("Physical Review", "Physical Review Letters"),
        ("Вопросы истории", "Вопросы философии"),
        ("Наука", "Наука и жизнь"),
        ("Вестн.", "Вестник Московского университета"),
        ("Вестн. ун-та", "Вестник Московского университета"),
        ("Nature", "Nature Physics"),
        ("", "Nature"),
    ],
)
def test_other_journals(short: str, long: str) -> None:
    assert not abbreviates(short, long)
    assert not abbreviates(long, short)


def test_container_key_leaves_out_what_tells_nothing() -> None:
    assert container_key("The Journal of Botany") == container_key("Botany Journal") == "botani"
    assert container_key("Журнал") == "zhurnal"


@given(st.text(), st.text())
def test_abbreviates_never_raises_and_is_symmetric(a: str, b: str) -> None:
    assert abbreviates(a, b) == abbreviates(b, a)


def test_long_titles_neither_take_for_ever_nor_overflow() -> None:
    assert not abbreviates("АА " * 30 + "Я", "Аа " * 60 + "Ю")
    assert abbreviates("ааа" + " аб" * 1500, "ааа" + " абв" * 1500)
