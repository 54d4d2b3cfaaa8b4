"""UNIMARC bibliographic fields (IFLA), with the analytic links 461/463 that RUSMARC and BELMARC use for articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pymarc

from crawler.formats.dates import year_of
from crawler.formats.identifiers import url_of
from crawler.formats.items import unique
from crawler.formats.marc_fields import clean, first, joined, role_of, texts, values
from crawler.formats.pages import split_pages
from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Subject,
)
from schemas.vocabularies import document_type, language_code

_CODES = {"675": "udc", "686": "other"}
_NUMBER_SIGN = re.compile(r"^(?:№|N|No|Вып|вып)\.?\s*")
_SYSTEMS = {"rugasnti": "grnti", "rubbk": "bbk", "ббк": "bbk", "грнти": "grnti", "oksvnk": "vak"}


def describe(marc: pymarc.Record, header: HarvestedRecord) -> HarvestedRecord:
    """The header with what the fields say."""
    imprint = [*marc.get_fields("210"), *marc.get_fields("214")]
    date = (
        next((d for f in imprint if (d := first(f, "d"))), None)
        or _linked_date(marc)
        or _coded_date(marc)
    )
    given_type = next(iter(values(marc, "608", "a")), None)
    lang = next(iter(values(marc, "101", "a")), None)
    return msgspec.structs.replace(
        header,
        titles=_titles(marc, language_code(lang)),
        abstracts=unique(LocalizedText(text) for text in texts(marc, "330", "a")),
        contributors=tuple(_contributors(marc)),
        container=_container(marc),
        publishers=unique(LocalizedText(n) for f in imprint if (n := first(f, "c"))),
        place=next((p for f in imprint if (p := first(f, "a"))), None),
        year=year_of(date),
        published=str(year_of(date)) if year_of(date) else None,
        languages=unique(language_code(code) for code in values(marc, "101", "a")),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=unique(_identifiers(marc)),
        subjects=unique(_subjects(marc)),
        urls=unique(url_of(text) for text in values(marc, "856", "u")),
    )


def _titles(marc: pymarc.Record, lang: str | None) -> tuple[LocalizedText, ...]:
    """200: ``$a`` with ``$e``, parallel titles in ``$d``; 510: parallel titles with their language in ``$z``."""
    found: list[LocalizedText] = []
    for field in marc.get_fields("200"):
        found.append(LocalizedText(joined(field, ": ", "a", "e"), lang))
        found += [
            LocalizedText(clean(text).removeprefix("= ")) for text in field.get_subfields("d")
        ]
    for field in marc.get_fields("510", "541"):
        text = joined(field, ": ", "a", "e")
        found.append(LocalizedText(text, language_code(first(field, "z"))))
    return unique(title for title in found if title.text)


def _contributors(marc: pymarc.Record) -> Iterator[Contributor]:
    for field in marc.get_fields("700", "701", "702"):
        if name := _name(field):
            places = map(clean, field.get_subfields("p"))
            yield Contributor(
                names=(name,),
                role=role_of(field, "4"),
                affiliations=unique(Affiliation(names=(LocalizedText(p),)) for p in places if p),
            )
    for field in marc.get_fields("710", "711", "712"):
        if text := joined(field, ". ", "a", "b"):
            yield Contributor(
                names=(PersonName(literal=text),), role=role_of(field, "4"), kind="organisation"
            )


def _name(field: pymarc.Field) -> PersonName | None:
    """``$a`` family, ``$g`` given names in full, ``$b`` initials."""
    family, initials, full = (first(field, code) for code in "abg")
    given = full or initials
    if not family:
        return None
    literal = f"{family}, {given}" if given else family
    return PersonName(literal=literal, family=family if given else None, given=given)


def _host(marc: pymarc.Record) -> list[pymarc.Field]:
    """461 is the journal, 463 its issue; 488 and 464 stand for either in older records."""
    return [field for tag in ("461", "463", "464", "488") for field in marc.get_fields(tag)]


def _embedded(field: pymarc.Field, tag: str, code: str) -> str | None:
    """RUSMARC puts whole fields into ``$1``: ``2001 $aВестник`` follows ``$1`` as subfields of the same field."""
    inside = False
    for subfield in field.subfields:
        if subfield.code == "1":
            inside = subfield.value.startswith(tag)
        elif inside and subfield.code == code:
            return clean(subfield.value) or None
    return None


def _of_host(marc: pymarc.Record, tag: str, code: str, *plain: str) -> str | None:
    fields = _host(marc)
    found = (
        _embedded(f, tag, code)
        or (first(f, *plain) if plain and not f.get_subfields("1") else None)
        for f in fields
    )
    return next((text for text in found if text), None)


def _container(marc: pymarc.Record) -> Container | None:
    if not _host(marc):
        return None
    issn = _of_host(marc, "011", "a", "x")
    pages = next(iter(values(marc, "215", "a")), None) or _of_host(marc, "215", "a", "p")
    start, end = split_pages(pages)
    title = _of_host(marc, "200", "a", "t")
    return Container(
        titles=(LocalizedText(title),) if title else (),
        kind="journal" if issn else None,
        issn=unique([issn]),
        isbn=unique([_of_host(marc, "010", "a", "y")]),
        volume=_of_host(marc, "200", "h"),
        issue=_number(_of_host(marc, "200", "v", "v")),
        pages=pages,
        first_page=start,
        last_page=end,
    )


def _number(text: str | None) -> str | None:
    """``№ 3`` → ``3``."""
    return _NUMBER_SIGN.sub("", text) or None if text else None


def _linked_date(marc: pymarc.Record) -> str | None:
    return _of_host(marc, "210", "d", "d")


def _coded_date(marc: pymarc.Record) -> str | None:
    coded = next(iter(values(marc, "100", "a")), "")
    return coded[9:13] if coded[9:13].isdecimal() else None


def _identifiers(marc: pymarc.Record) -> Iterator[Identifier]:
    for text in values(marc, "010", "a"):
        yield Identifier("isbn", text.split(" ")[0])
    for field in marc.get_fields("017"):
        if (value := first(field, "a")) and (first(field, "2") or "").lower() == "doi":
            yield Identifier("doi", value)


def _subjects(marc: pymarc.Record) -> Iterator[Subject]:
    for tag in ("610", "606", "600"):
        for text in values(marc, tag, "a"):
            yield Subject(scheme="keyword", value=text)
    for tag, scheme in _CODES.items():
        for field in marc.get_fields(tag):
            if value := first(field, "a"):
                stated = (first(field, "2") or "").lower()
                yield Subject(scheme=_SYSTEMS.get(stated, scheme), value=value)
