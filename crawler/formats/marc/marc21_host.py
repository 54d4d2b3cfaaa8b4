"""The journal, proceedings or book that a MARC 21 record is part of, in the dialects of field 773 and its stand-ins.

* Library of Congress (https://www.loc.gov/marc/bibliographic/bd773.html): ``$t`` title, ``$x`` ISSN, ``$g`` the place
  as text, ``$q`` as ``24:B:9<235``, ``$d`` the imprint.
* Invenio (INSPIRE, CDS, JINR): ``$p`` title, ``$v`` volume, ``$n`` issue, ``$c`` pages or article number, ``$y`` year;
  CDS and Zenodo write it into 909C4. Zenodo's other 773 (``$i`` with ``$n doi``) are related works and no hosts.
* OJS: 773 ``$t $g`` since 3.1, before 786 ``$n`` with ``Journal; issue``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pymarc

from crawler.formats.items import unique
from crawler.formats.marc.marc21_forms import Forms
from crawler.formats.marc.marc_fields import first, isbn_in, issn_in, joined, titled, values
from crawler.formats.marc.marc_types import ANALYTIC, host_kind
from crawler.formats.pages import split_pages
from crawler.formats.text.text import collapse
from crawler.formats.values.dates import year_of
from crawler.formats.values.printed_place import (
    NOWHERE,
    Place,
    enumeration,
    merged,
    number_of,
    pages_of_part,
    parted_title,
    place_of,
)
from schemas import Container, LocalizedText

_LONGEST_NUMBER = 20  # letters
_INVENIO = ("v", "n", "c", "y")
_ARTICLE_NUMBER = re.compile(r"^(?:e?\d{5,}|[A-Z]{1,4}\d{3,})$")
_OPEN = re.compile(r"\d{4}\s*[-–—]\s*\W*$")
_YEAR = re.compile(r"^\W*(\d{4})\W*$")
_RELATED = frozenset({"doi", "url", "arxiv", "handle", "isbn", "issn", "pmid", "urn", "oai"})
_PUBNOTE = re.compile(r"^(\D{3,80}?)\s*([A-Z]?\d+)\s*\((\d{4})\)\s*(\S+)$")


class Hosted(NamedTuple):
    """The field that names the host, the place in it, and whether the record is a part of it."""

    field: pymarc.Field | None
    title: str | None
    place: Place
    is_part: bool


def hosted(marc: pymarc.Record) -> Hosted:
    """The host of a record: of several fields the one with a title and a place, before one with either.

    A part is what the leader (07) calls so, and what tells its place in a host: Zenodo calls articles books.
    """
    found = [f for f in marc.get_fields("773") if _is_host(f)]
    found += [f for f in marc.get_fields("909") if _is_909c4(f)]
    found += [f for f in marc.get_fields("786") if f.get_subfields("n") or f.get_subfields("t")]
    analytic = str(marc.leader)[7:8] in ANALYTIC
    if not found:
        return Hosted(None, None, NOWHERE, analytic)
    places = [(field, _title(field), place_in(field)) for field in found]
    field, title, place = max(places, key=lambda told: (bool(told[1]), told[2] != NOWHERE))
    title, place = parted_title(title, place)
    if place.pages is None and analytic:  # the extent of a part may be its pages
        place = merged([place, Place(pages=_extent(marc))])
    return Hosted(field, title, place, analytic or bool(place.pages or place.issue))


def _extent(marc: pymarc.Record) -> str | None:
    """300 ``$a`` if a word or a range says that it is pages (``С. 5-10``)."""
    return next(filter(None, map(pages_of_part, values(marc, "300", "a"))), None)


def _is_host(field: pymarc.Field) -> bool:
    """Zenodo's related works (``$i isCitedBy $n doi $a 10.…``) are none."""
    related = (first(field, "n") or "").lower() in _RELATED
    return not related and any(s.code in "tpxgavqz" for s in field.subfields)


def _is_909c4(field: pymarc.Field) -> bool:
    return tuple(field.indicators or ()) == ("C", "4") and bool(field.get_subfields("p"))


def place_in(field: pymarc.Field) -> Place:
    """Volume, issue, pages and year in whichever dialect the field is."""
    texts = field.get_subfields("g")
    if field.tag == "786":
        texts = [text.partition(";")[2] for text in field.get_subfields("n")]
    whole = place_of(" ".join(texts))
    parts = [whole, *map(place_of, texts), *_loose_pages(texts)]
    return merged([_invenio(field), *parts, enumeration(first(field, "q"))])


