"""A work as a CSL-JSON item (Citation Style Language 1.0.2); the other exports are made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from schemas import Contributor, Work
from schemas.vocabularies import document_types
from webapp.exports.name_parts import name_parts

_ROLES = {"author": "author", "editor": "editor", "translator": "translator", "compiler": "editor"}

CslItem = dict[str, Any]


def to_csl(work: Work) -> CslItem:
    """The CSL-JSON item of a work; what the work does not say is absent."""
    item = {
        "id": work.id,
        "type": _type(work),
        "title": _first_line(each.text for each in work.titles),
        "abstract": _first_line(each.text for each in work.abstracts),
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "language": _first_line(work.languages),
        "publisher": _first_line(each.text for each in work.publishers),
        "publisher-place": one_line(work.place) if work.place else None,
        "keyword": ", ".join(_keywords(work)) or None,
        **_people(work),
        **_place(work),
        **_identifiers(work),
    }
    return {name: value for name, value in item.items() if value}


def one_line(text: str) -> str:
    """One line without control characters: an export must not be broken up by what was harvested."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())


def _first_line(texts: Iterable[str]) -> str | None:
    """The first text that has anything to show."""
    return next(filter(None, map(one_line, texts)), None)


def _type(work: Work) -> str:
    known = document_types().get(work.type)
    if known and work.type != "unknown":
        return known.csl
    return "article-journal" if work.container and work.container.issn else "document"


def _keywords(work: Work) -> Iterator[str]:
    lines = (one_line(subject.value) for subject in work.subjects if subject.scheme == "keyword")
    return filter(None, lines)


def _people(work: Work) -> CslItem:
    people: dict[str, list[dict[str, str]]] = {}
    for entry in work.contributors:
        role = _ROLES.get(entry.contributor.role)
        name = _name(entry.contributor)
        if role and name:
            people.setdefault(role, []).append(name)
    return people


def _name(person: Contributor) -> dict[str, str] | None:
    """The first of a person's names that can be shown, in two parts if it has them; None if none can."""
    for name in person.names:
        family, given = map(one_line, name_parts(name))
        if person.kind != "organisation" and family and given:
            return {"family": family, "given": given}
        if literal := one_line(name.literal) or family or given:
            return {"literal": literal}
    return None


def _place(work: Work) -> CslItem:
    if work.container is None:
        return {}
    container = work.container
    pages = [page for page in (container.first_page, container.last_page) if page]
    return {
        "container-title": _first_line(each.text for each in container.titles),
        "volume": container.volume and one_line(container.volume),
        "issue": container.issue and one_line(container.issue),
        "page": one_line("-".join(pages) or container.pages or ""),
        "number": container.article_number and one_line(container.article_number),
        "ISSN": _first_line(container.issn),
        "ISBN": _first_line(container.isbn),
    }


def _identifiers(work: Work) -> CslItem:
    lines = ((each.scheme, one_line(each.value)) for each in reversed(work.identifiers))
    first = {scheme: line for scheme, line in lines if line}
    doi = first.get("doi")
    found: CslItem = {name.upper(): first[name] for name in ("doi", "isbn") if name in first}
    address = f"https://doi.org/{doi}" if doi else _first_line(work.urls)
    return found | ({"URL": address} if address else {})
