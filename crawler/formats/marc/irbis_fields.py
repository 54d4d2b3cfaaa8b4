"""The fields of IRBIS32 and IRBIS64, the commonest library system of the region, as its databases hold them.

Tags are near to UNIMARC's, subfields are not: 463 ``^C`` journal, ``^J`` year, ``^V`` volume, ``^H`` issue, ``^S``
pages; 963 ``^I`` ISSN or ISBN of the host; 461 ``^C`` the set; 920 the work sheet (ASP a part, PAZK book, SPEC volume,
NJ issue of a journal). After the system's list of data elements ("Перечень элементов формата", ЭБНИТ) and
https://github.com/amironov73/ManagedIrbis5 (SourceInfo).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pymarc

from crawler.formats.items import unique
from crawler.formats.marc.marc_fields import (
    TitlePart,
    clean,
    first,
    isbn_in,
    issn_in,
    joined,
    texts,
    title_of,
    titled,
    values,
    with_whole,
)
from crawler.formats.marc.marc_iso import TEXT
from crawler.formats.marc.marc_people import (
    affiliations,
    person_ids,
    role_of,
    stated_people,
    unimarc_name,
)
from crawler.formats.marc.marc_types import host_kind, names_thesis, part_type
from crawler.formats.pages import split_pages
from crawler.formats.values.dates import year_of
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.printed_place import Place, merged, number_of, pages_of_part, place_of
from crawler.formats.values.subjects import subjects_of
from schemas import (
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Subject,
)
from schemas.record import ContributorRole
from schemas.vocabularies import language_code

_SHEET = re.compile(r"^[A-Z]{1,6}\d{0,2}$")
_PART = "ASP"
_BOOKS = frozenset({"PAZK", "SPEC", "PVK", "PRF", "IBIS", "AUNTD"})
_SHEET_TYPES = {"AUNTD": "standard"}
_TITLE_PARTS: dict[str, TitlePart] = {
    "v": "number",
    "a": "name",
    "e": "sub",
    "h": "number",
    "i": "name",
}
_ROLES: dict[str, ContributorRole] = {"702": "other", "712": "other"}
_CODES = {"675": "udc", "621": "bbk", "964": "grnti"}
_IDENTIFIERS = frozenset({"doi", "edn", "handle"})


def is_irbis(marc: pymarc.Record) -> bool:
    """True if the record has the work sheet of IRBIS, or its journal in 463 ``^C``, where UNIMARC has the place."""
    return bool(_sheet(marc)) or _names_host_in_c(marc)


def _names_host_in_c(marc: pymarc.Record) -> bool:
    hosts = marc.get_fields("463")
    return any(first(f, "c") and (first(f, "j") or first(f, "s")) for f in hosts) and not any(
        first(f, code) for f in hosts for code in "at"
    )


def _sheet(marc: pymarc.Record) -> str:
    given = (text.strip() for f in marc.get_fields("920") for text in f.get_subfields(TEXT))
    return next((text for text in given if _SHEET.match(text)), "")


def identifier_of(marc: pymarc.Record) -> str:
    """The GUID (1119), else the document's cipher in its database (903); "" if there is neither."""
    return next(iter([*_plain(marc, "1119"), *_plain(marc, "903")]), "")


def _plain(marc: pymarc.Record, tag: str) -> Iterator[str]:
    """Fields without subfields; what other programs write has ``^A``."""
    for field in marc.get_fields(tag):
        yield from (text for text in map(clean, field.get_subfields(TEXT, "a")) if text)


def describe(marc: pymarc.Record, header: HarvestedRecord) -> HarvestedRecord:
    """The header with what the fields say."""
    host = _container(marc)
    year = _year(marc)
    languages = unique(language_code(code) for code in _plain(marc, "101"))
    return msgspec.structs.replace(
        header,
        titles=_titles(marc, languages[0] if languages else None),
        abstracts=unique(
            LocalizedText(text) for text in (*texts(marc, "331", TEXT), *texts(marc, "331", "a"))
        ),
        contributors=tuple(_contributors(marc))
        or stated_people(next(values(marc, "200", "f"), None)),
        container=host,
        publishers=unique(LocalizedText(n) for n in _imprint(marc, "c", "g")),
        place=next(iter(_imprint(marc, "a", "d")), None),
        year=year,
        published=str(year) if year else None,
        languages=languages,
        type=_type(marc, host),
        type_as_given=_sheet(marc) or None,
        identifiers=unique(_identifiers(marc)),
        subjects=unique(_subjects(marc)),
        urls=unique(url_of(text) for text in values(marc, "951", "i")),
    )


def _titles(marc: pymarc.Record, lang: str | None) -> tuple[LocalizedText, ...]:
    """200 with the title of the set (461 ``^C``) where it has only a number; 510: parallel titles."""
    whole = next(iter(values(marc, "461", "c")), None)
    found = [LocalizedText(_title(field, whole), lang) for field in marc.get_fields("200")[:1]]
    found += [LocalizedText(text) for tag in ("510", "541") for text in values(marc, tag, "a")]
    return unique(title for title in found if title.text)


