from __future__ import annotations

import pytest

from indexer.institutions.gazetteer import adjective_regions, city, places_in, regions
from indexer.institutions.tokens import stem, tokenise


def _keys(text: str) -> list[str]:
    return [each.place.key for each in places_in(tokenise(text))]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("г. Брест, Республика Беларусь", ["brest", "BY"]),
        ("Brest, France", ["brest-fr"]),
        ("Atlanta, Georgia, USA", ["US"]),
        ("Tbilisi, Georgia", ["GE"]),
        ("Ош ш., Кыргыз Республикасы", ["osh", "KG"]),
        ("Елец, Липецкая область", ["elets", "RU-LIP"]),
        ("г. Фрунзе, Киргизская ССР", ["bishkek", "KG"]),
        ("Горький, СССР", ["nizhny-novgorod"]),
        ("г. Горки", ["gorki-by"]),
        ("Вятский государственный университет, Киров", ["kirov"]),
        ("Երևան, Հայաստան", ["yerevan", "AM"]),
        ("Алматы қ., Қазақстан", ["almaty", "KZ"]),
        ("МОСКВА", ["moscow"]),
    ],
)
def test_places(text: str, keys: list[str]) -> None:
    assert _keys(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "Медицинский институт им. С. М. Кирова",  # a surname
        "университет им. А. М. Горького",
        "11 Minsk street",
        "РУДН",  # not Рудный
        "Уральский институт",  # not Уральск
        "ош",  # no capital
        "",
    ],
)
def test_no_places(text: str) -> None:
    assert _keys(text) == []


def test_every_region_of_a_city_is_known() -> None:
    assert regions()["KZ-35"].names[1] == "Karaganda region"
    assert city("karaganda").region in regions()


@pytest.mark.parametrize(
    ("adjective", "region"),
    [
        ("Елабужский", "RU-TA"),
        ("Елецкий", "RU-LIP"),
        ("Томский", "RU-TOM"),
        ("Калужский", "RU-KLU"),
        ("Ташкентский", None),
    ],
)
def test_adjectives_lead_to_the_region(adjective: str, region: str | None) -> None:
    assert adjective_regions()[stem(adjective)] == region
