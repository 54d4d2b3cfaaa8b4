"""The first form of the RSCI issue file (``<journals><opercard>…``), rewritten into today's ``journal3`` names.

Publishers' archives of about 2005–2010 are in it. It says the same things under other names, mostly in small letters,
has no ``articles`` element around the articles, keeps the ISSN in the issue, and the reference list as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.formats.rsci.rsci_values import is_issn
from crawler.formats.text import xml

# by the name in small letters, since writers did not agree on capitals
_NAMES = {
    "jrntitle": "title",
    "jnumuni": "number",
    "jvoluni": "volume",
    "jdateuni": "dateUni",
    "jrncode": "codeNEB",
    "jseparate": "section",
    "segtitle": "secTitle",
    "journalinfo": "journalInfo",
    "individinfo": "individInfo",
    "fname": "initials",
    "auwork": "orgName",
    "auadr": "address",
    "auemail": "email",
    "auinf": "otherInfo",
    "arttitles": "artTitles",
    "arttitle": "artTitle",
    "arttype": "artType",
    "langpubl": "langPubl",
    "kwdgroup": "kwdGroup",
    "biblist": "references",
    "blistpart": "reference",
}
_OF_THE_JOURNAL = frozenset({"titleid", "codeNEB"})
_CODES = frozenset({"udk", "bbk", "doi"})


def is_legacy(root: etree._Element) -> bool:
    """True for ``<journals>``, which today's form does not have."""
    return xml.local_name(root) == "journals"


def modern(root: etree._Element) -> Iterator[etree._Element]:
    """Each journal of a legacy file as a ``journal`` of today."""
    for journal in xml.children(root, "journal"):
        for element in journal.iter():
            element.tag = _NAMES.get(xml.local_name(element).lower(), xml.local_name(element))
        issue = xml.child(journal, "issue")
        if issue is not None:
            _lift(journal, issue)
            _gather(issue)
        yield journal


def _lift(journal: etree._Element, issue: etree._Element) -> None:
    """The journal's numbers stand in the issue."""
    for element in [e for e in issue if xml.local_name(e) in _OF_THE_JOURNAL or is_issn(e)]:
        journal.insert(0, element)


def _gather(issue: etree._Element) -> None:
    """Sections and articles go into ``articles``."""
    articles = xml.child(issue, "articles")
    if articles is None:
        articles = etree.SubElement(issue, "articles")
    for element in [e for e in issue if xml.local_name(e) in {"section", "article"}]:
        articles.append(element)
    for article in xml.children(articles, "article"):
        _pages(article)
        _codes(article)


def _pages(article: etree._Element) -> None:
    first, last = xml.text_at(article, "fpageart"), xml.text_at(article, "lpageart")
    if xml.child(article, "pages") is None and first:
        etree.SubElement(article, "pages").text = (
            f"{first}-{last}" if last and last != first else first
        )


def _codes(article: etree._Element) -> None:
    loose = [e for e in article if xml.local_name(e) in _CODES]
    if loose and xml.child(article, "codes") is None:
        etree.SubElement(article, "codes").extend(loose)
