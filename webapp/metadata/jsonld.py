"""A work as schema.org has it, in a data block of its page; it runs nothing, so the policy allows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from schemas import Container, Contributor, Work
from webapp.exports.csl import one_line
from webapp.formatting import fit, short

_TYPES = {
    "article": "ScholarlyArticle", "review": "ScholarlyArticle", "conference-paper": "ScholarlyArticle",
    "book": "Book", "chapter": "Chapter", "thesis": "Thesis", "report": "Report", "dataset": "Dataset",
}  # fmt: skip
Node = dict[str, Any]
_ROOM = 20_000  # bytes of one list
_MOST_LETTERS = 3000  # of one text
_MOST_PLACES = 5


def block(work: Work, address: str, cited_by: int) -> str:
    """The JSON-LD text; no "<" is in it, so that nothing of a title can end the block."""
    told = msgspec.json.encode(node(work, address, cited_by)).decode()
    return told.replace("<", "\\u003c")


def node(work: Work, address: str, cited_by: int) -> Node:
    """The work with what is known; what is not known is absent."""
    made: Node = {
        "@context": "https://schema.org",
        "@id": address,
        "@type": _TYPES.get(work.type, "CreativeWork"),
        "url": address,
        "name": _few(_text(each.text, each.lang) for each in work.titles),
        "headline": one_line(work.titles[0].text)[:110] if work.titles else None,
        "author": _few(map(_person, _of_role(work, "author"))),
        "editor": _few(map(_person, _of_role(work, "editor"))),
        "datePublished": work.published or (str(work.year) if work.year else None),
        "inLanguage": list(work.languages),
        "abstract": _few(_text(each.text, each.lang) for each in work.abstracts),
        "keywords": _few(_text(each.value, each.lang) for each in work.subjects if each.scheme == "keyword"),
        "publisher": [{"@type": "Organization", "name": one_line(each.text)} for each in work.publishers],
        "isPartOf": _host(work.container),
        "pageStart": work.container.first_page if work.container else None,
        "pageEnd": work.container.last_page if work.container else None,
        "identifier": _few(_identifier(each.scheme, each.value) for each in work.identifiers),
        "sameAs": [f"https://doi.org/{each.value}" for each in work.identifiers if each.scheme == "doi"],
    }  # fmt: skip
    if cited_by:
        made["interactionStatistic"] = {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/CiteAction",
            "userInteractionCount": cited_by,
        }
    return {name: value for name, value in made.items() if value}


def _few(items: Iterable[Any]) -> list[Any]:
    """As many as there is room for."""
    return fit(items, _ROOM)


def _of_role(work: Work, role: str) -> list[Contributor]:
    people = (each.contributor for each in work.contributors)
    return [each for each in people if each.role == role and each.names]


def _text(text: str, lang: str | None) -> Node | str:
    line = short(one_line(text), _MOST_LETTERS)
    return {"@value": line, "@language": lang} if lang else line


def _person(person: Contributor) -> Node:
    name = person.names[0]
    made: Node = {
        "@type": "Organization" if person.kind == "organisation" else "Person",
        "name": one_line(name.literal),
        "familyName": name.family and one_line(name.family),
        "givenName": name.given and one_line(name.given),
        "affiliation": [
            {"@type": "Organization", "name": one_line(place.names[0].text)}
            for place in person.affiliations[:_MOST_PLACES]
            if place.names
        ],
        "sameAs": [f"https://orcid.org/{each.value}" for each in person.identifiers if each.scheme == "orcid"],
    }  # fmt: skip
    return {key: value for key, value in made.items() if value}


def _identifier(scheme: str, value: str) -> Node:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": one_line(value)}


def _host(place: Container | None) -> Node | None:
    """The journal, with the volume and the issue between it and the work where they are known."""
    if place is None or not place.titles:
        return None
    kind = "Periodical" if place.issn or place.kind == "journal" else "CreativeWork"
    host: Node = {"@type": kind, "name": one_line(place.titles[0].text)}
    if place.issn:
        host["issn"] = list(place.issn)
    if place.volume:
        host = {"@type": "PublicationVolume", "volumeNumber": place.volume, "isPartOf": host}
    if place.issue:
        host = {"@type": "PublicationIssue", "issueNumber": place.issue, "isPartOf": host}
    return host
