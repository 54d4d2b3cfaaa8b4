from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generator.titles import draw_topic, title
from indexer.text.language import detected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Критика чистого разума", "ru"),
        ("Актуальность прекрасного", "ru"),
        ("О влиянии осадков на сток малых рек", "ru"),
        ("Влияние CO2 на климат степи", "ru"),
        ("Гаворкі Пасожжа і суседніх раёнаў", "be"),
        ("Гісторыя Палесся ў дваццатым стагоддзі", "be"),
        ("Қазақ тілінің тарихы туралы", "kk"),
        ("Дала өзендерінің гидрологиясы", "kk"),
        ("Кыргыз тилинин тарыхы жөнүндө", "ky"),
        ("Суунун сапатын изилдөө ыкмалары", "ky"),
        ("Գետերի ջրերը և դրանց օգտագործումը", "hy"),
        ("On the rivers of the steppe", "en"),
        ("Soils of the steppes and their use in agriculture", "en"),
        ("Стан порожнини рота та швидкість слиновиділення", "uk"),
    ],
)
def test_the_language_of_a_title(text: str, language: str) -> None:
    assert detected([text]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2010 — 2020",
        "Nature",
        "Физика",
        "Otsenka gruntov Severa i Sibiri",  # romanised
        "Evolyutsiya gradostroitelnogo planirovaniya poseleny",
        "Fenomenologiya vospriyatiya",
        "Wege der Sprache in die Gegenwart",
        "Análisis de los ríos del sur",
        "中国的河流",
    ],
)
def test_what_cannot_be_told_or_is_of_no_member_stays_unknown(text: str) -> None:
    assert detected([text]) is None


@pytest.mark.parametrize("language", ["ru", "be", "kk", "ky", "hy", "en"])
def test_generated_titles(language: str) -> None:
    chance = Random(1)
    found = [detected([title(draw_topic(chance), language)]) for _ in range(200)]
    assert found.count(language) >= 180
    assert found.count(language) + found.count(None) >= 198


def test_the_abstract_helps() -> None:
    title = "Физика"
    assert detected([title]) is None
    assert detected([title, "В работе исследуется движение частиц в слабом поле."]) == "ru"


@given(st.lists(st.text(max_size=60), max_size=3))
def test_any_text_has_a_language_or_none(texts: list[str]) -> None:
    assert detected(texts) in {None, "ru", "be", "kk", "ky", "hy", "en", "uk", "tg"}
