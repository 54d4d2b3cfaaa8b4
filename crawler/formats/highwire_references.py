"""``citation_reference`` meta tags: free text, or ``citation_title=…; citation_author=…`` pairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from crawler.formats.dates import year_of
from schemas import Reference, ReferenceFields

_PAIR = re.compile(r"(?:^|;)\s*(citation_\w+|citation_conference_title)\s*=\s*")
_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")


def tagged(contents: Sequence[str]) -> tuple[Reference, ...]:
    """The references of the page's tags, in their order."""
    texts = [text for text in contents if text.strip()]
    return tuple(_reference(text, position) for position, text in enumerate(texts, start=1))


def _reference(text: str, position: int) -> Reference:
    if not _PAIR.match(text):
        return Reference(raw=_NUMBERED.sub("", text), position=position)
    pairs = _pairs(text)
    # the raw text is what the page says; the pairs are its mark-up
    return Reference(raw=_spelled(pairs) or text, position=position, fields=_fields(pairs))


def _pairs(text: str) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = defaultdict(list)
    pieces = _PAIR.split(text)[1:]
    for name, value in zip(pieces[::2], pieces[1::2], strict=True):
        if value.strip(" ;"):
            pairs[name].append(value.strip(" ;"))
    return pairs


def _spelled(pairs: dict[str, list[str]]) -> str:
    order = (
        "citation_author",
        "citation_title",
        "citation_journal_title",
        "citation_publication_date",
    )
    rest = [name for name in pairs if name not in order]
    return ". ".join(", ".join(pairs[name]) for name in (*order, *rest) if pairs.get(name))


def _fields(pairs: dict[str, list[str]]) -> ReferenceFields:
    def one(*names: str) -> str | None:
        return next((pairs[name][0] for name in names if pairs.get(name)), None)

    date = one("citation_publication_date", "citation_date", "citation_year")
    return ReferenceFields(
        authors=tuple(pairs.get("citation_author", ())),
        title=one("citation_title"),
        container=one(
            "citation_journal_title", "citation_conference_title", "citation_inbook_title"
        ),
        year=year_of(date),
        date=date,
        volume=one("citation_volume"),
        issue=one("citation_issue"),
        first_page=one("citation_firstpage"),
        last_page=one("citation_lastpage"),
        publisher=one("citation_publisher"),
        doi=one("citation_doi"),
        isbn=one("citation_isbn"),
        issn=one("citation_issn"),
        pmid=one("citation_pmid"),
    )
