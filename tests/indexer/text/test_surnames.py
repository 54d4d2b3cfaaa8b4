from __future__ import annotations

from itertools import combinations

import pytest

from indexer.text.surnames import surname_key

SAME = [
    "Лукашенко Лукашэнка Lukashenka",
    "Быков Быкаў Bykau",
    "Гончаров Ганчароў",
    "Щербаков Шчарбакоў",
    "Чернышев Чарнышоў",
    "Костюшко Касцюшка Kastsiushka",
    "Матюшко Мацюшка",
    "Григорович Грыгаровіч",
    "Богданович Багдановіч",
    "Тимофеев Цімафееў Tsimafeyeu",
    "Геращенко Herashchenko",
    "Акопян Հակոբյան Hakobyan",
    "Оганесян Հովհաննիսյան Hovhannisyan",
    "Саркисян Սարգսյան Sargsyan",
    "Арутюнян Հարությունյան Harutyunyan",
    "Кожамкулов Қожамқұлов Qojamqūlov Kozhamkulov",
    "Джумагулов Jumagulov Djumagulov",
    "Якубов Yakubov Jakubov Iakubov",
    "Дьяконов Djakonov D'iakonov",
    "Төлегенов Тулегенов Толегенов",
    "Вагнер Wagner",
    "Филиппов Philippov Filippov",
    "Müller Mueller Muller",
    "Тер-Петросян Տեր-Պետրոսյան Ter-Petrosyan",
]
DIFFERENT = [
    "Иванов Иваненко Иванова Ивановский",
    "Попов Папов Пупов",
    "Гончаров Ганчаров",
    "Матюшко Матюшка Мацюшкін",
    "Петров Петрова Петренко",
    "Хачатрян Качарян",
    "Աչատրյան Խաչատրյան",
    "Саргсян Саркисов",
    "Грущев Хрущев",
    "Melkonyan Меликян",
    "Ким Кин",
]


@pytest.mark.parametrize("forms", SAME)
def test_forms_of_one_surname_share_a_key(forms: str) -> None:
    first, *others = forms.split()
    for other in others:
        assert not surname_key(first).isdisjoint(surname_key(other)), other


@pytest.mark.parametrize("forms", DIFFERENT)
def test_different_surnames_share_none(forms: str) -> None:
    for left, right in combinations(forms.split(), 2):
        assert surname_key(left).isdisjoint(surname_key(right)), (left, right)


def test_no_surname_has_no_key() -> None:
    assert surname_key(" - ") == frozenset()
