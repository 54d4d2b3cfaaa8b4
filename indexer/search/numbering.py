"""Numbers of a place in a journal or book, as exact terms: ``v:5`` a volume, ``i:11`` an issue, ``p:169`` a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.text.pages import split_pages
from schemas.record import Container

KINDS = {"volume": "v", "issue": "i", "page": "p"}
_NUMBER = re.compile(r"\d{1,9}")
_MOST = 4  # numbers of one value; what holds more is no number of a volume or an issue


def numbering(container: Container | None) -> tuple[str, ...]:
    """The terms of a container: of a continuous number beside another ("5 (11)") both, of pages the first."""
    if container is None:
        return ()
    first = container.first_page or split_pages(container.pages or "")[0]
    values = (
        ("volume", container.volume),
        ("issue", container.issue),
        ("page", first or container.article_number),
    )
    return tuple(
        dict.fromkeys(term for kind, value in values for term in _terms(kind, value or ""))
    )


def terms_of(number: str) -> tuple[str, ...]:
    """The terms of a number that may be any of them."""
    return tuple(number_term(kind, number) for kind in KINDS)


def number_term(kind: str, number: str) -> str:
    """The term of a number of this kind."""
    return f"{KINDS[kind]}:{number.lstrip('0') or '0'}"


def _terms(kind: str, value: str) -> Iterator[str]:
    for number in _NUMBER.findall(value)[:_MOST]:
        yield number_term(kind, number)
