"""The people of a Crossref deposit: ``person_name``, ``organization`` and ``anonymous`` in ``contributors``."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.values.names import parted_name
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole
from schemas.vocabularies import country_code, language_code

_ROLES: dict[str, ContributorRole] = {
    "author": "author",
    "first-author": "author",
    "editor": "editor",
    "chair": "editor",
    "translator": "translator",
    "reviewer": "reviewer",
    "review-assistant": "reviewer",
    "stats-reviewer": "reviewer",
    "reviewer-external": "reviewer",
    "reader": "other",
}


def contributors(element: etree._Element) -> tuple[Contributor, ...]:
    """Everybody that the item names, in the order of the file; a thesis names its author without a list."""
    groups = [*xml.children(element, "contributors"), element]
    return unique(_contributor(e) for group in groups for e in group)


def _contributor(element: etree._Element) -> Contributor | None:
    name = xml.local_name(element)
    role = _ROLES.get(element.get("contributor_role") or "author", "other")
    if name == "organization":
        text = xml.text_of(element)
        if not text:
            return None
        named = PersonName(literal=text, lang=_lang(element))
        return Contributor(names=(named,), role=role, kind="organisation")
    if name != "person_name":
        return None
    names = unique([_name(element), *(_name(e) for e in _other_forms(element))])
    if not names:
        return None
    return Contributor(
        names=names,
        role=role,
        identifiers=unique(_orcid(element)),
        affiliations=unique(_affiliations(element)),
    )


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get("language"))


def _other_forms(person: etree._Element) -> Iterator[etree._Element]:
    for alternatives in xml.children(person, "alt-name"):
        yield from (e for e in alternatives if xml.local_name(e) in {"name", "string-name"})


def _name(element: etree._Element) -> PersonName | None:
    given, family = xml.text_at(element, "given_name"), xml.text_at(element, "surname")
    if xml.local_name(element) == "string-name":
        family = xml.text_of(element)
    return parted_name(family, given, _lang(element))


def _orcid(person: etree._Element) -> Iterator[Identifier]:
    for e in xml.children(person, "ORCID"):
        if text := xml.text_of(e):
            yield Identifier("orcid", text.rstrip("/").rpartition("/")[2])


def _affiliations(person: etree._Element) -> Iterator[Affiliation]:
    """``affiliation`` is text (4.x), ``institution`` in ``affiliations`` has parts (5.x)."""
    for e in xml.children(person, "affiliation"):
        if text := xml.text_of(e):
            yield Affiliation(names=(LocalizedText(text),))
    for group in xml.children(person, "affiliations"):
        for e in xml.children(group, "institution"):
            if (place := _institution(e)) is not None:
                yield place


def _institution(element: etree._Element) -> Affiliation | None:
    parts = [xml.text_at(element, name) for name in ("institution_department", "institution_name")]
    name = ", ".join(part for part in parts if part)
    ids = unique(
        Identifier(kind.lower(), text)
        for e in xml.children(element, "institution_id")
        if (kind := e.get("type")) and (text := xml.text_of(e))
    )
    where = xml.text_at(element, "institution_place")
    if not (name or ids):
        return None
    return Affiliation(
        names=(LocalizedText(name),) if name else (),
        country=country_code((where or "").rpartition(",")[2].strip()),
        identifiers=ids,
    )
