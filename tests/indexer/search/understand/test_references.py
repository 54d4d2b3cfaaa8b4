"""What looks like a whole reference, in the styles and languages of its kind; and what does not."""

from __future__ import annotations

import pytest

from indexer.search.understand.references import looks_like_reference, tokens_of_text


@pytest.mark.parametrize(
    "text",
    [
        "Гейтинг А. Интуиционизм. Введение. — М. : Мир, 1965.",
        "Иванов И.И., Петров П.П. О рынке труда // Вопросы экономики. 2013. № 2. С. 4–17.",
        "Barnes, A. B. (1975). The Teenage Pregnant Girl. New England Journal of Medicine, 293(7), 365–366.",
        "Smith JA, Lee H. Soil erosion in the steppe. J Soil Sci. 2010;12(3):45-50.",
        "Қасым Б. Қазақ тілінің тарихы // Тіл әлемі. – 2020. – № 3. – Б. 12–20.",
        "Жумабаев Т. Кыргыз тилинин тарыхы. – Бишкек: Илим, 2021. – 120 б.",
        "Խաչատրյան Ա. Հայոց լեզվի պատմություն // Լրաբեր. 2015. № 2. էջ 45–50:",
        "Іваноў І. І. Гісторыя Беларусі. — Мінск : Навука, 2019. — 200 с.",
        "Popova A.V. Kontseptsiya zhanra. Vestnik OGU, 2006, no. 11, pp. 227-233. doi:10.1234/abc",
    ],
)
def test_references(text: str) -> None:
    assert looks_like_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Иванов И.И. 2016",
        "Домасев (2009)",
        "экономическая политика 2012 года: между модернизацией и застоем",
        "The world in 1984: a history of the future",
        "Деградация почв степной зоны — проблемы и решения",
        "10.1007/s100500050271",
    ],
)
def test_no_references(text: str) -> None:
    assert not looks_like_reference(text)


def test_nothing_in_a_text_is_syntax() -> None:
    tokens = tokens_of_text('AND title:"Рост цен" [10 TO *] — C++')
    assert [token.text for token in tokens] == ["AND", "title:", "Рост", "цен", "10", "TO", "C++"]
    assert {token.kind for token in tokens} == {"word"}
