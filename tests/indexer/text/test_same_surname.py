from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.same_surname import (
    are_two_surnames,
    is_one_surname,
    same_surname,
    telling_letters,
)

SAME = [
    # classical orthography, and Western Armenian pronunciation in Latin letters
    "Բաղդասարեան Բաղդասարյան Багдасарян Baghdassarian",
    "Յակոբեան Հակոբյան Hagopian",
    "Կարապետյան Карапетян Garabedian",
    "Պետրոսեան Bedrossian Петросян",
    "Գրիգորյան Krikorian Григорян",
    # Belarusian beside Russian
    "Ганчароў Гончаров Hancharou",
    "Рабчанка Рябченко",
    "Дзядзюля Дедюля",
    "Бандарчук Бондарчук",
    "Салаўёў Соловьёв",
    "Піліпенка Филипенко",
    "Бядуля Бедуля",
    "Стральцоў Стрельцов",
    "Касцюшка Костюшко",
    # Azerbaijani and Uzbek
    "Məmmədov Мамедов Mammadov Mamedov",
    "Hacıyev Гаджиев Hajiyev",
    "Quliyev Кулиев Guliyev",
    "Ўринбоев Oʻrinboyev Уринбоев O'rinboyev",
    "Qodirov Кадыров Қодиров",
    "Murodov Мурадов",
    "Orucov Оруджев",
    "Мәммәдов Məmmədov Мамедов",
    # Chinese and Korean
    "Чжан Zhang Chang Chzhan",
    "Сяомин Xiaoming",
    "Сюй Xu Hsu",
    "Цзэдун Zedong Tse-tung",
    "Чхве Choi Цой",
    "Пак Park Bak",
    "Сын Seung",
    "Пак-Чжи-Сон Park-Ji-Sung",
    # Turkish
    "Şahin Шахин Sahin",
    "Эрджан Ercan",
    "Öztürk Озтюрк",
    # western names
    "Huxley Хаксли",
    "Schmidt Шмидт",
    "Watson Уотсон",
    "Leroy Леруа",
    "Lévi-Strauss Леви-Стросс",
    "Chomsky Хомский",
    "Whitehead Уайтхед",
    "Thatcher Тэтчер",
    "Krzyżanowski Кржижановский",
    "García Гарсия",
    "Dąbrowski Домбровский",
    # Kazakh
    "Уәлиханов Валиханов",
    "Әуезов Áýezov Äuezov",
]
DIFFERENT = [
    "Касымов Касимов",
    "Сытин Ситин",
    "Лынькоў Линьков",
    "Мясников Месников",
    "Попов Папов",
    "Иванова Иванов Иванова-Петрова",
    "Ван Wan",
    "Чжан Zhan",
    "Линь Ling",
    "Лю Lü",
    "Ким Kang",
    "Бабаян Папаян",
    "Саркисян Саркисов",
    "Хасанов Гасанов",
    "Рахимов Рагимов",
    "Müller Миллер",
    "Schmidt Шмитт",
    "Watson Уилсон",
    "Koç Кос",
    "Çelik Селик",
    "Казлоў Козловский",
    "Пятроў Петрова",
    "Həsənov Гусейнов",
    "Newton Ньюман",
    "Neumann Ньюман",
    "Bach Бек",
    "Locke Лакк",
    "Xu Ху",
    "Xu Hu",
    "Фан Фань",
    "Чан Чжан",
    "Tekin Декин",
    "Qarayev Кареев",
    "Мамедов Мамадов",
]
LETTERS = "аеиоуыэюяёбвгджзклмнпрстўіәқabcdeghiklmnoprstuwxyzəğışöüʻ'-ԱաբեյհանուիւՅ "


def _pairs(groups: list[str]) -> list[tuple[str, str]]:
    return [(forms.split()[0], other) for forms in groups for other in forms.split()[1:]]


@pytest.mark.parametrize(("left", "right"), _pairs(SAME))
def test_spellings_of_neighbours_are_one_surname(left: str, right: str) -> None:
    assert same_surname(left, right)
    assert same_surname(right, left)


@pytest.mark.parametrize(
    ("left", "right"), [pair for forms in DIFFERENT for pair in combinations(forms.split(), 2)]
)
def test_near_misses_are_two(left: str, right: str) -> None:
    assert not same_surname(left, right)
    assert not same_surname(right, left)


@given(st.text(alphabet=LETTERS, max_size=20), st.text(alphabet=LETTERS, max_size=20))
def test_the_order_of_two_surnames_does_not_matter(left: str, right: str) -> None:
    assert same_surname(left, right) == same_surname(right, left)
    assert is_one_surname(left, right) == is_one_surname(right, left)
    assert not are_two_surnames(left, left)


@pytest.mark.parametrize(
    ("surname", "letters"),
    [("Иванов", ""), ("Ivanova", ""), ("Касимов", "касимов"), ("Huxley", "huxley"), ("İ", "i")],
)
def test_letters_are_kept_where_they_tell_more_than_the_folding(surname: str, letters: str) -> None:
    assert telling_letters(surname) == letters
