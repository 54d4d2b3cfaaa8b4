"""The people of a MODS description: persons and bodies with their roles, one person in two scripts once."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.values.names import person_name
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole
from schemas.vocabularies import language_code

# MARC relator terms and codes; a name without a role is an author
_ROLES: dict[str, ContributorRole] = {
    "": "author",
    "author": "author",
    "aut": "author",
    "creator": "author",
    "cre": "author",
    "автор": "author",
    "editor": "editor",
    "edt": "editor",
    "редактор": "editor",
    "translator": "translator",
    "trl": "translator",
    "переводчик": "translator",
    "compiler": "compiler",
    "com": "compiler",
    "составитель": "compiler",
    "thesis advisor": "advisor",
    "degree supervisor": "advisor",
    "advisor": "advisor",
    "ths": "advisor",
    "dgs": "advisor",
    "reviewer": "reviewer",
    "rev": "reviewer",
}
_BODIES = frozenset({"corporate", "conference"})
_NO_NAME = frozenset({"date", "termsOfAddress"})


def contributors(mods: etree._Element) -> tuple[Contributor, ...]:
    """The people in their order; those that ``altRepGroup`` calls one are one with several forms."""
    found: list[Contributor] = []
    groups: dict[str, int] = {}
    for name in xml.children(mods, "name"):
        person = _contributor(name)
        if person is None:
            continue
        group = name.get("altRepGroup") or ""
        if group and group in groups:
            place = groups[group]
            found[place] = _merged(found[place], person)
        else:
            groups[group] = len(found)
            found.append(person)
    return tuple(found)


def _contributor(name: etree._Element) -> Contributor | None:
    written = _name(name)
    if written is None:
        return None
    return Contributor(
        names=(written,),
        role=_role(name),
        kind="organisation" if name.get("type") in _BODIES else "person",
        identifiers=unique(_name_ids(name)),
        affiliations=unique(
            Affiliation(names=(LocalizedText(text),))
            for e in xml.children(name, "affiliation")
            if (text := xml.text_of(e))
        ),
    )


def _merged(one: Contributor, other: Contributor) -> Contributor:
    return msgspec.structs.replace(
        one,
        names=unique((*one.names, *other.names)),
        identifiers=unique((*one.identifiers, *other.identifiers)),
        affiliations=unique((*one.affiliations, *other.affiliations)),
    )


def _name(name: etree._Element) -> PersonName | None:
    """A body is named from the whole to the part: ``Степной институт. Отдел рек``."""
    parts = [
        (e.get("type") or "", text)
        for e in xml.children(name, "namePart")
        if e.get("type") not in _NO_NAME and (text := xml.text_of(e))
    ]
    whole = [text for kind, text in parts if not kind]
    family = " ".join(text for kind, text in parts if kind == "family") or None
    given = " ".join(text for kind, text in parts if kind == "given") or None
    body = name.get("type") in _BODIES
    literal = _joined_body(whole) if body else " ".join(whole)
    literal = literal or ", ".join(part for part in (family, given) if part)
    literal = literal or (xml.text_at(name, "displayForm") or "")
    if not literal:
        return None
    lang = language_code(name.get("lang") or name.get(xml.XML_LANG))
    if family or given or body:
        return PersonName(literal=literal, family=family, given=given, lang=lang)
    return person_name(literal, lang)


def _joined_body(parts: list[str]) -> str:
    return ". ".join([*(part.rstrip(" .") for part in parts[:-1]), *parts[-1:]])


def _role(name: etree._Element) -> ContributorRole:
    terms = [
        term
        for e in xml.children(name, "role")
        for t in xml.children(e, "roleTerm")
        for term in (xml.text_of(t), t.get("valueURI") or "")
    ]
    told = [term.rstrip("/").rpartition("/")[2].strip(" .").lower() for term in terms if term]
    return next((_ROLES[term] for term in told or [""] if term in _ROLES), "other")


def _name_ids(name: etree._Element) -> Iterator[Identifier]:
    for e in xml.children(name, "nameIdentifier"):
        if (value := xml.text_of(e)) and (scheme := (e.get("type") or "").lower()):
            yield Identifier(scheme, value.rstrip("/").rpartition("/")[2])
