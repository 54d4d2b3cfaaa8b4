"""``citation_reference`` meta tags: free text, or ``citation_title=…; citation_author=…`` pairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from crawler.formats.pages import split_pages
from crawler.formats.text.text import plain
from crawler.formats.values.dates import year_of
from crawler.formats.values.names import split_people
from schemas import Reference, ReferenceFields

_PAIR = re.compile(r"(?:^|;)\s*(citation_\w+)\s*=\s*")
_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")
# other names of the same → the one that is read
_ALIASES = {
    "citation_first_page": "citation_firstpage",
    "citation_start_page": "citation_firstpage",
    "citation_last_page": "citation_lastpage",
    "citation_end_page": "citation_lastpage",
    "citation_page": "citation_pages",
    "citation_authors": "citation_author",
    "citation_journal_abbrev": "citation_journal_title",
    "citation_book_title": "citation_inbook_title",
    "citation_date": "citation_publication_date",
    "citation_year": "citation_publication_date",
    "citation_cover_date": "citation_publication_date",
    "citation_arxiv": "citation_arxiv_id",
}
# what a reference is called in its list, and links: no part of what is printed
_NOT_PRINTED = frozenset(
    {"citation_id", "citation_key", "citation_abstract_html_url", "citation_fulltext_html_url"}
)
_PRINTED_FIRST = (
    "citation_author",
    "citation_title",
    "citation_journal_title",
    "citation_publication_date",
)
_PAGES = ("citation_pages", "citation_firstpage", "citation_lastpage")
_MOST_INITIALS = 4  # letters

Pairs = dict[str, list[str]]


def tagged(contents: Sequence[str]) -> tuple[Reference, ...]:
    """The references of the page's tags, in their order."""
    texts = [text for text in contents if text.strip()]
    return tuple(_reference(text, position) for position, text in enumerate(texts, start=1))


def _reference(text: str, position: int) -> Reference:
    if not _PAIR.match(text):
        return Reference(raw=_NUMBERED.sub("", plain(text)), position=position)
    pairs = _pairs(text)
    # the raw text is what the page says; the pairs are its mark-up
    return Reference(raw=_spelled(pairs) or text, position=position, fields=_fields(pairs))


def _pairs(text: str) -> Pairs:
    pairs: Pairs = defaultdict(list)
    pieces = _PAIR.split(text)[1:]
    for name, value in zip(pieces[::2], pieces[1::2], strict=True):
        if told := plain(value.strip(" ;")):
            pairs[_ALIASES.get(name, name)].append(told)
    pairs["citation_author"] = [
        name for value in pairs["citation_author"] for name in _people(value)
    ]
    _settle_number(pairs)
    return pairs


def _settle_number(pairs: Pairs) -> None:
    """``citation_number`` is the issue, unless the page has that or repeats the volume in it."""
    number = pairs.pop("citation_number", [])
    if number and not pairs.get("citation_issue") and number != pairs.get("citation_volume"):
        pairs["citation_issue"] = number


def _people(value: str) -> list[str]:
    """The names of one pair: ``AB Petrov, CD Ivanov`` are two, ``Petrov, A. B.`` is one."""
    parts = [part.strip() for part in value.split(";") if part.strip()]
    found = [name for part in parts for name in split_people(part)]
    if len(found) != 1 or "," not in value:
        return found
    names = [part.strip() for part in value.split(",") if part.strip()]
    several = all(" " in name and not _is_initials(name) for name in names)
    return names if several else found


def _is_initials(name: str) -> bool:
    letters = "".join(letter for letter in name if letter.isalpha())
    return letters.isupper() and len(letters) <= _MOST_INITIALS


def _spelled(pairs: Pairs) -> str:
    left_out = {*_NOT_PRINTED, *_PRINTED_FIRST, *_PAGES}
    rest = [name for name in pairs if name not in left_out]
    texts = [", ".join(pairs[name]) for name in (*_PRINTED_FIRST, *rest) if pairs.get(name)]
    pages, _, _ = _place(pairs)
    return ". ".join([*texts, pages] if pages else texts)


def _place(pairs: Pairs) -> tuple[str | None, str | None, str | None]:
    """The pages as printed, the first and the last."""
    first, last = (next(iter(pairs.get(name, ())), None) for name in _PAGES[1:])
    pages = next(iter(pairs.get(_PAGES[0], ())), None)
    if first is None and pages:
        return pages, *split_pages(pages)
    return (f"{first}-{last}" if first and last and first != last else first), first, last


def _fields(pairs: Pairs) -> ReferenceFields:
    def one(*names: str) -> str | None:
        return next((pairs[name][0] for name in names if pairs.get(name)), None)

    date = one("citation_publication_date")
    _, first, last = _place(pairs)
    title, book = one("citation_title"), one("citation_inbook_title")
    return ReferenceFields(
        authors=tuple(pairs["citation_author"]),
        title=title or book,
        container=one("citation_journal_title", "citation_conference_title")
        or (book if title else None),
        year=year_of(date),
        date=date,
        volume=one("citation_volume"),
        issue=one("citation_issue"),
        first_page=first,
        last_page=last,
        publisher=one(
            "citation_publisher",
            "citation_dissertation_institution",
            "citation_technical_report_institution",
        ),
        doi=one("citation_doi"),
        isbn=one("citation_isbn"),
        issn=one("citation_issn"),
        pmid=one("citation_pmid"),
        arxiv=one("citation_arxiv_id"),
    )
