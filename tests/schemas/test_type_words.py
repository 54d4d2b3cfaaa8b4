"""Words that tell what kind of document is described (schemas.type_words)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.type_words import begins, says


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("meeting", "Материалы IV Междунар. науч.-практ. конф."),
        ("meeting", "Матэрыялы рэспубліканскай канферэнцыі"),
        ("meeting", "Халықаралық ғылыми конференция материалдары"),
        ("meeting", "Эл аралык илимий конференциянын материалдары"),
        ("meeting", "Միջազգային գիտաժողովի նյութեր"),
        ("meeting", "Materialy vserossiiskoi konferentsii"),
        ("meeting", "Proc. of the 10th Int. Symp. on Soils"),
        ("meeting", "З’езд глебазнаўцаў"),
        ("thesis", "Почвы : дис. ... канд. биол. наук : 03.02.13"),
        ("thesis", "Почвы : автореф. дис. … д-ра техн. наук"),
        ("thesis", "Глебы : аўтарэф. дыс. ... канд. с.-г. навук"),
        ("thesis", "Топырақ: филос. докторы (PhD) диссертациясы. диссертация авторефераты"),
        ("thesis", "Հողեր: ատենախոսություն"),
        ("thesis", "Soils. Ph.D. Thesis, MIT, 2001"),
        ("thesis", "Pochvy: avtoref. dis. kand. biol. nauk"),
        ("report", "Почвы : отчёт о НИР (заключ.)"),
        ("report", "Soils. Tech. Rep. 12"),
        ("collection", "Сб. науч. тр."),
        ("webpage", "Почвы [Электронный ресурс]"),
        ("book", "Почвы : учеб. пособие для вузов"),
    ],
)
def test_words_in_many_languages(kind, text):
    assert says(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("meeting", "Конферансье и его роль"),
        ("meeting", "Вестник КазНУ"),
        ("meeting", "Confectionery"),
        ("thesis", "Дисперсия света"),
        ("thesis", "Дискуссия о канд. программе"),
        ("thesis", "Канд. и докт."),
        ("report", "Отчётливость речи"),
        ("collection", "Сбор урожая"),
        ("webpage", "Сайтиев Б. Борьба"),
        ("book", "Учебный процесс".replace("Учебный", "Учёба")),
        ("meeting", ""),
    ],
)
def test_words_that_only_look_like_them(kind, text):
    assert not says(kind, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Вестник конференций", True),
        ("«Вестник» конференций", True),
        ("Journal of Conference Abstracts", True),
        ("Веснік БДУ", True),
        ("Материалы журнала", False),
        ("Конференция «Вестник»", False),
        ("", False),
    ],
)
def test_the_first_word_counts(text, expected):
    assert begins("serial", text) is expected


@given(st.text(max_size=200))
def test_never_fails_and_says_what_it_begins_with(text):
    assert says("meeting", text) >= begins("meeting", text)
