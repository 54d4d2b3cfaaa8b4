"""The people of an item of CSL-JSON: names in their parts, or as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.bundles.crossref import affiliations
from crawler.formats.bundles.json_items import Json, objects, text
from crawler.formats.values.name_forms import is_nobody
from crawler.formats.values.names import contributors
from schemas import Contributor, Identifier, PersonName
from schemas.record import ContributorRole

_ROLES: tuple[tuple[str, ContributorRole], ...] = (
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("collection-editor", "editor"),
)

_OF_A_PERSON = re.compile(
    r"(?<!\w)[^\W\d_]\.|^[^\s,]+, [^\s,]+$"
)  # initials, or a comma after one word


def people(item: Json) -> Iterator[Contributor]:
    """Everyone, authors first; who has no family name is an organisation, or a name as written."""
    for key, role in _ROLES:
        for person in objects(item.get(key)):
            yield from _person(person, role)


def _person(person: Json, role: ContributorRole) -> Iterator[Contributor]:
    given = _joined(person, "given", "dropping-particle")
    family = _joined(person, "non-dropping-particle", "family")
    if family and given and is_nobody(family, beside=True):
        family = None
    literal = text(person.get("literal")) or text(person.get("name"))
    if family and given:
        written = ", ".join(filter(None, (family, given, text(person.get("suffix")))))
        name = PersonName(literal=literal or written, family=family, given=given)
        yield Contributor(
            names=(name,),
            role=role,
            identifiers=tuple(_orcid(person)),
            affiliations=affiliations(person),
        )
    elif literal and not family and not _OF_A_PERSON.search(literal):
        # citeproc knows people by their parts: what has none is an organisation
        name = PersonName(literal=literal)
        yield Contributor(names=(name,), role=role, kind="organisation")
    elif literal and not family:
        yield from contributors(literal, role=role)
    elif whole := family or given:
        # several programs put the whole name, or all of the names, into one part
        yield from contributors(whole, role=role)


def _joined(person: Json, *keys: str) -> str | None:
    return " ".join(part for key in keys if (part := text(person.get(key)))) or None


def _orcid(person: Json) -> Iterator[Identifier]:
    if orcid := text(person.get("ORCID")):
        yield Identifier("orcid", orcid.rstrip("/").rpartition("/")[2])
