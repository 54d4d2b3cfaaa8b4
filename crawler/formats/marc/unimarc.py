"""UNIMARC bibliographic fields (IFLA), as RUSMARC and BELMARC use them for articles, chapters, books and theses.

https://www.ifla.org/publications/unimarc-bibliographic/, http://www.rusmarc.ru/rusmarc/format.html. The host and the
place in it: :mod:`crawler.formats.marc.unimarc_links`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec
import pymarc

from crawler.formats.items import unique
from crawler.formats.marc.marc_fields import (
    TitlePart,
    first,
    isbn_in,
    joined,
    texts,
    title_of,
    values,
    with_whole,
)
from crawler.formats.marc.marc_people import (
    affiliations,
    linked_places,
    person_ids,
    place_link,
    role_of,
    stated_people,
    unimarc_name,
)
from crawler.formats.marc.marc_types import level_type, names_thesis, part_type, stated_type
from crawler.formats.marc.unimarc_links import (
    Hosts,
    Link,
    closed,
    container,
    date_of_piece,
    date_of_set,
    hosts,
    links,
    publisher_of,
    whole_of,
)
from crawler.formats.values.dates import dated, year_of
from crawler.formats.values.identifiers import classify, url_of
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

_SYSTEMS = {"rugasnti": "grnti", "rubbk": "bbk", "ббк": "bbk", "грнти": "grnti", "oksvnk": "vak"}
_CODES = {"675": "udc", "686": "other"}
_TITLE_PARTS: dict[str, TitlePart] = {"a": "head", "e": "sub", "h": "number", "i": "name"}
_ROLES: dict[str, ContributorRole] = {"702": "other", "712": "other"}
# 105 $a 4-7, form of contents (UNIMARC manual, 105)
_CONTENTS = {"m": "thesis", "v": "thesis", "k": "patent", "l": "standard", "p": "report"}
_CODES_LENGTH = 11
# the end of 105 $a: conference, festschrift, index, form of literature, biography
_CONFERENCE = re.compile(r"1[01][01][a-z|][a-z| ]?$")
_SERIAL_DATES = frozenset("abc")  # 100 $a 8: date 1 is the year in which the journal began
_IDENTIFIERS = frozenset({"doi", "edn", "handle"})
_DOI_NOTE = re.compile(r"^\W*(?:doi|https?://(?:dx\.)?doi\.org)\b", re.IGNORECASE)
_NAME_TAGS = ("700", "701", "702")


def describe(marc: pymarc.Record, header: HarvestedRecord) -> HarvestedRecord:
    """The header with what the fields say."""
    found, translated = hosts(marc), links(marc, "453")
    imprint = [*marc.get_fields("210"), *marc.get_fields("214"), *marc.get_fields("219")]
    year = _year(marc, found, imprint)
    lang = _title_language(marc)
    place_of_host = container(marc, found)
    kind, given_type = _type(marc, found, place_of_host)
    return msgspec.structs.replace(
        header,
        titles=_titles(marc, found, translated, lang),
        abstracts=unique(_abstracts(marc, translated)),
        contributors=tuple(_contributors(marc, translated)) or _stated(marc),
        container=place_of_host,
        publishers=unique(LocalizedText(n) for n in _publishers(found, imprint, "c")),
        place=next(iter(_publishers(found, imprint, "a")), None),
        year=year,
        published=str(year) if year else None,
        languages=unique(language_code(code) for code in values(marc, "101", "a")),
        type=kind,
        type_as_given=given_type,
        identifiers=unique(_identifiers(marc, found)),
        subjects=unique(_subjects(marc, translated)),
        urls=unique(url_of(text) for text in values(marc, "856", "u")),
        warnings=_about_dates(imprint),
    )


def _title_language(marc: pymarc.Record) -> str | None:
    """101 $g, the language of the title; else the first of the text."""
    return language_code(next(iter([*values(marc, "101", "g"), *values(marc, "101", "a")]), None))


def _titles(
    marc: pymarc.Record, found: Hosts, translated: list[Link], lang: str | None
) -> tuple[LocalizedText, ...]:
    """200 with its parallel titles; 510 and 541: such with their language in ``$z``; 453: the title in translation."""
    titles = [title for field in marc.get_fields("200") for title in _title_forms(field, lang)]
    if titles and not found.is_part:
        whole, number = whole_of(found)
        titles[0] = LocalizedText(with_whole(whole, number, titles[0].text), titles[0].lang)
    for field in marc.get_fields("510", "541"):
        titles.append(LocalizedText(_title(field), language_code(first(field, "z"))))
    for link in translated:
        code = link.first("101", "a")
        titles += [LocalizedText(text, language_code(code)) for text in link.all("200", "a")[:1]]
    return unique(title for title in titles if title.text)


def _title(field: pymarc.Field) -> str:
    return title_of(
        (_TITLE_PARTS[s.code], s.value) for s in field.subfields if s.code in _TITLE_PARTS
    )


def _title_forms(field: pymarc.Field, lang: str | None) -> Iterator[LocalizedText]:
    """The title proper, then each ``$d`` with what follows it; ``$z`` holds the languages of these, in their order."""
    forms: list[list[tuple[TitlePart, str]]] = [[]]
    for subfield in field.subfields:
        if subfield.code == "d":
            forms.append([("head", subfield.value.lstrip("= "))])
        elif subfield.code in _TITLE_PARTS:
            forms[-1].append((_TITLE_PARTS[subfield.code], subfield.value))
    yield LocalizedText(title_of(forms[0]), lang)
    codes = [language_code(code) for code in field.get_subfields("z")]
    for number, form in enumerate(forms[1:]):
        yield LocalizedText(title_of(form), codes[number] if number < len(codes) else None)


def _abstracts(marc: pymarc.Record, translated: list[Link]) -> Iterator[LocalizedText]:
    for text in texts(marc, "330", "a"):
        yield LocalizedText(text)
    for link in translated:
        for text in link.texts("330", "a"):
            yield LocalizedText(text, language_code(link.first("101", "a")))


def _contributors(marc: pymarc.Record, translated: list[Link]) -> Iterator[Contributor]:
    persons = _persons(marc)
    groups = marc.get_fields("710", "711", "712")
    places = linked_places(groups)
    others = _translated_names(translated)
    if len(others) != len(persons):  # nobody knows whose they are
        others = [None] * len(persons)
    for forms, other in zip(persons, others, strict=True):
        names = unique([*map(unimarc_name, forms), other])
        if names:
            yield Contributor(
                names=names,
                role=role_of(forms[0], "4", default=_ROLES.get(forms[0].tag, "author")),
                identifiers=person_ids(forms[0]),
                affiliations=affiliations(forms[0], "p", places),
            )
    for field in groups:
        text = joined(field, ". ", "a", "b")
        if text and place_link(field) is None:
            yield Contributor(
                names=(PersonName(literal=text),), role=_role_of_group(field), kind="organisation"
            )


def _stated(marc: pymarc.Record) -> tuple[Contributor, ...]:
    return stated_people(next((text for text in values(marc, "200", "f")), None))


def _translated_names(translated: list[Link]) -> list[PersonName | None]:
    """453 repeats the authors in the language of the translation, in their order."""
    lang = None
    fields: list[pymarc.Field] = []
    for link in translated[:1]:
        lang = language_code(link.first("101", "a"))
        fields += [
            pymarc.Field(tag, subfields=[pymarc.Subfield(*given) for given in parts])
            for tag, parts in link.fields
            if tag in _NAME_TAGS
        ]
    names = map(unimarc_name, fields)
    return [msgspec.structs.replace(name, lang=lang) if name else None for name in names]


def _persons(marc: pymarc.Record) -> list[list[pymarc.Field]]:
    """The fields of each person: those in another script have the same number in ``$6`` (``a01`` of ``a01700``)."""
    forms: dict[object, list[pymarc.Field]] = defaultdict(list)
    for number, field in enumerate(marc.get_fields(*_NAME_TAGS)):
        link = (first(field, "6") or "")[:3]
        forms[(field.tag, link) if link[:1] == "a" else number].append(field)
    return list(forms.values())


def _role_of_group(field: pymarc.Field) -> ContributorRole:
    """A meeting (first indicator 1) wrote nothing."""
    meeting = (field.indicators or "  ")[0] == "1"
    default: ContributorRole = "other" if meeting else _ROLES.get(field.tag, "author")
    return role_of(field, "4", default=default)


def _publishers(found: Hosts, imprint: list[pymarc.Field], code: str) -> list[str]:
    """Names (``c``) or towns (``a``) of the publishers; those of the host if the part has none of its own."""
    own = [text for field in imprint if (text := first(field, code))]
    return own or list(filter(None, [publisher_of(found, code)]))


def _year(marc: pymarc.Record, found: Hosts, imprint: list[pymarc.Field]) -> int | None:
    """Of the record itself, of its issue, of the text of its place, coded, and last of the journal."""
    own = [d for field in imprint if (d := first(field, "d"))]
    candidates = [*map(closed, own), date_of_piece(found)]
    if year := next(filter(None, map(year_of, candidates)), None):
        return year
    if found.is_part:
        return found.place.year or _coded_year(marc, found) or year_of(date_of_set(found))
    return _coded_year(marc, found) or next(filter(None, map(year_of, own)), None)


def _about_dates(imprint: list[pymarc.Field]) -> tuple[str, ...]:
    """What is wrong with the printed dates, if none of them is right."""
    given = [dated(d) for field in imprint if (d := first(field, "d"))]
    return () if any(date.year for date in given) else unique(w for d in given for w in d.warnings)


def _coded_year(marc: pymarc.Record, found: Hosts) -> int | None:
    """100 $a 9-12; in a part of a serial described as a serial it is the year in which the journal began."""
    coded = next((text for f in marc.get_fields("100") for text in f.get_subfields("a")), "")
    if found.is_part and coded[8:9] in _SERIAL_DATES:
        return None
    return year_of(coded[9:13])


def _type(marc: pymarc.Record, found: Hosts, host: Container | None) -> tuple[str, str | None]:
    kind, given = stated_type(values(marc, "608", "a"))
    if kind == "unknown":
        kind = _coded_type(marc) or _level_type(marc, found, host)
    return kind, given


def _level_type(marc: pymarc.Record, found: Hosts, host: Container | None) -> str:
    if found.is_part:
        told = part_type(host, of_serial=str(marc.leader)[7:8] == "b")
        meeting = told in {"unknown", "chapter"} and _CONFERENCE.search(_monograph_codes(marc))
        return "conference-paper" if meeting else told
    issue = host is not None and host.kind == "journal"  # described as a volume, and no book
    return "miscellaneous" if issue else level_type(str(marc.leader), host)


def _coded_type(marc: pymarc.Record) -> str | None:
    """A thesis by its note (328) or subtitle, else by the codes of contents (105 $a 4-7)."""
    if marc.get_fields("328") or names_thesis(values(marc, "200", "e")):
        return "thesis"
    coded = _monograph_codes(marc)
    whole = coded if len(coded) >= _CODES_LENGTH else ""  # some exporters collapse the blanks
    return next((_CONTENTS[code] for code in whole[4:8] if code in _CONTENTS), None)


def _monograph_codes(marc: pymarc.Record) -> str:
    return next((text for f in marc.get_fields("105") for text in f.get_subfields("a")), "")


def _identifiers(marc: pymarc.Record, found: Hosts) -> Iterator[Identifier]:
    if not found.is_part:  # there it is the host's
        for number in filter(None, map(isbn_in, values(marc, "010", "a"))):
            yield Identifier("isbn", number)
    for field in marc.get_fields("017"):
        yield from _other_number(field)
    notes = [text for text in values(marc, "300", "a") if _DOI_NOTE.match(text)]
    for text in (*values(marc, "856", "u"), *notes):
        yield from (i for i in classify(text.rstrip(".")) if i.scheme in _IDENTIFIERS)


def _other_number(field: pymarc.Field) -> Iterator[Identifier]:
    """017: the scheme in ``$2``, or a form that tells it."""
    value, scheme = first(field, "a"), (first(field, "2") or "").lower()
    if value and scheme in _IDENTIFIERS:
        yield Identifier(scheme, value)
    elif value:
        yield from (i for i in classify(value) if i.scheme in _IDENTIFIERS)


def _subjects(marc: pymarc.Record, translated: list[Link]) -> Iterator[Subject]:
    for text in values(marc, "610", "a"):
        yield from subjects_of(text, None, ";")
    for tag in ("606", "607", "601"):
        for text in values(marc, tag, "a"):
            yield Subject(scheme="keyword", value=text)
    for name in filter(None, map(unimarc_name, marc.get_fields("600"))):
        yield Subject(scheme="keyword", value=name.literal)
    yield from _codes(marc)
    for link in translated:
        lang = language_code(link.first("101", "a"))
        for text in link.all("610", "a"):
            yield Subject(scheme="keyword", value=text, lang=lang)


def _codes(marc: pymarc.Record) -> Iterator[Subject]:
    for tag, scheme in _CODES.items():
        for field in marc.get_fields(tag):
            if value := first(field, "a"):
                stated = (first(field, "2") or "").lower()
                yield Subject(scheme=_SYSTEMS.get(stated, scheme), value=value)
