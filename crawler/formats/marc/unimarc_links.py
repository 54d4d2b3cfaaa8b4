"""UNIMARC's links to the host, 461 to 464 and 488, in both techniques, and the place in it.

Embedded fields (``$1`` ``2001 `` ``$a``, what RUSMARC and BELMARC write) and standard subfields (``$t $x $v $d``, Koha,
SUDOC, ABES) say the same; :func:`links` gives both one form. 461 is the set: the journal, with the year in which it
began. 463 is the piece: the issue or the volume, with its year and its extent. Its 200 $v holds the pages of the part
(RUSMARC, "Составные части", http://www.rusmarc.ru/rusmarc/excom6.htm).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pymarc

from crawler.formats.items import unique
from crawler.formats.marc.marc_fields import TitlePart, clean, isbn_in, issn_in, title_of, values
from crawler.formats.marc.marc_types import ANALYTIC, HostKind, host_kind
from crawler.formats.pages import split_pages
from crawler.formats.text.text import plain
from crawler.formats.values.dates import year_of
from crawler.formats.values.printed_place import (
    NOWHERE,
    Place,
    is_numbering,
    merged,
    number_of,
    pages_of_part,
    parted_title,
    place_of,
)
from schemas import Container, LocalizedText

# standard subfields → the embedded field that says the same (UNIMARC manual, 4--)
_STANDARD = {
    "t": ("200", "a"),
    "v": ("200", "v"),
    "h": ("200", "h"),
    "i": ("200", "i"),
    "o": ("200", "e"),
    "x": ("011", "a"),
    "y": ("010", "a"),
    "c": ("210", "a"),
    "n": ("210", "c"),
    "d": ("210", "d"),
    "p": ("215", "a"),
}
_SETS, _SUBSETS, _PIECES, _OTHERS = ("461",), ("462",), ("463",), ("464", "488")
_WHOLES = frozenset("msci")  # leader 07
_OPEN = re.compile(r"\d{4}\s*[-–—]\s*\]?\s*$")  # "2000-": the year in which it began
_SEVERAL_YEARS = re.compile(r"\d{4}\s*[-–—/]\s*\d{4}")
_EMBEDDED = re.compile(r"^(\d{3})[\s\d#|]{0,2}(?=\$|$)(.*)$")
_SUBFIELD = re.compile(r"\$(\w)([^$]*)")

_TITLE_PARTS: dict[str, TitlePart] = {"a": "head", "h": "number", "i": "name"}

Subfields = list[tuple[str, str]]


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link as the embedded fields that it stands for: ``[("200", [("a", "Вестник")])]``."""

    tag: str
    fields: list[tuple[str, Subfields]]

    def all(self, tag: str, code: str) -> list[str]:
        """Every such subfield, cleaned."""
        found = [clean(v) for t, given in self.fields if t == tag for c, v in given if c == code]
        return [text for text in found if text]

    def texts(self, tag: str, code: str) -> list[str]:
        """Such subfields as running text, which keeps its punctuation."""
        found = [plain(v) for t, given in self.fields if t == tag for c, v in given if c == code]
        return [text for text in found if text]

    def first(self, tag: str, code: str) -> str | None:
        return next(iter(self.all(tag, code)), None)


def links(marc: pymarc.Record, *tags: str) -> list[Link]:
    """The links of these tags in the order of the tags."""
    return [Link(tag, _embedded(field)) for tag in tags for field in marc.get_fields(tag)]


def _embedded(field: pymarc.Field) -> list[tuple[str, Subfields]]:
    found: list[tuple[str, Subfields]] = []
    inside = False
    for subfield in field.subfields:
        if subfield.code == "1":
            inside = True
            found.append(_begun(subfield.value))
        elif inside:
            found[-1][1].append((subfield.code, subfield.value))
        elif subfield.code in _STANDARD:
            tag, code = _STANDARD[subfield.code]
            found.append((tag, [(code, subfield.value)]))
    return found


def _begun(value: str) -> tuple[str, Subfields]:
    """``2001 `` begins field 200; some write its subfields into the same text, ``2001 $aВестник$v№ 3``."""
    match = _EMBEDDED.match(value.strip())
    if match is None:
        return value[:3], []
    return match.group(1), [(code, text) for code, text in _SUBFIELD.findall(match.group(2))]


