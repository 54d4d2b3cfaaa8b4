"""What a mention holds of an author of a work."""

from __future__ import annotations

from indexer.people.mention import Mention, mentions_of
from indexer.works import SourcedRecord, describe_held
from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Subject,
)


def mentions(*people: Contributor, **values: object) -> list[Mention]:
    record = HarvestedRecord(identifier="1", contributors=people, **values)  # type: ignore[arg-type]
    return mentions_of(7, describe_held(7, [SourcedRecord(source="s", record=record)]).work)


def person(*names: str, ids: tuple[Identifier, ...] = (), place: str = "") -> Contributor:
    where = (Affiliation(names=(LocalizedText(place),)),) if place else ()
    forms = tuple(PersonName(literal=name) for name in names)
    return Contributor(names=forms, identifiers=ids, affiliations=where)


def test_every_form_gives_keys_and_positions_count_from_one() -> None:
    first, second = mentions(person("Касымов А. Б.", "Kasymov A. B."), person("Ли Г."))
    assert (first.work, first.position, second.position) == (7, 1, 2)
    assert {key.family for key in first.names} == {"kasimov"}
    assert first.coauthors == ("li g",)
    assert second.coauthors == ("kasimov a",)


def test_editors_are_no_authors() -> None:
    editor = Contributor(names=(PersonName(literal="Петров П. П."),), role="editor")
    (only,) = mentions(editor, person("Иванов И. И."))
    assert only.coauthors == ()
    assert only.position == 1


def test_an_identifier_says_how_far_it_reaches() -> None:
    ids = (
        Identifier("orcid", "https://orcid.org/0000-0002-1825-0097"),
        Identifier("SPIN", "1234-5678"),
        Identifier("local", "77"),
        Identifier("orcid", "0000-0000-0000-0000x"),
    )
    (only,) = mentions(person("Иванов И. И.", ids=ids))
    assert only.identifiers == ("orcid:0000-0002-1825-0097", "spin:1234-5678", "local@s:77")


def test_places_are_institutions_or_texts() -> None:
    known, unknown = mentions(
        person("Иванов И. И.", place="Казанский федеральный университет, г. Казань"),
        person("Петров П. П.", place="ООО «Рога и копыта», г. Черноморск"),
    )
    assert (known.institutions, known.places) == (("ru-kfu",), ())
    assert unknown.institutions == ()
    assert unknown.places[0].startswith("o roga")


def test_a_crowd_says_nothing_of_each_other() -> None:
    crowd = [person(f"Surname{chr(97 + n % 26)}{n} A.") for n in range(60)]
    assert all(each.coauthors == () for each in mentions(*crowd))


def test_host_subjects_and_year_are_those_of_the_work() -> None:
    (only,) = mentions(
        person("Иванов И. И."),
        titles=(LocalizedText("Рост чешуи карпа"),),
        container=Container(titles=(LocalizedText("Вестник"),), issn=("0042-8752",)),
        subjects=(Subject(scheme="keyword", value="Карп"), Subject(scheme="grnti", value="34.33.33")),
        year=2001,
    )  # fmt: skip
    assert only.host == "00428752"
    assert {"karp", "grnti:34.33", "cheshui"} <= set(only.subjects)
    assert only.year == 2001


def test_a_patronymic_is_kept_where_it_is_written_out() -> None:
    first, second = mentions(person("Иванов Иван Ильич"), person("Петров П. П."))
    assert first.patronymics == ("ilich",)
    assert second.patronymics == ()
