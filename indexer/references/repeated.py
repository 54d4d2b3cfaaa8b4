"""Entries that repeat one above in short: author, title and a place in the work, without imprint or year.

GOST R 7.0.5-2008 (repeated references) has this form where other entries stand between: "Орлов А. С. История южных
стран. С. 45", with "…" for words that are left out at the end of the title.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.references.heading import leading_people
from indexer.references.publications import YEAR, shows_publication
from indexer.text.folding import fold
from indexer.text.printed import squeeze, unnumbered

_LONGEST = 240  # letters
_FEWEST = 8  # letters of a folded title behind an author
_FEWEST_ALONE = 16
_LABEL = r"(?:[СсCcPpSsБб]|[Pp]p|[Ss]tr|[Сс]тр|էջ)"
_PLACE = re.compile(
    rf"[.,…]\s*(?:[–—-]\s)?(?:(?:Т|Ч|Кн|Вып|Vol|T)\.\s?[\dIVX]+[.,]\s*(?:[–—-]\s)?)?"
    rf"(?:{_LABEL}\.?\s?\d[\d\s,–—-]*|\d+[\d\s,–—-]*[-\s]?(?:б|бет))\s?[.:։]?$"
)


class Repeated(NamedTuple):
    """The author as printed, "" if there is none, and the folded title."""

    author: str
    title: str


def repeated(raw: str) -> Repeated | None:
    """Author and title of an entry of this form; None for any other."""
    if len(raw) > _LONGEST or YEAR.search(raw):
        return None
    text = unnumbered(squeeze(raw))
    place = _PLACE.search(text)
    if place is None or shows_publication(text):
        return None
    body = text[: place.start()]
    _, end = leading_people(body)
    title = fold(body[end:])
    fewest = _FEWEST if end else _FEWEST_ALONE
    return Repeated(body[:end], title) if len(title) >= fewest else None
