"""The meta tags of an article's page under one name each, whatever vocabulary the page writes.

Sources: Google Scholar's inclusion guidelines (``citation_*``, and the tags of bepress, EPrints and PRISM that they
name), Dublin Core in HTML (``DC.*``, ``DCTERMS.*``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from lxml import etree, html

from schemas import LocalizedText
from schemas.vocabularies import language_code

Tag = LocalizedText
Tags = dict[str, list[Tag]]

# another name → the one that is read; it counts only where the page has none of that name
_ALIASES = {
    "citation_first_page": "citation_firstpage",
    "citation_start_page": "citation_firstpage",
    "citation_startpage": "citation_firstpage",
    "citation_last_page": "citation_lastpage",
    "citation_end_page": "citation_lastpage",
    "citation_endpage": "citation_lastpage",
    "citation_page": "citation_pages",
    "citation_journal": "citation_journal_title",
    "citation_publisher_title": "citation_publisher",
    "citation_number": "citation_issue",
    "citation_eissn": "citation_issn",
    "citation_electronic_issn": "citation_issn",
    "citation_keyword": "citation_keywords",
    "citation_publication_year": "citation_year",
    "doi": "citation_doi",
    "prism.publicationname": "citation_journal_title",
    "prism.issn": "citation_issn",
    "prism.eissn": "citation_issn",
    "prism.volume": "citation_volume",
    "prism.number": "citation_issue",
    "prism.startingpage": "citation_firstpage",
    "prism.endingpage": "citation_lastpage",
    "prism.pagerange": "citation_pages",
    "prism.publicationdate": "citation_date",
    "prism.doi": "citation_doi",
    "eprints.title": "citation_title",
    "eprints.creators_name": "citation_author",
    "eprints.publication": "citation_journal_title",
    "eprints.issn": "citation_issn",
    "eprints.volume": "citation_volume",
    "eprints.number": "citation_issue",
    "eprints.pagerange": "citation_pages",
    "eprints.date": "citation_date",
    "eprints.abstract": "citation_abstract",
    "eprints.keywords": "citation_keywords",
    "eprints.id_number": "citation_doi",
    "dc.source.issn": "citation_issn",
    "dc.source.volume": "citation_volume",
    "dc.source.issue": "citation_issue",
    "dc.identifier.pagenumber": "citation_pages",
    "dc.date.published": "dc.date.issued",
    "dc.date.created": "dc.date.issued",
    "dcterms.title": "dc.title",
    "dcterms.alternative": "dc.title.alternative",
    "dcterms.creator": "dc.creator",
    "dcterms.contributor": "dc.contributor",
    "dcterms.issued": "dc.date.issued",
    "dcterms.date": "dc.date",
    "dcterms.publisher": "dc.publisher",
    "dcterms.identifier": "dc.identifier",
    "dcterms.subject": "dc.subject",
    "dcterms.language": "dc.language",
    "dcterms.rights": "dc.rights",
    "dcterms.license": "dc.rights",
    "dc.contributor.author": "dc.creator",
}
_VOCABULARIES = ("citation_", "dc.", "prism.", "eprints.")
_BEPRESS = re.compile(r"^bepress_(?=citation_)")
_COLON = re.compile(r"^(dc|dcterms|prism|og):")


class Named(NamedTuple):
    """A meta tag: its name, its content with its language, and whether the page wrote it under another name."""

    name: str
    tag: Tag
    alias: bool


def named(document: html.HtmlElement) -> list[Named]:
    """The meta tags with content, in their order; under another name only where the page has none of the first."""
    found = [(_name(element), element) for element in document.iter("meta")]
    given = {name for name, element in found if (element.get("content") or "").strip()}
    tags = []
    for name, element in found:
        content = " ".join((element.get("content") or "").split())
        first = _ALIASES.get(name)
        alias = first is not None and first not in given
        if name and content:
            tags.append(
                Named(first if first and alias else name, Tag(content, lang_of(element)), alias)
            )
    return tags


def by_name(tags: list[Named]) -> Tags:
    """The tags by name, each once."""
    found: Tags = defaultdict(list)
    for each in tags:
        found[each.name].append(each.tag)
    return found


def _name(element: etree._Element) -> str:
    return _known(element.get("name") or element.get("property") or "")


@lru_cache(1024)  # the pages of a journal have the same names
def _known(given: str) -> str:
    name = given.strip().lower()
    return _COLON.sub(r"\1." if not name.startswith("og:") else r"\1:", _BEPRESS.sub("", name))


def lang_of(element: etree._Element) -> str | None:
    """The language of a tag where it has one."""
    return language_code(element.get("xml:lang") or element.get("lang"))


def describe_article(tags: Tags) -> bool:
    """True if any of the tags is of a vocabulary for publications."""
    return any(name.startswith(_VOCABULARIES) for name in tags)
