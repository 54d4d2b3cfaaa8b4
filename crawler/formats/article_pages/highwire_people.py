"""The people of an article's page: ``citation_author`` with the tags that follow it, or tags that name all together."""

from __future__ import annotations

from msgspec.structs import replace

from crawler.formats.article_pages.highwire_tags import Named, Tag, Tags
from crawler.formats.items import unique
from crawler.formats.values import names
from schemas import Affiliation, Contributor, Identifier, LocalizedText
from schemas.record import ContributorRole

_INSTITUTIONS = frozenset({"citation_author_institution", "citation_author_affiliation"})
# where no author has a tag of his own: all of them in one, or as Dublin Core names them
_TOGETHER = (
    "citation_authors",
    "dc.creator",
    "dc.creator.personalname",
    "dc.contributor",
    "article:author",
)
_OTHERS: tuple[tuple[str, ContributorRole], ...] = (
    ("citation_editor", "editor"),
    ("dc.contributor.editor", "editor"),
    ("citation_translator", "translator"),
    ("dc.contributor.translator", "translator"),
    ("dc.contributor.advisor", "advisor"),
)


def people(named: list[Named], tags: Tags) -> tuple[Contributor, ...]:
    """Authors first, each with the tags that follow (institution, ORCID) up to the next; then editors and others."""
    authors = [person for group in _groups(named) for person in _persons(group)]
    others = [
        person
        for name, role in _OTHERS
        for tag in tags.get(name, ())
        for person in names.contributors(tag.text, tag.lang, role)
    ]
    return unique([*(authors or _together(tags)), *others])


def _groups(named: list[Named]) -> list[list[Named]]:
    groups: list[list[Named]] = []
    for each in named:
        if each.name == "citation_author":
            groups.append([each])
        elif groups:
            groups[-1].append(each)
    return groups


def _together(tags: Tags) -> list[Contributor]:
    """The first of the tags that name people without an author's own tag, and are no addresses."""
    for name in _TOGETHER:
        given: list[Tag] = [tag for tag in tags.get(name, ()) if "://" not in tag.text]
        if given:
            return [person for tag in given for person in _named(tag)]
    return []


def _named(tag: Tag) -> list[Contributor]:
    return [person for part in tag.text.split(";") for person in names.contributors(part, tag.lang)]


def _persons(group: list[Named]) -> list[Contributor]:
    """The people of an author's tag: mostly one; what follows belongs to all of them."""
    own, *details = group
    orcid = [each.tag.text for each in details if each.name == "citation_author_orcid"]
    places = [each.tag for each in details if each.name in _INSTITUTIONS]
    found = names.contributors(own.tag.text, own.tag.lang)
    there = tuple(Affiliation(names=(LocalizedText(tag.text, tag.lang),)) for tag in places)
    numbers = tuple(Identifier("orcid", number) for number in orcid[-1:]) if len(found) == 1 else ()
    return [
        replace(
            person,
            identifiers=unique([*numbers, *person.identifiers]),
            affiliations=(*person.affiliations, *there),
        )
        for person in found
    ]
