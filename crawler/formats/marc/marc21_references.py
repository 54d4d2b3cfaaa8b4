"""The reference list in Invenio's MARC (INSPIRE, CDS, JINR): a field 999C5 for each reference.

``$x`` raw, ``$h`` authors, ``$t`` title, ``$s`` ``Journal,volume,page``, ``$y`` year, ``$a`` DOI, ``$r`` report number,
``$m`` what is left (https://github.com/inspirehep/refextract). In CDS ``$t $v $p`` are journal, volume and page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pymarc

from crawler.formats.items import Entry, references
from crawler.formats.text.text import collapse
from crawler.formats.values.dates import year_of
from schemas import Reference, ReferenceFields
from schemas.identifiers import clean as clean_identifier

_LABEL = re.compile(r"^\[?\d{1,4}[.\])]\s*")
_COMMAS = re.compile(r"^([^,]{2,200}),([^,]{1,20}),([^,]{1,20})$")  # "Phys.Rev.,D97,012008"
_PRINTED = re.compile(r"^(\D{2,200}?)\s*([A-Z]?\s?\d+)\s*\((\d{4})\)\s*([\w-]+)$")
_BETWEEN_NAMES = re.compile(r" ?; ?|,? (?:and|und|и) | ?& ?")
_TOLD = "hctmsqpriaeyu"  # what stands for the raw text, in the order of print
_RANGE = re.compile(r"^(\w+)[-–](\w+)$")


def references_of(marc: pymarc.Record) -> tuple[Reference, ...]:
    """The references of a record, in their order."""
    fields = [f for f in marc.get_fields("999") if tuple(f.indicators or ()) == ("C", "5")]
    return references(map(_entry, fields))


def _entry(field: pymarc.Field) -> Entry:
    given = " ".join(map(collapse, field.get_subfields("x"))).strip()
    told = given or _ordered(field)
    return Entry(raw=_LABEL.sub("", told), fields=_fields(field))


def _ordered(field: pymarc.Field) -> str:
    parts = [text.strip(" ,") for code in _TOLD for text in field.get_subfields(code)]
    return ", ".join(" ".join(part.split()) for part in parts if part)


def _fields(field: pymarc.Field) -> ReferenceFields | None:
    container, volume, page, date = _place(field)
    first_page, last_page = _pages(page)
    date = date or _first(field, "y")
    arxiv = (_first(field, "r") or "").removeprefix("arXiv:")
    found = ReferenceFields(
        authors=tuple(_names(field, "h")),
        editors=tuple(_names(field, "e")),
        title=None if _is_cds(field) else _first(field, "t"),
        container=container or _first(field, "q"),
        volume=volume,
        first_page=first_page,
        last_page=last_page,
        year=year_of(date),
        date=date,
        publisher=None if _is_cds(field) else _first(field, "p"),
        doi=_known(field, "a", "doi"),
        isbn=_known(field, "i", "isbn"),
        arxiv=clean_identifier("arxiv", arxiv),
        url=_first(field, "u"),
    )
    return found if found != ReferenceFields() else None


def _is_cds(field: pymarc.Field) -> bool:
    return bool(_first(field, "v") and _first(field, "t"))


def _place(field: pymarc.Field) -> tuple[str | None, str | None, str | None, str | None]:
    """Journal, volume, page and year."""
    if _is_cds(field):
        return _first(field, "t"), _first(field, "v"), _first(field, "p"), None
    for given in field.get_subfields("s"):
        text = " ".join(given.split())
        if match := _COMMAS.match(text):
            return match[1], match[2], match[3], None
        if match := _PRINTED.match(text):
            return match[1].strip(" ,"), match[2].replace(" ", ""), match[4], match[3]
    return _first(field, "s"), None, None, None


def _pages(text: str | None) -> tuple[str | None, str | None]:
    match = _RANGE.match(text or "")
    return (match[1], match[2]) if match else (text, None)


def _names(field: pymarc.Field, code: str) -> Iterator[str]:
    for text in field.get_subfields(code):
        names = _BETWEEN_NAMES.split(" ".join(text.split()))
        yield from (name for given in names if (name := given.strip(" ,")))


def _first(field: pymarc.Field, code: str) -> str | None:
    """The first such subfield as it is printed."""
    return next(filter(None, map(collapse, field.get_subfields(code))), None)


def _known(field: pymarc.Field, code: str, scheme: str) -> str | None:
    """The identifier if it is a valid one (``doi:10.…``)."""
    found = (clean_identifier(scheme, text) for text in field.get_subfields(code))
    return next(filter(None, found), None)
