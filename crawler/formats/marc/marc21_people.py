"""The people and organisations of a MARC 21 record: main and added entries, and the names that repositories type in."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pymarc

from crawler.formats.items import unique
from crawler.formats.marc.marc21_forms import Forms
from crawler.formats.marc.marc_fields import first, joined, values
from crawler.formats.marc.marc_people import (
    affiliations,
    linked_places,
    person_ids,
    place_link,
    role_of,
    stated_people,
)
from crawler.formats.values.names import contributors as people_of
from crawler.formats.values.names import person_name
from schemas import Contributor, PersonName
from schemas.record import ContributorRole


def contributors(marc: pymarc.Record, *, dublin_core: bool) -> tuple[Contributor, ...]:
    """Everybody that the fields name, else those of the statement of responsibility (245 ``$c``)."""
    found = (*_people(marc, dublin_core=dublin_core), *_groups(marc))
    return found or stated_people(next(values(marc, "245", "c"), None))


def _people(marc: pymarc.Record, *, dublin_core: bool) -> Iterator[Contributor]:
    forms = Forms(marc)
    places = linked_places(_group_fields(marc))
    sponsors = _sponsors(marc) if dublin_core else frozenset()
    for field in marc.get_fields("100", "700", "720"):
        if field.tag == "720":
            yield from _uncontrolled(field, "other" if id(field) in sponsors else "author")
            continue
        names = () if _names_work(field) else _names(forms.of(field))
        if names:
            yield Contributor(
                names=names,
                role=role_of(field, "4", "e"),
                identifiers=person_ids(field),
                affiliations=affiliations(field, "u", places),
            )


def _sponsors(marc: pymarc.Record) -> frozenset[int]:
    """The names behind the publisher: OJS 2 and OCS write the sponsor there as one more."""
    tags = [field.tag for field in marc.fields]
    start = tags.index("260") if "260" in tags else len(tags)
    return frozenset(id(field) for field in marc.fields[start:] if field.tag == "720")


def _uncontrolled(field: pymarc.Field, default: ContributorRole) -> Iterator[Contributor]:
    """720, what OJS and DSpace write: names as they are typed, in OJS 2 with the affiliation after a semicolon."""
    role = role_of(field, "4", "e", default=default)
    found = people_of(first(field, "a") or "", role=role)
    if len(found) != 1:  # of several people nobody knows whose the other subfields are
        yield from found
        return
    person = found[0]
    yield msgspec.structs.replace(
        person,
        identifiers=unique([*person.identifiers, *person_ids(field)]),
        affiliations=unique([*person.affiliations, *affiliations(field, "u")]),
    )


def _group_fields(marc: pymarc.Record) -> list[pymarc.Field]:
    return marc.get_fields("110", "710", "111", "711")


def _groups(marc: pymarc.Record) -> Iterator[Contributor]:
    for field in _group_fields(marc):
        name = joined(field, ". ", "a", "b") or joined(field, ". ", "g")
        if name and not _names_work(field) and place_link(field) is None:
            yield Contributor(
                names=(PersonName(literal=name),), role=_role_of_group(field), kind="organisation"
            )


def _names_work(field: pymarc.Field) -> bool:
    """An added entry with a title names a work that is contained or related, and no author of this one."""
    return field.tag.startswith("7") and bool(field.get_subfields("t"))


def _role_of_group(field: pymarc.Field) -> ContributorRole:
    """The main entry and Invenio's collaborations ($g) wrote it; an added entry without relator may be anything."""
    wrote = field.tag == "110" or bool(field.get_subfields("g"))
    return role_of(field, "4", "e", default="author" if wrote else "other")


def _names(forms: list[pymarc.Field]) -> tuple[PersonName, ...]:
    found = [person_name(name) for form in forms if (name := first(form, "a"))]
    return unique([*found, _fuller(found[0], first(forms[0], "q"))]) if found else ()


def _fuller(name: PersonName, full: str | None) -> PersonName | None:
    """The name with what its initials stand for: ``$q (Иван Петрович)``."""
    full = (full or "").strip("() ")
    initial = (name.given or "")[:1]
    if not (full and initial and name.family and full.startswith(initial)):
        return None
    return PersonName(literal=f"{name.family}, {full}", family=name.family, given=full)
