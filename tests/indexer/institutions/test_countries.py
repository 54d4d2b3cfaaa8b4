from __future__ import annotations

import pytest

from indexer.institutions import countries_named
from indexer.institutions.countries import of_part


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Институт биологии, Иссык-Кульская область", "KG"),
        ("Ташкентский государственный университет", "UZ"),
        ("Бакинский институт, Баку; БНТУ, Минск", "AZ BY"),
        ("НИИ, г. Петрозаводск, РК", "RU"),  # Karelia, and not Kazakhstan
        ("Институт зоологии РК", "KZ"),
        ("Институт химии, АН Эстонской ССР, Тарту", "EE"),
        ("Armenian State University", "AM"),
        ("University of Toronto, Canada; Yerevan State University", "AM CA"),
        ("e-mail: name@bsuir.by", "BY"),
        ("кандидат наук, доцент", ""),
        ("академик РАН", "RU"),
        ("", ""),
    ],
)
def test_countries(text: str, countries: str) -> None:
    assert countries_named([text]) == tuple(countries.split())


def test_an_institution_counts_beside_what_is_named() -> None:
    assert of_part([], [], ["KZ"]) == {"KZ"}
    assert of_part([], [], []) == set()
