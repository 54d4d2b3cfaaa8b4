"""The people of a PubMed article: ``ForeName`` or ``FirstName`` and ``MiddleName``, groups as ``CollectiveName``."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.values.names import fitting, parted_name
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole


def contributors(article: etree._Element, lang: str | None) -> tuple[Contributor, ...]:
    """Authors and editors in the order of the file; investigators of a group are no authors, and not read."""
    found = [_contributor(e, _role(e.getparent()), lang) for e in _people(article)]
    return tuple(person for person in found if person is not None)


def _people(article: etree._Element) -> Iterator[etree._Element]:
    book = xml.child(article, "Book")
    holders = [article] if book is None else [article, book]
    for group in (e for holder in holders for e in xml.children(holder, "AuthorList")):
        yield from xml.children(group, "Author")


def _role(group: etree._Element | None) -> ContributorRole:
    return "editor" if group is not None and group.get("Type") == "editors" else "author"


def _contributor(
    author: etree._Element, role: ContributorRole, lang: str | None
) -> Contributor | None:
    if text := xml.text_at(author, "CollectiveName"):
        name = PersonName(literal=text, lang=fitting(lang, text))
        return Contributor(
            names=(name,), role=role, kind="organisation", affiliations=_affiliations(author)
        )
    found = _name(author)
    if found is None:
        return None
    return Contributor(
        names=(found,),
        role=role,
        identifiers=unique(_orcid(author)),
        affiliations=_affiliations(author),
    )


def _name(author: etree._Element) -> PersonName | None:
    first, middle = xml.text_at(author, "FirstName"), xml.text_at(author, "MiddleName")
    sent = " ".join(part for part in (first, middle) if part)
    given = xml.text_at(author, "ForeName") or sent or xml.text_at(author, "Initials")
    return parted_name(xml.text_at(author, "LastName"), given)


def _orcid(author: etree._Element) -> Iterator[Identifier]:
    for e in xml.children(author, "Identifier"):
        if (e.get("Source") or "").upper() == "ORCID" and (text := xml.text_of(e)):
            yield Identifier("orcid", text.rstrip("/").rpartition("/")[2])


def _affiliations(author: etree._Element) -> tuple[Affiliation, ...]:
    holders = [author, *xml.children(author, "AffiliationInfo")]
    found = (xml.text_of(e) for holder in holders for e in xml.children(holder, "Affiliation"))
    return unique(Affiliation(names=(LocalizedText(text),)) for text in found if text)
