"""COinS: a work of a list as an OpenURL in a span's title, for reference managers. https://www.niso.org/standards/z39.88"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from schemas import Container, Work
from webapp.exports.csl import one_line
from webapp.exports.name_parts import name_parts
from webapp.formatting import short

_MOST_AUTHORS = 10
_MOST_LETTERS = 300
_BOOKS = frozenset({"book", "chapter", "proceedings"})


def context(work: Work) -> str:
    """The OpenURL ContextObject of a work; "" for one without a title."""
    if not work.titles:
        return ""
    return urlencode(
        [
            (name, line)
            for name, text in _pairs(work)
            if (line := short(one_line(text), _MOST_LETTERS))
        ]
    )


def _pairs(work: Work) -> Iterator[tuple[str, str]]:
    book = work.type in _BOOKS
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{'book' if book else 'journal'}"
    yield "rft.genre", "book" if work.type == "book" else "bookitem" if book else "article"
    yield "rft.btitle" if work.type == "book" else "rft.atitle", work.titles[0].text
    yield from _place(work.container or Container(), book=book)
    if work.year:
        yield "rft.date", str(work.year)
    yield from _people(work)
    for each in work.identifiers:
        if each.scheme == "doi":
            yield "rft_id", f"info:doi/{each.value}"


def _place(place: Container, *, book: bool) -> Iterator[tuple[str, str]]:
    for title in place.titles[:1]:
        yield "rft.btitle" if book else "rft.jtitle", title.text
    told = (
        ("volume", place.volume), ("issue", place.issue), ("spage", place.first_page), ("epage", place.last_page),
        ("issn", next(iter(place.issn), None)), ("isbn", next(iter(place.isbn), None)),
    )  # fmt: skip
    yield from ((f"rft.{name}", value) for name, value in told if value)


def _people(work: Work) -> Iterator[tuple[str, str]]:
    authors = [each.contributor for each in work.contributors if each.contributor.role == "author"]
    named = [each for each in authors if each.names]
    for at, author in enumerate(named[:_MOST_AUTHORS]):
        family, given = name_parts(author.names[0])
        if at == 0:
            yield "rft.aulast", family
            if given:
                yield "rft.aufirst", given
        yield "rft.au", author.names[0].literal