def _loose_pages(texts: Iterable[str]) -> list[Place]:
    """``…; 5-10``: OJS ends its source with the pages, which no word announces."""
    ends = (pages_of_part(text.rpartition(";")[2]) for text in texts if ";" in text)
    return [Place(pages=pages) for pages in ends if pages]


def _invenio(field: pymarc.Field) -> Place:
    """Subfields of their own, or the whole as text in ``$x`` (``Phys.Lett. B716 (2012) 1-29``)."""
    volume, issue, pages, year = (first(field, code) for code in _INVENIO)
    if not (volume or pages or field.get_subfields("p")):
        note = _PUBNOTE.match(first(field, "x") or "")
        return Place(volume=note[2], pages=note[4], year=int(note[3])) if note else NOWHERE
    return Place(
        volume=_number(volume),
        issue=_number(issue),
        pages=pages_of_part(pages) or pages,
        year=year_of(year) if year and _YEAR.match(year) else None,
    )


def _number(text: str | None) -> str | None:
    """``Т. 5`` → ``5``, ``D97`` as it is; a note ($n of the Library of Congress) is no number."""
    short = text is not None and len(text) <= _LONGEST_NUMBER and any(map(str.isdigit, text))
    return number_of(text) or (text if short else None)


def date_of(field: pymarc.Field) -> str | None:
    """The year in the imprint of the host (``$d``), unless it is the one in which a journal began."""
    given = next(iter(field.get_subfields("d")), "")
    return None if _OPEN.search(given) else given or None


def doi_in(field: pymarc.Field) -> str | None:
    """Old Invenio writes the article's DOI into 773 ``$a``."""
    given = first(field, "a") or ""
    return given if given.startswith("10.") and "/" in given else None


def container(marc: pymarc.Record, found: Hosted) -> Container | None:
    """The host and the place in it; the series of a book (490, 830); None if the record names none."""
    return _series(marc) if found.field is None else _of_part(marc, found.field, found)


def _of_part(marc: pymarc.Record, field: pymarc.Field, found: Hosted) -> Container:
    place = found.place
    issn = unique(map(issn_in, [*field.get_subfields("x"), *values(marc, "022", "a")]))
    isbn = unique(map(isbn_in, field.get_subfields("z")))
    titles = [found.title, *map(_title, Forms(marc).of(field)[1:])]
    number = place.pages if place.pages and _ARTICLE_NUMBER.match(place.pages) else None
    pages = None if number else place.pages
    start, end = split_pages(pages)
    return Container(
        titles=unique(LocalizedText(text) for text in titles if text),
        kind=host_kind(issn, isbn, place.issue, [*titles, *field.get_subfields("s", "k")]),
        issn=issn,
        isbn=isbn,
        volume=place.volume,
        issue=place.issue,
        pages=pages,
        first_page=start,
        last_page=end,
        article_number=number,
    )


def _title(field: pymarc.Field) -> str | None:
    if field.tag == "786" and not field.get_subfields("t"):
        return titled((first(field, "n") or "").partition(";")[0]) or None
    proper = [titled(text) for text in field.get_subfields("t")]
    short = [collapse(text) for text in field.get_subfields("p")]  # "Phys. Rev.": its point stays
    invenio = bool(field.get_subfields("v") or field.get_subfields("c"))  # there $t is a meeting
    found = next(filter(None, [*short, *proper] if invenio else [*proper, *short]), None)
    if found is None and (note := _PUBNOTE.match(first(field, "x") or "")):
        found = note[1]
    if found is None and doi_in(field) is None:
        found = first(field, "s") or joined(field, ". ", "a") or None
    return found


def _series(marc: pymarc.Record) -> Container | None:
    issn = unique(map(issn_in, values(marc, "022", "a")))
    fields = marc.get_fields("490", "440", "830", "810", "800")
    named = next((f for f in fields if first(f, "t", "a")), None)
    title = None
    if named is not None:
        title = first(named, "a") if named.tag in {"490", "440", "830"} else first(named, "t")
    if not (title or issn):
        return None
    return Container(
        titles=(LocalizedText(title),) if title else (),
        kind="journal" if issn else None,
        issn=issn,
        volume=number_of(first(named, "v")) if named is not None else None,
    )
