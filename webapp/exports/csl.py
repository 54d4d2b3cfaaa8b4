"""A work as a CSL-JSON item (Citation Style Language 1.0.2); the other exports are made from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.text.names import parse_name
from schemas import Contributor, PersonName, Work
from schemas.vocabularies import document_types

_ROLES = {"author": "author", "editor": "editor", "translator": "translator", "compiler": "editor"}

CslItem = dict[str, Any]


def to_csl(work: Work) -> CslItem:
    """The CSL-JSON item of a work; what the work does not say is absent."""
    item = {
        "id": work.id,
        "type": _type(work),
        "title": _line(work.titles[0].text) if work.titles else None,
        "abstract": _line(work.abstracts[0].text) if work.abstracts else None,
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "language": work.languages[0] if work.languages else None,
        "publisher": _line(work.publishers[0].text) if work.publishers else None,
        "publisher-place": _line(work.place) if work.place else None,
        "keyword": ", ".join(_keywords(work)) or None,
        **_people(work),
        **_place(work),
        **_identifiers(work),
    }
    return {name: value for name, value in item.items() if value}


def _line(text: str) -> str:
    """One line without control characters: an export must not be broken up by what was harvested."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())


def _type(work: Work) -> str:
    known = document_types().get(work.type)
    if known and work.type != "unknown":
        return known.csl
    return "article-journal" if work.container and work.container.issn else "document"


def _keywords(work: Work) -> Iterator[str]:
    return (_line(subject.value) for subject in work.subjects if subject.scheme == "keyword")


def _people(work: Work) -> CslItem:
    people: dict[str, list[dict[str, str]]] = {}
    for entry in work.contributors:
        role = _ROLES.get(entry.contributor.role)
        if role:
            people.setdefault(role, []).append(_name(entry.contributor))
    return people


def _name(person: Contributor) -> dict[str, str]:
    name = person.names[0]
    family, given = _parts(name)
    if person.kind == "organisation" or not (family and given):
        return {"literal": _line(name.literal)}
    return {"family": _line(family), "given": _line(given)}


def _parts(name: PersonName) -> tuple[str, str]:
    if name.family:
        return name.family, name.given or ""
    family = parse_name(name.literal).family
    return family, name.literal.replace(family, "", 1).strip(" ,")


def _place(work: Work) -> CslItem:
    if work.container is None:
        return {}
    container = work.container
    pages = [page for page in (container.first_page, container.last_page) if page]
    return {
        "container-title": _line(container.titles[0].text) if container.titles else None,
        "volume": container.volume and _line(container.volume),
        "issue": container.issue and _line(container.issue),
        "page": _line("-".join(pages) or container.pages or ""),
        "number": container.article_number and _line(container.article_number),
        "ISSN": container.issn[0] if container.issn else None,
        "ISBN": container.isbn[0] if container.isbn else None,
    }


def _identifiers(work: Work) -> CslItem:
    first = {each.scheme: _line(each.value) for each in reversed(work.identifiers)}
    doi = first.get("doi")
    found: CslItem = {name.upper(): first[name] for name in ("doi", "isbn") if name in first}
    address = f"https://doi.org/{doi}" if doi else next(iter(work.urls), None)
    return found | ({"URL": _line(address)} if address else {})