class Hosts(msgspec.Struct, frozen=True, gc=False):
    """What a record is part of: sets, subsets and pieces, from the whole to the part."""

    is_part: bool
    sets: list[Link]
    subsets: list[Link]
    pieces: list[Link]
    place: Place = NOWHERE
    title: str | None = None

    @property
    def inwards(self) -> list[Link]:
        return [*self.sets, *self.subsets, *self.pieces]

    @property
    def outwards(self) -> list[Link]:
        return [*self.pieces, *self.subsets, *self.sets]


def hosts(marc: pymarc.Record) -> Hosts:
    """The hosts of a record. 463 and 464 of a whole (leader 07) lead to its parts, so they are no hosts of it.

    A record whose leader tells no level is a part if it names a piece.
    """
    level = str(marc.leader)[7:8]
    pieces = links(marc, *_PIECES)
    part = level in ANALYTIC or (level not in _WHOLES and bool(pieces))
    sets, subsets = links(marc, *_SETS), links(marc, *_SUBSETS)
    if not part:
        pieces = []
    elif not (sets or subsets or pieces):
        pieces = links(marc, *_OTHERS)  # older records
    found = Hosts(part, sets, subsets, pieces)
    if not found.inwards:
        return found
    names = _names(found, isbn=any(link.first("010", "a") for link in pieces))
    title, place = parted_title(names[0] if names else None, _place_in(found))
    return msgspec.structs.replace(found, place=place, title=title)


def whole_of(found: Hosts) -> tuple[str | None, str | None]:
    """The title of the set that a volume is of, and the number of the volume in it."""
    named = [(title, link.first("200", "v")) for link in found.sets if (title := _title(link))]
    return named[0] if named else (None, None)


def closed(date: str | None) -> str | None:
    """The date unless it is one that goes on (``2000-``)."""
    return None if date and _OPEN.search(date) else date


def date_of_piece(found: Hosts) -> str | None:
    """When the issue or volume came out."""
    dates = [closed(d) for link in (*found.pieces, *found.subsets) for d in link.all("210", "d")]
    return next((d for d in dates if d and year_of(d)), None)


def date_of_set(found: Hosts) -> str | None:
    """A year of the journal itself says when it began, unless it is one year and nothing names an issue."""
    if found.pieces:
        return None
    dates = [closed(d) for link in found.sets for d in link.all("210", "d")]
    return next((d for d in dates if d and year_of(d) and not _SEVERAL_YEARS.search(d)), None)


def publisher_of(found: Hosts, code: str) -> str | None:
    """Name (``c``) or town (``a``) of the host's publisher."""
    return next((text for link in found.outwards if (text := link.first("210", code))), None)


def _place_in(found: Hosts) -> Place:
    """Volume, issue, pages and year from the texts of the links, the nearest link first."""
    return merged(place for link in found.outwards for place in _places(link))


def _places(link: Link) -> Iterator[Place]:
    """Title of the piece if it is a numbering (``Т. 320, № 1 : …``), $v (place or pages), $h; bare numbers last."""
    yield from map(place_of, (title for title in link.all("200", "a") if is_numbering(title)))
    for code in "vhi":
        yield from map(place_of, link.all("200", code))
    yield Place(pages=next(filter(None, map(pages_of_part, link.all("215", "a"))), None))
    yield Place(issue=_bare(link.first("200", "v")), volume=_bare(link.first("200", "h")))


def _bare(text: str | None) -> str | None:
    """The number of a text that has no word, and no sign, to tell what it is the number of."""
    wordless = text and not any(letter.isalpha() or letter == "№" for letter in text)
    return number_of(text) if wordless else None


def container(marc: pymarc.Record, found: Hosts) -> Container | None:
    """The journal, proceedings or book, and the place in it; None if the record names none."""
    if not found.inwards:
        return None if found.is_part else _series(marc)
    return _of_part(marc, found) if found.is_part else _of_volume(marc, found)


def _of_part(marc: pymarc.Record, found: Hosts) -> Container:
    place = found.place
    pages = next(_own_pages(marc), None) or place.pages
    start, end = split_pages(pages)
    isbn = _isbns(found) or tuple(values(marc, "010", "a"))
    issn = unique(map(issn_in, [*_issns(found), *values(marc, "011", "a")]))
    return Container(
        titles=tuple(LocalizedText(name) for name in [found.title] if name),
        kind=_kind(issn, isbn, place, found) or _kind_by_level(marc, found),
        issn=issn,
        isbn=unique(map(isbn_in, isbn)),
        volume=place.volume,
        issue=place.issue,
        pages=pages,
        first_page=start,
        last_page=end,
    )


