"""References without titles, as in chemistry and physics: "I. Žliobaitė, M. Budka, Neurocomputing 150 (2015) 240.".

The form is so rigid that a rule reads it better than a trained tagger: names with their initials in front, then
the host, an optional volume, the year in brackets, and the first page.
"""

from __future__ import annotations

import re

from indexer.references.dates import YEAR
from indexer.references.links import links
from indexer.text.pages import split_pages
from indexer.text.printed import DASH, UPPER
from schemas.reference import ReferenceFields

_WORD = r"[^\W\d_][\w'’‐-]*"
# What may stand between initials is written so that it matches in one way only: with two ways for each space, a list of
# twenty names that does not fit would be tried a million times over.
_NAME = rf"(?:[{UPPER}]\w?\.(?:\s?[-‐]\s?|\s)?){{1,4}}{_WORD}(?:\s{_WORD}){{0,3}}"
_VOLUME = rf"\d+[A-Z]?(?:\s?[{DASH}/]\s?\d+)?"
_PAGE = r"[A-Za-z]{0,3}\d[\w.]*|[ivxl]+"
_BRIEF = re.compile(
    rf"^(?P<authors>{_NAME}(?:,\s{_NAME})*),\s(?P<container>[^\W\d_][^,]*?)(?:\s(?P<volume>{_VOLUME}))?"
    rf"\s\((?P<year>{YEAR})\)\s(?P<pages>(?:{_PAGE})(?:\s?[{DASH}]\s?(?:{_PAGE}))?)\.?$"
)


def parse_brief(text: str) -> ReferenceFields | None:
    """The fields of a reference without a title, or None for a reference of another form."""
    match = _BRIEF.match(text)
    if not match:
        return None
    first, last = split_pages(match["pages"])
    return ReferenceFields(
        authors=tuple(name.strip() for name in match["authors"].split(",")),
        container=match["container"],
        year=int(match["year"]),
        date=match["year"],
        volume=match["volume"],
        first_page=first or match["pages"],
        last_page=last,
        **links(text),
    )
