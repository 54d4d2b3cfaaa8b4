"""A reference list as people have it (pasted text, the lines of a document) as references.

Under the headings of reference lists, as pages of journals have them, every list is read, so that of a whole article
only its references are; a text without such a heading is all one list.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.formats.article_pages.entry_cutting import cut
from crawler.formats.article_pages.reference_headings import heading_of
from crawler.formats.article_pages.reference_lists import Line, references
from schemas import Reference


def of_text(text: str) -> tuple[Reference, ...]:
    """The references of a text: where entries begin is told by their numbers, else by how they begin."""
    return of_lines(text.splitlines())


def of_lines(lines: Sequence[str]) -> tuple[Reference, ...]:
    """The references of the lines of a document, broken as its text is."""
    given = [line.strip() for line in lines]
    if any(heading_of(line) is not None for line in given):
        return references([Line(line) for line in given if line])
    return numbered(cut(given))


def of_paragraphs(paragraphs: Sequence[str]) -> tuple[Reference, ...]:
    """The references of a word processor's document, where each is a paragraph of its own."""
    given = [line for each in paragraphs if (line := " ".join(each.split()))]
    lines = [Line(line, item=None if heading_of(line) is not None else 0) for line in given]
    if any(line.item is None for line in lines):
        return references(lines)
    return numbered(given)


def numbered(entries: Sequence[str]) -> tuple[Reference, ...]:
    """These entries as one list."""
    return tuple(
        Reference(raw=entry, position=position) for position, entry in enumerate(entries, 1)
    )