def _of_volume(marc: pymarc.Record, found: Hosts) -> Container:
    """The set that a volume is of, or the journal that an issue is of. Its ISSN alone makes it a journal."""
    own = map(place_of, values(marc, "200", "a"))
    place = merged([found.place, *own])
    issn = unique(map(issn_in, [*_issns(found), *values(marc, "011", "a")]))
    number = next((n for link in found.sets if (n := link.first("200", "v"))), None)
    told = bool(issn or place.volume)
    return Container(
        titles=tuple(LocalizedText(name) for name in [found.title] if name),
        kind="journal" if issn else None,
        issn=issn,
        volume=place.volume if told else number_of(number),
        issue=place.issue if told else None,
    )


def _isbns(found: Hosts) -> tuple[str, ...]:
    given = [link.all("010", "a") for link in found.outwards]
    return tuple(next(filter(None, given), []))


def _kind(
    issn: tuple[str, ...], isbn: tuple[str, ...], place: Place, found: Hosts
) -> HostKind | None:
    told = [text for link in found.inwards for code in "ae" for text in link.all("200", code)]
    return host_kind(issn, isbn, place.issue, told)


def _kind_by_level(marc: pymarc.Record, found: Hosts) -> HostKind | None:
    """A part of a serial (leader 07) is in a journal, also if no issue is told; else the piece may be a book."""
    if str(marc.leader)[7:8] == "b":
        return "journal"
    return "book" if _is_book(found) else None


def _is_book(found: Hosts) -> bool:
    """A piece with a title of its own and no set is a book, also without its ISBN."""
    titles = [title for link in found.pieces if (title := link.first("200", "a"))]
    return bool(titles) and not found.sets and not any(map(is_numbering, titles))


def _issns(found: Hosts) -> list[str]:
    return [number for link in found.outwards for number in link.all("011", "a")]


def _own_pages(marc: pymarc.Record) -> Iterator[str]:
    """215 $a of a part holds its pages if a word or a range says so; else it is an extent."""
    for field in marc.get_fields("215"):
        yield from filter(None, map(pages_of_part, field.get_subfields("a")))


def _title(link: Link) -> str | None:
    parts = [
        (_TITLE_PARTS[code], text)
        for tag, given in link.fields
        if tag == "200"
        for code, text in given
        if code in _TITLE_PARTS and not (code == "h" and _is_place(text))
    ]
    return title_of(parts) or None


def _is_place(text: str) -> bool:
    """A number of volume or issue; ``Сер. 4`` is part of the title."""
    place = place_of(text)
    return bool(place.volume or place.issue or place.year) or _bare(text) is not None


def _names(found: Hosts, *, isbn: bool) -> list[str]:
    """The titles that may name the host, the best first: the journal with its series, or the book."""
    pieces = [t for link in found.pieces if (t := _title(link)) and not is_numbering(t)]
    sets = [t for link in found.sets if (t := _title(link))]
    series = [t for link in found.subsets if (t := _title(link)) and not is_numbering(t)]
    if sets and series and not series[0].startswith(sets[0]):
        sets = [f"{sets[0]}. {series[0]}"]
    return [*pieces, *sets, *series] if isbn else [*sets, *series, *pieces]


def _series(marc: pymarc.Record) -> Container | None:
    """The series of a book: 225 as printed, else 410; of a part 225 would be the section of the journal."""
    series = [Link("225", _as_series(f)) for f in marc.get_fields("225")] + links(marc, "410")
    named = next((link for link in series if _title(link)), None)
    if named is None:
        return None
    numbers = [number for link in series for number in link.all("011", "a")]
    return Container(
        titles=tuple(LocalizedText(name) for name in [_title(named)] if name),
        issn=unique(map(issn_in, numbers)),
        volume=number_of(named.first("200", "v")),
    )


def _as_series(field: pymarc.Field) -> list[tuple[str, Subfields]]:
    """225 as embedded fields: its $x is the ISSN, the others are those of 200."""
    return [
        ("011", [("a", s.value)]) if s.code == "x" else ("200", [(s.code, s.value)])
        for s in field.subfields
    ]
