"""Records to profiles: markers in six languages, pages, parallel titles, undivided author fields."""

from __future__ import annotations

import pytest

from indexer.profiles.markers import markers, restricted
from indexer.profiles.of_record import (
    merge_profiles,
    people_keys,
    plain_titles,
    record_profile,
    whole_pages,
)
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from schemas import Container, Contributor, HarvestedRecord, LocalizedText, PersonName


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Поправка к статье: Сепсис", ("erratum",)),
        ("Popravka k state: Sepsis", ("erratum",)),
        ("Папраўка да артыкула «Мова»", ("erratum",)),
        ("Түзету: мақала атауы", ("erratum",)),
        ("Оңдоо: макаланын аталышы", ("erratum",)),
        ("Ուղղում", ("erratum",)),
        ("Erratum to: Sepsis", ("erratum",)),
        ("Ответ на рецензию", ("reply",)),
        ("Адказ крытыкам", ("reply",)),
        ("Reply to Smith", ("reply",)),
        ("Պատասխան քննադատին", ("reply",)),
        ("Жауап хат", ("reply",)),
        ("Retraction notice to: Sepsis", ("retraction",)),
        ("Рецензия на книгу И. Иванова", ("review",)),
        ("Бытие и время / пер. с нем.", ("translation",)),
        # near misses
        ("Исправительные учреждения", ()),
        ("RETRACTED: Sepsis", ()),
        ("Перевод поэзии", ()),
        ("Ответственность сторон", ()),
        ("Correctional facilities", ()),
    ],
)
def test_markers(title: str, expected: tuple[str, ...]) -> None:
    assert markers([fold(title)]) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Развитие села (на примере Омской области)", True),
        ("Razvitie sela (na primere Omskoi oblasti)", True),
        ("Ауыл экономикасы (Алматы облысының мысалында)", True),
        ("Айыл экономикасы Чүй облусунун мисалында", True),
        ("Развіццё вёскі на прыкладзе Гродзенскай вобласці", True),
        ("Գյուղի զարգացումը Շիրակի օրինակով", True),
        ("Rural growth: a case study", True),
        ("Примеры и задачи", False),
        ("Case law of the court", False),
    ],
)
def test_studies_of_one_place_or_case(title: str, expected: bool) -> None:
    assert restricted((fold(title),)) == expected


def test_a_note_may_say_so_in_brackets() -> None:
    record = HarvestedRecord(
        identifier="1", titles=(LocalizedText("Об уравнениях I рода (исправление)"),)
    )
    assert record_profile(record, "s").markers == ("erratum",)
    behind = (LocalizedText("Об уравнениях (исправление) Известия вузов. Математика"),)
    dirty = HarvestedRecord(identifier="1", titles=behind)
    assert record_profile(dirty, "s").markers == ("erratum",)
    other = HarvestedRecord(identifier="1", titles=(LocalizedText("Об исправлении (речи)"),))
    assert record_profile(other, "s").markers == ()


def test_the_document_type_is_a_marker_too() -> None:
    assert markers([], "correction") == ("erratum",)
    assert markers([], "article") == ()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("183", "9", ("183", "189")),
        ("433444", "", ("433", "444")),
        ("045102", "", ("45102", "")),
        ("5", "13", ("5", "13")),
        ("444433", "", ("444433", "")),
        ("e22", "", ("e22", "")),
    ],
)
def test_pages_in_full(first: str, last: str, expected: tuple[str, str]) -> None:
    assert whole_pages(first, last) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Язык и мысль = Language and thought", ["Язык и мысль", "Language and thought"]),
        ("Язык и мысль [Language and thought]", ["Язык и мысль", "Language and thought"]),
        ("Мова / Язык", ["Мова / Язык"]),
        (
            "Put' iazyka i mysli = Ways of language",
            ["Put' iazyka i mysli = Ways of language", "Put' iazyka i mysli", "Ways of language"],
        ),
        ("О формуле E = mc2", ["О формуле E = mc2"]),
        ("Свойства <i>E. coli</i> &amp; фагов", ["Свойства E. coli & фагов"]),
        ("", []),
    ],
)
def test_titles(text: str, expected: list[str]) -> None:
    assert list(plain_titles(text)) == expected


def test_an_undivided_author_field_is_divided() -> None:
    record = HarvestedRecord(
        identifier="1",
        contributors=(Contributor(names=(PersonName(literal="kearns, m. j., and li, m."),)),),
    )
    families = [{key.family for key in person} for person in record_profile(record, "s").people]
    assert len(families) == 2
    assert fold("Kearns") in families[0]
    assert fold("Li") in families[1]


def test_the_place_in_the_journal() -> None:
    host = Container(titles=(LocalizedText("Логос"),), volume="Т. 5(2)", pages="С. 39–43")
    profile = record_profile(HarvestedRecord(identifier="1", container=host, year=3019), "s")
    assert (profile.volume, profile.issue) == ("5", "2")
    assert (profile.first_page, profile.last_page) == ("39", "43")
    assert profile.year is None


def test_a_work_has_what_most_of_its_records_say_whatever_their_order() -> None:
    one = Profile(titles=("a",), year=2019, first_page="5", markers=("reply",))
    two = Profile(titles=("b",), year=2020, first_page="5", doi=("10.1/x",))
    three = Profile(titles=("a",), year=2020)
    merged = merge_profiles([one, two, three])
    assert merged == merge_profiles([three, one, two])
    assert (set(merged.titles), merged.year, merged.doi) == ({"a", "b"}, 2020, ("10.1/x",))
    assert merged.markers == ()


def test_a_year_among_the_authors_is_nobody() -> None:
    people = [
        Contributor(names=(PersonName(literal=text),), role="author") for text in ("1999", "Ли")
    ]
    assert [[key.family for key in keys] for keys in people_keys(people)] == [["li"]]
