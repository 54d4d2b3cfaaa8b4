"""The people of a schema.org node: strings, persons and organisations, alone or in a ``Role``, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.article_pages.jsonld_nodes import Node, first, kinds, listed, localized, texts
from crawler.formats.bundles.json_items import text
from crawler.formats.items import unique
from crawler.formats.values.names import contributors
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole

_ROLES: tuple[tuple[tuple[str, ...], ContributorRole], ...] = (
    (("author", "creator"), "author"),
    (("editor",), "editor"),
    (("translator",), "translator"),
)
_ORCID = re.compile(r"(?:\d{4}-){3}\d{3}[\dXx]")
_ORGANISATIONS = {
    "organization", "corporation", "collegeoruniversity", "educationalorganization", "governmentorganization",
    "researchorganization", "ngo", "project",
}  # fmt: skip


def people(node: Node) -> tuple[Contributor, ...]:
    """Everyone whom the node names, authors first; ``creator`` counts only where there is no ``author``."""
    found: list[Contributor] = []
    for names, role in _ROLES:
        given = next((node[name] for name in names if node.get(name)), None)
        for one in listed(given):
            found += _person(one, role)
    return unique(found)


def _person(given: object, role: ContributorRole) -> Iterator[Contributor]:
    if not isinstance(given, dict):
        if written := text(given):
            yield from contributors(written, role=role)
        return
    if "role" in kinds(given):
        for key in ("author", "creator", "editor", "translator", "contributor"):
            for inner in listed(given.get(key)):
                yield from _person(inner, role)
        return
    names = tuple(_names(given))
    if names:
        collective = bool(kinds(given) & _ORGANISATIONS)
        yield Contributor(
            names=names,
            role=role,
            kind="organisation" if collective else "person",
            identifiers=unique(_identifiers(given)),
            affiliations=unique(
                map(_place, listed(given.get("affiliation") or given.get("worksFor")))
            ),
        )


def _names(person: Node) -> Iterator[PersonName]:
    family, given = first(person, "familyName"), first(person, "givenName")
    more = first(person, "additionalName")
    if given and more and more not in given:
        given = f"{given} {more}"
    written = list(localized(person.get("name")))
    lang = written[0].lang if written else None
    if family and given:
        literal = written[0].text if written else f"{family}, {given}"
        yield PersonName(literal=literal, family=family, given=given, lang=lang)
    elif written:
        for name in written:
            yield from _as_written(name)
    elif alone := family or given or text(person.get("@value")):
        yield PersonName(literal=alone)


def _as_written(name: LocalizedText) -> Iterator[PersonName]:
    """``Сидоров, Иван`` in its parts."""
    for person in contributors(name.text, name.lang)[:1]:
        yield from person.names


def _identifiers(person: Node) -> Iterator[Identifier]:
    given = [
        person.get("@id"),
        *listed(person.get("sameAs")),
        *listed(person.get("identifier")),
        person.get("url"),
    ]
    for one in given:
        value = first(one, "value", "@value", "@id", "url") if isinstance(one, dict) else text(one)
        if one and value and (match := _ORCID.search(value)) and _is_orcid(one, value):
            yield Identifier("orcid", match[0])


def _is_orcid(given: object, value: str) -> bool:
    """A number alone is an ORCID too; in an address it is one of that site only."""
    named = isinstance(given, dict) and "orcid" in (first(given, "propertyID") or "").lower()
    return named or "orcid" in value.lower() or _ORCID.fullmatch(value.strip()) is not None


def _place(given: object) -> Affiliation | None:
    names = tuple(localized(given))
    if not names:
        return None
    address = given.get("address") if isinstance(given, dict) else None
    inside = address if isinstance(address, dict) else {}
    country = next(iter(texts(inside.get("addressCountry"))), None)
    return Affiliation(names=names, country=country if country and len(country) == 2 else None)
