"""MARC 21 bibliographic fields (Library of Congress), as OJS, Invenio, DSpace and libraries write articles and books.

A field and its 880 in another script are forms of one title or one person (:mod:`crawler.formats.marc.marc21_forms`).
Field 042 ``dc`` marks what a repository has made of Dublin Core: its leader and the language in its 008 are those of
the template (OJS's says English of every article). The host: :mod:`crawler.formats.marc.marc21_host`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pymarc

from crawler.formats.items import unique
from crawler.formats.marc.marc21_forms import Forms
from crawler.formats.marc.marc21_host import Hosted, container, date_of, doi_in, hosted
from crawler.formats.marc.marc21_people import contributors
from crawler.formats.marc.marc21_references import references_of
from crawler.formats.marc.marc_fields import (
    TitlePart,
    first,
    isbn_in,
    title_of,
    titled,
    values,
    with_whole,
)
from crawler.formats.marc.marc_types import level_type, names_thesis, part_type, stated_type
from crawler.formats.text.text import plain
from crawler.formats.values.dates import Dated, dated, year_of
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.subjects import subjects_of
from schemas import (
    Container,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    Subject,
)
from schemas.vocabularies import language_code

_CODES = {"080": "udc", "084": "other"}
_SYSTEMS = {"rugasnti": "grnti", "rubbk": "bbk"}
_VARIANTS = frozenset("0678")
_TITLE_PARTS: dict[str, TitlePart] = {"a": "head", "b": "sub", "n": "number", "p": "name"}
_IDENTIFIERS = frozenset({"doi", "handle", "edn"})
_NOT_KEYWORDS = frozenset({"opendefinition.org", "cc-licenses"})  # Zenodo writes licences into 650
# 008/06: dates that say when a journal began, or between which years a work may lie
_UNTRUE_DATES = frozenset("cdnqu|")
# 008/24-27, nature of contents of books
_CONTENTS = {"m": "thesis", "j": "patent", "u": "standard", "t": "report"}
_COUNTED_LENGTH = 38  # letters of a 008 whose positions count
_SHORT_LANGUAGE = re.compile(r"\b([a-z]{3})(?: [a-z| ])?\s*$")


def describe(marc: pymarc.Record, header: HarvestedRecord) -> HarvestedRecord:
    """The header with what the fields say."""
    imprint = _imprint(marc)
    found = hosted(marc)
    date = _dates(marc, found, imprint)
    journal = container(marc, found)
    kind, given_type = _type(marc, found, journal)
    return msgspec.structs.replace(
        header,
        titles=_titles(marc, None if found.is_part else journal),
        abstracts=unique(_abstracts(marc)),
        contributors=contributors(marc, dublin_core=_is_dublin_core(marc)),
        container=journal,
        publishers=unique(LocalizedText(n) for f in imprint if (n := first(f, "b"))),
        place=next((p for f in imprint if (p := first(f, "a"))), None),
        year=date.year,
        published=date.published,
        languages=_languages(marc),
        type=kind,
        type_as_given=given_type,
        identifiers=unique(_identifiers(marc, found)),
        subjects=unique(_subjects(marc)),
        references=references_of(marc),
        urls=unique(url_of(text) for text in values(marc, "856", "u")),
        rights=unique(values(marc, "540", "a")),
        warnings=date.warnings,
    )


def _imprint(marc: pymarc.Record) -> list[pymarc.Field]:
    """260, then 264 of publication (second indicator 1), of anything else, of copyright (4) last."""
    order = {"1": 0, "4": 2}
    later = sorted(marc.get_fields("264"), key=lambda f: order.get((f.indicators or "  ")[1], 1))
    return [*marc.get_fields("260"), *later]


def _abstracts(marc: pymarc.Record) -> Iterator[LocalizedText]:
    for field in Forms(marc).of_tags("520"):
        yield from (LocalizedText(text) for a in field.get_subfields("a") if (text := plain(a)))


def _titles(marc: pymarc.Record, whole: Container | None) -> tuple[LocalizedText, ...]:
    forms = Forms(marc)
    parallel = [f for f in forms.of_tags("246", "242") if not _is_variant(f)]
    found: list[tuple[str, str | None]] = [(_title(f), None) for f in forms.of_tags("245")]
    if found and whole and whole.titles:  # a volume named by its number
        found[0] = (with_whole(whole.titles[0].text, None, found[0][0]), None)
    found += [(_title(f), first(f, "y")) for f in parallel]
    return unique(LocalizedText(text, language_code(lang)) for text, lang in found if text)


def _is_variant(field: pymarc.Field) -> bool:
    """246 of a part, of captions, running heads and spines (second indicator): no title of the whole."""
    return field.tag == "246" and (field.indicators or "  ")[1] in _VARIANTS


def _title(field: pymarc.Field) -> str:
    return title_of(
        (_TITLE_PARTS[s.code], s.value) for s in field.subfields if s.code in _TITLE_PARTS
    )


def _dates(marc: pymarc.Record, found: Hosted, imprint: list[pymarc.Field]) -> Dated:
    """The year of the issue before the date of publication, which is the full date only if it lies in that year."""
    told = [dated(d) for f in imprint if (d := first(f, "c"))]
    given = next((date for date in told if date.year), told[0] if told else Dated())
    year = found.place.year or given.year or _coded_year(marc) or _noted_year(marc)
    if year is None and found.field is not None:
        year = year_of(date_of(found.field))
    published = given.published if given.year == year else str(year)
    return Dated(year, published if year else None, given.warnings)


def _noted_year(marc: pymarc.Record) -> int | None:
    """Of the thesis (502 ``$d``), of the preprint (Invenio's 269)."""
    dates = [*values(marc, "502", "d"), *values(marc, "269", "c")]
    return next(filter(None, map(year_of, dates)), None)


def _fixed(marc: pymarc.Record) -> str:
    """Field 008; OJS puts it between quotation marks."""
    return (next((field.data for field in marc.get_fields("008")), None) or "").lstrip('"')


def _coded_year(marc: pymarc.Record) -> int | None:
    """Date 1 of 008, if its type does not say that it is the year in which a journal began, or a guess."""
    coded = _fixed(marc)
    first_year, second = coded[7:11], coded[11:15]
    if coded[6:7] in _UNTRUE_DATES and first_year != second:
        return None
    return year_of(first_year)


def _is_dublin_core(marc: pymarc.Record) -> bool:
    return "dc" in {text.lower() for text in values(marc, "042", "a")}


def _languages(marc: pymarc.Record) -> tuple[str, ...]:
    """041, a code in 546, and 008 unless a template wrote it."""
    stated = [
        language_code(code) for code in (*values(marc, "041", "a"), *values(marc, "546", "a"))
    ]
    coded = None if _is_dublin_core(marc) else language_code(_coded_language(_fixed(marc)))
    return unique([*stated, coded])


def _coded_language(coded: str) -> str:
    """008/35-37; exporters that collapse its blanks leave it the last word but one."""
    if len(coded) >= _COUNTED_LENGTH:
        return coded[35:38].strip()
    match = _SHORT_LANGUAGE.search(coded)
    return match.group(1) if match else ""


def _type(marc: pymarc.Record, found: Hosted, journal: Container | None) -> tuple[str, str | None]:
    """655, Invenio's 980, a note on the thesis (502), codes, and the leader if nobody else wrote it."""
    kind, given = stated_type([*values(marc, "655", "a"), *values(marc, "980", "a", "b")])
    if kind == "unknown":
        kind = _coded_type(marc) or _level_type(marc, found, journal)
    return kind, given


def _coded_type(marc: pymarc.Record) -> str | None:
    if marc.get_fields("502") or names_thesis(values(marc, "245", "b")):
        return "thesis"
    if _is_dublin_core(marc) or str(marc.leader)[7:8] != "m":
        return None
    return next((_CONTENTS[code] for code in _fixed(marc)[24:28] if code in _CONTENTS), None)


def _level_type(marc: pymarc.Record, found: Hosted, journal: Container | None) -> str:
    if found.field is not None and found.is_part:
        return part_type(journal, of_serial=str(marc.leader)[7:8] == "b")
    return "unknown" if _is_dublin_core(marc) else level_type(str(marc.leader), journal)


def _identifiers(marc: pymarc.Record, found: Hosted) -> Iterator[Identifier]:
    for field in marc.get_fields("024"):
        yield from _standard_number(field)
    if not found.is_part:  # there it is the host's
        for number in filter(None, map(isbn_in, values(marc, "020", "a"))):
            yield Identifier("isbn", number)
    for url in values(marc, "856", "u"):
        yield from (i for i in classify(url) if i.scheme in _IDENTIFIERS)
    for field in marc.get_fields("037"):  # Invenio: report numbers, of which arXiv's identify
        if (first(field, "9") or "").lower() == "arxiv" and (value := first(field, "a")):
            yield Identifier("arxiv", value)
    if found.field is not None and (doi := doi_in(found.field)):
        yield Identifier("doi", doi)


def _standard_number(field: pymarc.Field) -> Iterator[Identifier]:
    value, scheme = first(field, "a"), (first(field, "2") or "").lower()
    if value:
        yield from [Identifier("doi", value)] if scheme == "doi" else classify(value)


def _subjects(marc: pymarc.Record) -> Iterator[Subject]:
    for text in values(marc, "653", "a"):
        yield from subjects_of(text, None, ";")
    for tag in ("650", "600", "651"):
        for field in marc.get_fields(tag):
            if (first(field, "2") or "").lower() not in _NOT_KEYWORDS:
                named = filter(None, map(titled, field.get_subfields("a")))
                yield from (Subject(scheme="keyword", value=text) for text in named)
    for tag, scheme in _CODES.items():
        for field in marc.get_fields(tag):
            if value := first(field, "a"):
                stated = (first(field, "2") or "").lower()
                yield Subject(scheme=_SYSTEMS.get(stated, scheme), value=value)
