"""MARC 21 bibliographic fields (Library of Congress), as OJS and the libraries that use them write articles.

Field 880 repeats a field in its own script; ``$6`` ties the two, so that both are forms of one title or one person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec
import pymarc

from crawler.formats.dates import year_of
from crawler.formats.identifiers import classify, url_of
from crawler.formats.items import unique
from crawler.formats.marc_fields import clean, first, joined, localized, role_of, texts, values
from crawler.formats.names import person_name
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

_LINK = re.compile(r"^(\d{3})-(\d{2})")
_LINK_LENGTH = 6
_MOST_FORMS = 20  # of one name or title; MARC 21 knows seven scripts
_PLACE = re.compile(r"(?:vol|т|v)\.?\s*(\d+)", re.IGNORECASE)
_ISSUE = re.compile(r"(?:no|№|iss|issue|вып)\.?\s*(\d[\d/–-]*)", re.IGNORECASE)
_PAGES = re.compile(r"(?:p|с|pp|б)\.?\s*(\d+(?:\s*[-–—]\s*\d+)?)", re.IGNORECASE)
_CODES = {"080": "udc", "084": "other"}


def describe(marc: pymarc.Record, header: HarvestedRecord) -> HarvestedRecord:
    """The header with what the fields say."""
    imprint = [*marc.get_fields("260"), *marc.get_fields("264")]
    date = next((d for f in imprint if (d := first(f, "c"))), None) or _coded_date(marc)
    given_type = next(iter([*values(marc, "655", "a"), *values(marc, "720", "4")]), None)
    return msgspec.structs.replace(
        header,
        titles=_titles(marc),
        abstracts=unique(LocalizedText(text) for text in texts(marc, "520", "a")),
        contributors=tuple(_contributors(marc)),
        container=_container(marc),
        publishers=unique(LocalizedText(n) for f in imprint if (n := first(f, "b"))),
        place=next((p for f in imprint if (p := first(f, "a"))), None),
        year=year_of(date),
        published=str(year_of(date)) if year_of(date) else None,
        languages=_languages(marc),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=unique(_identifiers(marc)),
        subjects=unique(_subjects(marc)),
        urls=unique(url_of(text) for text in values(marc, "856", "u")),
        rights=unique(values(marc, "540", "a")),
    )


class _Forms:
    """The fields 880 of a record by the field and number that they are tied to (``700-02``)."""

    def __init__(self, marc: pymarc.Record) -> None:
        self._tied: dict[str, list[pymarc.Field]] = defaultdict(list)
        for field in marc.get_fields("880"):
            self._tied[(first(field, "6") or "")[:_LINK_LENGTH]].append(field)

    def of(self, field: pymarc.Field) -> list[pymarc.Field]:
        """The field itself and those tied to it; a name has a form a script."""
        link = _LINK.match(first(field, "6") or "")
        tied = self._tied.get(f"{field.tag}-{link.group(2)}", ()) if link else ()
        return [field, *tied[:_MOST_FORMS]]


def _titles(marc: pymarc.Record) -> tuple[LocalizedText, ...]:
    tied = _Forms(marc)
    forms = [form for field in marc.get_fields("245") for form in tied.of(field)]
    parallel = [form for field in marc.get_fields("246", "242") for form in tied.of(field)]
    found: list[tuple[str, str | None]] = [(joined(f, ": ", "a", "b"), None) for f in forms]
    found += [(joined(f, ": ", "a", "b"), first(f, "y")) for f in parallel]
    return unique(LocalizedText(text, language_code(lang)) for text, lang in found if text)


def _contributors(marc: pymarc.Record) -> Iterator[Contributor]:
    tied = _Forms(marc)
    for field in marc.get_fields("100", "700"):
        if names := _names(tied.of(field)):
            yield Contributor(
                names=names,
                role=role_of(field, "4", "e"),
                identifiers=_person_ids(field),
                affiliations=unique(
                    Affiliation(names=localized(u)) for u in map(clean, field.get_subfields("u"))
                ),
            )
    for field in marc.get_fields("720"):  # uncontrolled names: what OJS writes
        if name := first(field, "a"):
            yield Contributor(names=(person_name(name),), role=role_of(field, "4", "e"))
    for field in marc.get_fields("110", "710"):
        if name := joined(field, ". ", "a", "b"):
            yield Contributor(
                names=(PersonName(literal=name),),
                role=role_of(field, "4", "e"),
                kind="organisation",
            )


def _names(forms: list[pymarc.Field]) -> tuple[PersonName, ...]:
    given = (first(form, "a") for form in forms)
    return unique(person_name(name) for name in given if name)


def _person_ids(field: pymarc.Field) -> tuple[Identifier, ...]:
    given = [clean(text) for text in field.get_subfields("0", "1")]
    found = (
        re.search(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$", text)
        for text in given
        if "orcid" in text.lower()
    )
    return unique(Identifier("orcid", match.group(1)) for match in found if match)


def _container(marc: pymarc.Record) -> Container | None:
    """Field 773, the host; ``$g`` holds volume, issue and pages as text."""
    field = next(iter(marc.get_fields("773")), None)
    series = next(iter(values(marc, "490", "a")), None)
    issn = unique(
        [
            *(clean(x) for x in (field.get_subfields("x") if field else ())),
            *values(marc, "022", "a"),
        ]
    )
    if field is None and not (series or issn):
        return None
    part = " ".join(field.get_subfields("g")) if field else ""
    pages = _search(_PAGES, part)
    start, end = split_pages(pages)
    return Container(
        titles=localized((first(field, "t", "a") if field else None) or series),
        kind="journal" if issn else None,
        issn=issn,
        isbn=unique(clean(z) for z in (field.get_subfields("z") if field else ())),
        volume=_search(_PLACE, part),
        issue=_search(_ISSUE, part),
        pages=pages,
        first_page=start,
        last_page=end,
    )


def _search(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group(1) if match else None


def _coded_date(marc: pymarc.Record) -> str | None:
    coded = next((field.data for field in marc.get_fields("008")), None) or ""
    return coded[7:11] if coded[7:11].isdecimal() else None


def _languages(marc: pymarc.Record) -> tuple[str, ...]:
    coded = next((field.data for field in marc.get_fields("008")), None) or ""
    return unique(language_code(code) for code in (*values(marc, "041", "a"), coded[35:38].strip()))


def _identifiers(marc: pymarc.Record) -> Iterator[Identifier]:
    for field in marc.get_fields("024"):
        value, scheme = first(field, "a"), (first(field, "2") or "").lower()
        if value:
            yield from [Identifier("doi", value)] if scheme == "doi" else classify(value)
    for text in values(marc, "020", "a"):
        yield Identifier("isbn", text.split(" ")[0])
    for url in values(marc, "856", "u"):
        yield from (i for i in classify(url) if i.scheme in {"doi", "handle"})


def _subjects(marc: pymarc.Record) -> Iterator[Subject]:
    for tag in ("650", "653", "600", "651"):
        for text in values(marc, tag, "a"):
            yield Subject(scheme="keyword", value=text)
    for tag, scheme in _CODES.items():
        for field in marc.get_fields(tag):
            if value := first(field, "a"):
                stated = (first(field, "2") or "").lower()
                yield Subject(
                    scheme={"rugasnti": "grnti", "rubbk": "bbk"}.get(stated, scheme), value=value
                )
