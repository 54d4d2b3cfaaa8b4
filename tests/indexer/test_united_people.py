from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.united_people import united
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole

ORCID = Identifier("orcid", "0000-0002-1825-0097")
OTHER_ORCID = Identifier("orcid", "0000-0001-5109-3700")


def _person(
    *names: str,
    at: str | tuple[str, ...] = (),
    ids: tuple[Identifier, ...] = (),
    role: ContributorRole = "author",
) -> Contributor:
    places = (at,) if isinstance(at, str) else at
    return Contributor(
        names=tuple(PersonName(literal=name) for name in names),
        role=role,
        identifiers=ids,
        affiliations=tuple(Affiliation(names=(LocalizedText(place),)) for place in places),
    )


def _forms(*parts: tuple[str, list[Contributor]]) -> list[list[str]]:
    return [[form.text for form in person.forms] for person in united(parts)]


def _places(*parts: tuple[str, list[Contributor]]) -> list[list[str]]:
    return [
        [name.text for place in person.contributor.affiliations for name in place.names]
        for person in united(parts)
    ]


@pytest.mark.parametrize(
    ("first", "second", "forms"),
    [
        (["Орлов А. С."], ["Orlov A. S."], [["Орлов А. С.", "Orlov A. S."]]),
        (["Ким И. И.", "Орлов А. С."], ["Orlov A."], [["Ким И. И."], ["Орлов А. С.", "Orlov A."]]),
        # in another order
        (
            ["Жук Н. І.", "Бейсенов Т."],
            ["Beisenov T.", "Zhuk N."],
            [["Жук Н. І.", "Zhuk N."], ["Бейсенов Т.", "Beisenov T."]],
        ),
        (["Զորյան Ա."], ["Zoryan A."], [["Զորյան Ա.", "Zoryan A."]]),
        (["Асанов Б."], ["Asanov B."], [["Асанов Б.", "Asanov B."]]),
        # near misses: another initial, another family
        (["Орлов А. С."], ["Orlov V. S."], [["Орлов А. С."]]),
        (["Орлов А. С."], ["Крылов А. С."], [["Орлов А. С."]]),
        # namesakes keep to their places
        (
            ["Иванов И.", "Иванов И."],
            ["Ivanov I.", "Ivanov I."],
            [["Иванов И.", "Ivanov I."], ["Иванов И.", "Ivanov I."]],
        ),
    ],
)
def test_who_is_whom(first: list[str], second: list[str], forms: list[list[str]]) -> None:
    records = ("ru", list(map(_person, first))), ("en", list(map(_person, second)))
    assert _forms(*records) == forms


def test_the_record_that_names_most_authors_leads() -> None:
    short = [_person("Орлов А."), _person("Ким И.", role="editor"), _person("Ли В.", role="editor")]
    long = [_person("Орлов А. С."), _person("Жук Н. И.")]
    found = united([("one", short), ("two", long)])
    assert [p.contributor.names[0].literal for p in found] == [
        "Орлов А. С.",
        "Жук Н. И.",
        "Ким И.",
        "Ли В.",
    ]
    assert [p.contributor.role for p in found] == ["author", "author", "editor", "editor"]


def test_affiliations_of_all_records_are_kept_once_each() -> None:
    minsk, again, kiel = "БГУ, Минск", "БГУ,  МИНСК", "CAU, Kiel"
    records = [
        ("one", [_person("Орлов А.", at=minsk)]),
        ("two", [_person("Orlov A.", at=(again, kiel))]),
        ("three", [_person("Orlov A.")]),
    ]
    assert _places(*records) == [[minsk, kiel]]
    (person,) = united(records)
    assert [statement.source for statement in person.statements] == ["one", "two"]
    assert person.sources_of_place(minsk) == ("one",)
    assert person.sources_of_place(again) == person.sources_of_place(kiel) == ("two",)


def test_two_names_of_one_place_are_united() -> None:
    both = Affiliation(names=(LocalizedText("КазНУ", "ru"), LocalizedText("KazNU", "en")))
    rich = Affiliation(names=(LocalizedText("KazNU", "en"),), country="KZ", city="Almaty")
    name = (PersonName(literal="Орлов А."),)
    one, other = (Contributor(names=name, affiliations=(place,)) for place in (both, rich))
    (person,) = united([("a", [one]), ("b", [other])])
    (place,) = person.contributor.affiliations
    assert [text.text for text in place.names] == ["КазНУ", "KazNU"]
    assert (place.country, place.city) == ("KZ", "Almaty")


def test_an_identifier_says_more_than_a_name() -> None:
    married = ("one", [_person("Петрова А.", ids=(ORCID,)), _person("Ким И.")])
    before = ("two", [_person("Ким И."), _person("Сидорова А.", ids=(ORCID,))])
    assert _forms(married, before) == [["Петрова А.", "Сидорова А."], ["Ким И."]]


def test_an_identifier_that_contradicts_parts_namesakes() -> None:
    one = ("one", [_person("Иванов И.", ids=(ORCID,))])
    other = ("two", [_person("Ivanov I.", ids=(OTHER_ORCID,))])
    assert _forms(one, other) == [["Иванов И."]]


def test_an_identifier_written_in_two_ways_stands_once() -> None:
    address = Identifier("orcid", "https://orcid.org/0000-0002-1825-0097")
    one, other = (
        ("a", [_person("Ким И.", ids=(ORCID,))]),
        ("b", [_person("Kim I.", ids=(address,))]),
    )
    (person,) = united([one, other])
    assert person.contributor.identifiers == (ORCID,)
    assert person.sources_of_identifier(ORCID) == ("a",)
    assert person.sources_of_identifier(address) == ("b",)


def test_an_editor_is_no_author_of_the_same_name() -> None:
    one = ("one", [_person("Орлов А.", at="БГУ")])
    other = ("two", [_person("Орлов А.", at="МГУ", role="editor")])
    found = united([one, other])
    assert [person.contributor.role for person in found] == ["author", "editor"]
    assert [person.contributor.affiliations[0].names[0].text for person in found] == ["БГУ", "МГУ"]


def test_one_record_is_left_as_it_is() -> None:
    people = [_person("Орлов А.", at="БГУ", ids=(ORCID,)), _person("Ким И.")]
    found = united([("one", people)])
    assert [person.contributor for person in found] == people
    assert not any(person.statements for person in found)


_NAMES = st.sampled_from(["Орлов А.", "Orlov A.", "Ким И.", "Kim I.", "Иванов И. И.", "", "?"])
_PEOPLE = st.lists(
    st.builds(
        _person,
        _NAMES,
        at=st.lists(st.sampled_from(["БГУ", "МГУ", ""]), max_size=2, unique=True).map(tuple),
        ids=st.sampled_from([(), (ORCID,), (OTHER_ORCID,)]),
        role=st.sampled_from(["author", "editor"]),
    ),
    max_size=4,
)


@given(st.lists(st.tuples(st.sampled_from("abc"), _PEOPLE), min_size=1, max_size=3))
def test_nobody_of_the_leading_record_is_lost_and_all_sources_are_told(
    parts: list[tuple[str, list[Contributor]]],
) -> None:
    found = united(parts)
    most = max(sum(p.role == "author" for p in people) for _, people in parts)
    assert sum(p.contributor.role == "author" for p in found) == most
    sources = {source for source, _ in parts}
    for person in found:
        assert {source for form in person.forms for source in form.sources} <= sources
        places = person.contributor.affiliations
        assert len(places) == len({place for place in places if place.names[0].text}) + sum(
            not place.names[0].text for place in places
        )
