"""Regions of the members that affiliations point to: what tells one, and what tells none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.institutions import regions
from indexer.institutions.gazetteer import regions as all_regions
from indexer.institutions.resolver import regions_named


@pytest.mark.parametrize(
    ("affiliation", "codes"),
    [
        ("Томский политехнический университет", "RU-TOM"),
        ("Томский политехнический университет, институт в г. Новосибирске", "RU-NVS"),
        ("Институт систем информатики РАН, Новосибирск", "RU-NVS"),
        ("Пензенская областная клиническая больница", "RU-PNZ"),
        ("Краснодарская краевая больница № 1", "RU-KDA"),
        ("Брэсцкая абласная бальніца, г. Брэст, Беларусь", "BY-BR"),
        ("Беларускі дзяржаўны ўніверсітэт, Мінск", "BY-HM"),
        ("Қарағанды облыстық ауруханасы", "KZ-35"),
        ("Әл-Фараби атындағы Қазақ ұлттық университеті, Алматы қ., Қазақстан", "KZ-75"),
        ("Ош мамлекеттик университети", "KG-GO"),
        ("Жалал-Абад мамлекеттик университети, Жалал-Абад", "KG-J"),
        ("Երևանի պետական համալսարան, Հայաստան", "AM-ER"),
        ("Penza Regional Hospital", "RU-PNZ"),
        ("Hospital No. 5, Gyumri, Armenia", "AM-SH"),
        ("Казанский федеральный университет, Томский политехнический университет, Томск", "RU-TA RU-TOM"),
        ("1 БГУ, Минск; 2 СПбГУ", "BY-HM RU-SPE"),
    ],
)  # fmt: skip
def test_regions_of_an_affiliation(affiliation: str, codes: str) -> None:
    assert " ".join(regions_named([affiliation])) == codes


@pytest.mark.parametrize(
    "affiliation",
    [
        "Российская академия наук",
        "НАН Беларуси",
        "МГУ имени М. В. Ломоносова, филиал",  # a branch is somewhere else
        "Lomonosov Moscow State University, Baku Branch",
        "Томский политехнический университет, г. Незнаемск",  # a town that the lists lack
        "Уральский научный центр",  # no centre of Oral
        "University of Oxford",
        "Брест, Франция",
        "Atlanta, Georgia, USA",
        "ул. Омская, 5",
        "",
    ],
)
def test_what_names_no_region(affiliation: str) -> None:
    assert regions_named([affiliation]) == ()


def test_a_region_of_another_country_than_the_stated_is_refused() -> None:
    assert regions_named(["Институт, г. Брест"], ["RU"]) == ()
    assert regions_named(["Институт, г. Брест"], ["BY"]) == ("BY-BR",)


@given(st.text(max_size=80))
def test_any_text_gives_codes_of_the_gazetteer(text: str) -> None:
    assert set(regions_named([text])) <= all_regions().keys()


def test_every_region_is_named_in_russian_and_in_english() -> None:
    assert regions.of_part([], [], []) == set()
    for code, place in all_regions().items():
        russian, english, *_ = place.names
        assert not russian.isascii(), code
        assert english.replace("–", "-").isascii(), code
