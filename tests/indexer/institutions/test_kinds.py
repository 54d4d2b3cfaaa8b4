"""Kinds of affiliation strings in the languages of the members, each with what looks like it and is not.

Through the whole resolver: ``indexer.institutions.resolver``, ``indexer.institutions.around``,
``indexer.institutions.gazetteer``.
"""

from __future__ import annotations

import pytest

from indexer.institutions import countries_named, regions_named, resolve

MINISTRIES = [
    ("Казанский государственный медицинский университет Минздрава России", "ru-kgmu"),
    ("Казанский государственный медицинский университет МЗ РФ, Казань", "ru-kgmu"),
    (
        "Kazan State Medical University of the Ministry of Health of the Russian Federation",
        "ru-kgmu",
    ),
    ("Томский государственный университет Министерства науки и высшего образования РФ", "ru-tsu"),
    ("Омский государственный аграрный университет Минсельхоза России", "ru-omgau"),
    ("Белорусский государственный медицинский университет МЗ РБ", "by-bsmu"),
    ("БДМУ Міністэрства аховы здароўя Рэспублікі Беларусь, Мінск", "by-bsmu"),
    ("Карагандинский медицинский университет МЗ РК", "kz-qmu"),
    ("Кыргызская государственная медицинская академия МЗ КР", "kg-ksma"),
    ("Yerevan State Medical University under the Ministry of Health of Armenia", "am-ysmu"),
    ("Казанский государственный медицинский университет МВД России", ""),
    ("Санкт-Петербургский государственный университет МЧС России", ""),
    ("Московский государственный университет Министерства обороны РФ", ""),
    ("Московский государственный университет министерства путей сообщения", ""),
]
HONOURS = [
    ("Институт экономики НАН Армении им. М. Котаняна", "am-nas"),
    ("Институт философии НАН Кыргызстана им. А. Алтмышбаева", "kg-nas"),
    ("Институт физики РАН им. П. Н. Лебедева", "ru-ras"),
    ("Институт геологии НАН Беларуси имени Иванова", "by-nasb"),
    ("Российская академия наук им. Петрова", ""),
    ("НАН Беларуси имени Иванова", ""),
]
INSTITUTES = [
    ("Steklov Mathematical Institute of the Russian Academy of Sciences", "ru-mian ru-ras"),
    ("Физико-технический институт им. А. Ф. Иоффе РАН", "ru-ioffe ru-ras"),
    ("ФТИ им. А.Ф. Иоффе", "ru-ioffe ru-ras"),
    ("Институт катализа СО РАН, Новосибирск", "ru-catalysis ru-ras"),
    ("Institute of Physics RAS", "ru-ras"),
    ("ФТИ, Уфа", ""),
    ("Institute of Physics, RAS, Tehran, Iran", ""),
    ("Institute of Biology NAS", ""),
    ("Институт математики СО РАН, Новосибирск", "ru-ras ru-sobolev"),
    ("Минский медицинский институт RAS", ""),
    ("Ural State University RAS", ""),
    ("RAS", ""),
]
ADDRESSES = [
    ("Tomsk Polytech Univ, Tomsk", "ru-tpu"),
    ("Novosibirsk State Tech Univ, Novosibirsk", "ru-nstu"),
    ("Siberian State Med Univ, Tomsk", "ru-ssmu"),
    ("Minsk State Linguist Univ, Minsk, BELARUS", "by-mslu"),
    ("Natl Acad Sci Belarus, Minsk", "by-nasb"),
    ("Natl Acad Sci Armenia, Yerevan", "am-nas"),
    ("Al Farabi Kazakh Natl Univ, Almaty, Kazakhstan", "kz-kaznu"),
    ("Kyrgyz State Med Acad, Bishkek", "kg-ksma"),
    ("1) БГУ, Минск, 2) НГУ, Новосибирск", "by-bsu ru-nsu"),
    ("ivanov@phys.msu.ru", "ru-msu"),
    ("Chinese Acad Sci, Beijing", ""),
    ("Acad Sci Czech Republ", ""),
    ("Natl Univ Singapore", ""),
]
SHARED = [
    ("КГУ, Кострома", "ru-kosgu"),
    ("КГУ, Курск", "ru-kursksu"),
    ("МГУ им. Огарёва, Саранск", "ru-mrsu"),
    ("КГУ", ""),
    ("МГУ, Минск", ""),
    ("Самарский университет путей сообщения", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("affiliation", "identifiers"), [*MINISTRIES, *HONOURS, *INSTITUTES, *ADDRESSES, *SHARED]
)
def test_institutions(affiliation: str, identifiers: str) -> None:
    found = sorted(each.institution.id for each in resolve([affiliation]))
    assert " ".join(found) == identifiers


@pytest.mark.parametrize(
    ("affiliation", "countries"),
    [
        ("Tomsk, Ohio, USA", "US"),
        ("Brest, Bretagne, France", "FR"),
        ("Петербург, Флорида, США", "US"),
        ("Odessa, Texas, USA", "US"),
        ("Минск, БГУ, Россия", "BY RU"),  # an acronym is no state
        ("Tomsk, Polytechnic University, USA", "RU US"),
        ("Томск, Россия", "RU"),
    ],
)
def test_a_namesake_before_its_state(affiliation: str, countries: str) -> None:
    assert " ".join(countries_named([affiliation])) == countries


@pytest.mark.parametrize(
    ("affiliation", "regions"),
    [
        ("Саратовский государственный университет им. Н. Г. Чернышевского", "RU-SAR"),
        ("Кокшетауский университет имени Ш. Уалиханова", "KZ-11"),
        ("Бишкекский государственный университет им. К. Карасаева", "KG-GB"),
        ("Университет имени Иванова", ""),
        ("Школа имени Владимира", ""),
        ("г. Иваново", "RU-IVA"),
        ("Обнинский институт атомной энергетики — филиал НИЯУ МИФИ", "RU-KLU"),
    ],
)
def test_initials_are_no_towns_and_honours_no_cities(affiliation: str, regions: str) -> None:
    assert " ".join(regions_named([affiliation])) == regions