def _title(field: pymarc.Field, whole: str | None) -> str:
    own = title_of(
        (_TITLE_PARTS[s.code], s.value)
        for s in field.subfields
        if s.code in _TITLE_PARTS and s.code != "v"
    )
    if own:
        return with_whole(whole, first(field, "v"), own)
    return with_whole(whole, None, titled(first(field, "v") or ""))


def _contributors(marc: pymarc.Record) -> Iterator[Contributor]:
    """700 and 701 authors, 702 editors and others, 710 to 712 collectives, 961 the authors of a set."""
    tags = ("700", "701", "702") if _sheet(marc) == _PART else ("961", "700", "701", "702")
    for field in marc.get_fields(*tags):
        if name := unimarc_name(field):
            yield Contributor(
                names=(name,),
                role=role_of(field, "4", default=_ROLES.get(field.tag, "author")),
                identifiers=person_ids(field),
                affiliations=affiliations(field, "p"),
            )
    for field in marc.get_fields("710", "711", "712"):
        if text := joined(field, ". ", "a", "b"):
            role = role_of(field, "4", default=_ROLES.get(field.tag, "author"))
            yield Contributor(names=(PersonName(literal=text),), role=role, kind="organisation")


def _container(marc: pymarc.Record) -> Container | None:
    """463 with 963, or the set of a volume (461)."""
    field = next((f for f in marc.get_fields("463") if first(f, "c")), None)
    if field is None:
        return _set(marc)
    place = _place(field)
    numbers = list(values(marc, "963", "i", "l"))
    issn = unique(map(issn_in, numbers))
    isbn = unique(isbn_in(n) for n in numbers if issn_in(n) is None and any(map(str.isdigit, n)))
    start, end = split_pages(place.pages)
    titles = [titled(text) for code in "cxyz" for text in field.get_subfields(code)]
    return Container(
        titles=unique(LocalizedText(text) for text in titles if text),
        kind=host_kind(issn, isbn, place.issue, [*titles, *values(marc, "963", "e")]),
        issn=issn,
        isbn=isbn,
        volume=place.volume,
        issue=place.issue,
        pages=place.pages,
        first_page=start,
        last_page=end,
    )


def _place(field: pymarc.Field) -> Place:
    """``^V`` and ``^H`` are the first and the second division, mostly with their words; ``^S`` are pages."""
    volume, issue, pages = (first(field, code) for code in "vhs")
    told = merged(place_of(text) for text in (issue, volume) if text)
    numbers = Place(volume=number_of(volume), issue=number_of(issue))
    if volume and issue:  # each has its own, whatever its word: "Вып. 12", "№ 3"
        told = merged([numbers, told])
    return merged([Place(pages=_pages(pages)), told, numbers])


def _pages(text: str | None) -> str | None:
    return pages_of_part(text) or text


def _set(marc: pymarc.Record) -> Container | None:
    title = next(iter(values(marc, "461", "c")), None)
    if title is None or _sheet(marc) == _PART:
        return None
    number = next(iter(values(marc, "200", "v")), None)
    return Container(titles=(LocalizedText(title),), volume=number_of(number))


def _year(marc: pymarc.Record) -> int | None:
    """Of the host's issue, of the book, or of the series of volumes."""
    dates = [*values(marc, "463", "j"), *values(marc, "210", "d"), *values(marc, "461", "h", "z")]
    return next(filter(None, map(year_of, dates)), None)


def _imprint(marc: pymarc.Record, own: str, of_host: str) -> list[str]:
    return list(values(marc, "210", own)) or list(values(marc, "463", of_host))


def _type(marc: pymarc.Record, host: Container | None) -> str:
    sheet = _sheet(marc)
    if names_thesis(values(marc, "200", "e")):
        return "thesis"
    if sheet == _PART or (not sheet and _names_host_in_c(marc)):
        return part_type(host)
    return _SHEET_TYPES.get(sheet, "book" if sheet in _BOOKS else "unknown")


def _identifiers(marc: pymarc.Record) -> Iterator[Identifier]:
    for number in filter(None, map(isbn_in, values(marc, "010", "a"))):
        yield Identifier("isbn", number)
    for field in marc.get_fields("019", "017", "951"):
        for subfield in field.subfields:
            yield from (i for i in classify(subfield.value) if i.scheme in _IDENTIFIERS)


def _subjects(marc: pymarc.Record) -> Iterator[Subject]:
    for tag in ("610", "965"):
        for text in _plain(marc, tag):
            yield from subjects_of(text, None, ";")
    for text in values(marc, "606", "a"):
        yield Subject(scheme="keyword", value=text)
    for tag, scheme in _CODES.items():
        for text in _plain(marc, tag):
            yield Subject(scheme=scheme, value=text)
