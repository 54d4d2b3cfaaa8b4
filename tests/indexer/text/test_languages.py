from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.languages import guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Исследование свойств полимеров и композитов", "ru"),
        ("Даследаванне ўласцівасцей", "be"),
        ("Мастацтва і літаратура Беларусі: шлях да сябе", "be"),
        ("Дослідження властивостей", "uk"),
        ("Історія її розвитку", "uk"),
        ("Қазақстан тарихы", "kk"),
        ("Қ", "kk"),
        ("Кыргыз тилинин өнүгүшү", "ky"),
        ("Հայոց պատմություն", "hy"),
        ("Study of the properties of polymers", "en"),
        ("Untersuchung der Eigenschaften von Polymeren", "de"),
        ("Étude des propriétés des polymères", "fr"),
        ("Тоҷикистон ва таърихи он", "tg"),
        ("Ўзбекистон ва қардош халқлар", "uz"),
        ("Омск", None),
        ("C++", None),
        ("2019", None),
        ("", None),
    ],
)
def test_guess_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("Омск", ["ru", "en"], "ru"),
        ("Omsk", ["ru", "en"], "en"),
        ("Омск", ["ru", "be"], None),
        ("Өнүгүү", ["ru"], "ky"),  # letters win over the hint
        ("Исследование полимеров", ["en"], "ru"),  # a hint for another script tells nothing
        ("Study of polymers", iter(["de", "en"]), "en"),
    ],
)
def test_hints(text: str, hint: list[str], language: str | None) -> None:
    assert guess_language(text, hint) == language


@given(st.text())
def test_never_raises(text: str) -> None:
    language = guess_language(text)
    assert language is None or len(language) == 2
