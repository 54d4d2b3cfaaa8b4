"""Items of HTML lists: which of them are entries of a reference list, and which only hold lists or links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from crawler.formats.article_pages.reference_headings import heading_of
from crawler.formats.values.entry_starts import looks_cited

HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ol", "ul"})
_LINK = re.compile(
    r"^(?:crossref|google scholar|pubmed(?: central)?|pmc|scopus|web of science|wos|isi|view(?: at publisher|"
    r" article)?|mathscinet|zbmath|zentralblatt math|adsnasa|math-?net(?:\.ru)?|elibrary(?:\.ru)?|академия google)$",
    re.IGNORECASE,
)
_MOST_ELEMENTS = 1_000  # of an entry
_MOST_LETTERS = 8_000  # of an entry with its authors; a part of the layout has more
_MOST_SIBLINGS = 5
_MOST_LINKS = 20
LONGEST = 2000


def is_entry(item: etree._Element) -> bool:
    """True for an item without a list in it, and for one that is a reference beside the lists that are in it.

    Publishers put the authors of an entry into a list of their own; what only holds a list is a part of the layout. An
    entry without a year or an address is one among others that have them.
    """
    if item.find(".//li") is None:
        return True
    beside = _beside_its_lists(item)
    if not beside:
        return False
    return any(looks_cited(text) for text in (beside, *_beside_those_of(_siblings(item))))


def _siblings(item: etree._Element) -> Iterator[etree._Element]:
    parent = item.getparent()
    others = parent.iterchildren("li") if parent is not None else iter(())
    return islice((other for other in others if other.find(".//li") is not None), _MOST_SIBLINGS)


def _beside_those_of(items: Iterator[etree._Element]) -> Iterator[str]:
    return (_beside_its_lists(item) for item in items)


def _beside_its_lists(item: etree._Element) -> str:
    """The text of an item without its lists; "" if it has a heading in it or is longer than any entry."""
    beside, length = "", 0
    for element in islice(item.iter(), _MOST_ELEMENTS):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in HEADING_TAGS or heading_of(element.text or "") is not None:
            return ""
        inside = any(above.tag in LISTS for above in _up_to(element, item))
        beside += "" if inside else f" {element.text or ''}"
        after = element is not item and not any(
            above.tag in LISTS for above in _up_to_parent(element, item)
        )
        beside += f" {element.tail or ''}" if after else ""
        length += len(element.text or "") + len(element.tail or "")
        if length > _MOST_LETTERS or len(beside) > LONGEST:
            return ""
    return " ".join(beside.split())


def _up_to_parent(element: etree._Element, item: etree._Element) -> Iterator[etree._Element]:
    """What is around the element, below the item: what stands after it is in there."""
    parent = element.getparent()
    return _up_to(parent, item) if parent is not None else iter(())


def _up_to(element: etree._Element, item: etree._Element) -> Iterator[etree._Element]:
    """The element and those around it, below the item."""
    while element is not None and element is not item:
        yield element
        above = element.getparent()
        if above is None:
            return
        element = above


def is_link_list(element: etree._Element) -> bool:
    """True for links to other services under an entry: "Crossref", "Google Scholar"."""
    texts = [str(text).strip(" ,;|[]()\n\t") for text in islice(element.itertext(), _MOST_LINKS)]
    named = [text for text in texts if text]
    return bool(named) and len(texts) < _MOST_LINKS and all(map(_LINK.match, named))
