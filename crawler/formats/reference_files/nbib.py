"""Tagged files of PubMed (``.nbib``, the format MEDLINE): a tag of up to four letters, a dash, and lines that go on.

Source of the rules: https://www.nlm.nih.gov/bsd/mms/medlineelements.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.items import unique
from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.reference_files import medline, tagged
from crawler.formats.reference_files.tagged import Pairs, Tagging
from crawler.formats.values.dates import dated
from crawler.formats.values.identifiers import issn_of
from crawler.formats.values.names import fitting, parted_name
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
from schemas.record import ContributorRole
from schemas.vocabularies import language_code

_TAGGING = Tagging(line=re.compile(r"^([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)$"))
_BEGIN = re.compile(r"^PMID *- ", re.MULTILINE)
_NAMED_ID = re.compile(r"^(\S+) \[(\w+)\]$")
_ORCID = re.compile(r"(?:\d{4}-){3}\d{3}[\dX]", re.IGNORECASE)
_PEOPLE: dict[str, ContributorRole] = {"FAU": "author", "FED": "editor"}
_SHORT = {"AU": "FAU", "ED": "FED"}
_LIKE = "no entry of PubMed (it begins with 'PMID- ') in it"


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file. Raises PageError if there is none."""
    return tagged.parse(data, _TAGGING, _begins, _record, _LIKE)


def _begins(text: str) -> list[int]:
    return [match.start() for match in _BEGIN.finditer(text)]


def _record(pairs: Pairs) -> HarvestedRecord:
    langs = unique(language_code(text) for text in _all(pairs, "LA"))
    lang = langs[0] if langs else None
    date = dated(_first(pairs, "DP"))
    code, word = medline.type_of(_all(pairs, "PT"))
    identifiers = unique(_identifiers(pairs))
    pmid = _first(pairs, "PMID")
    return HarvestedRecord(
        identifier=f"pmid:{pmid}" if pmid else "",
        titles=medline.titles(
            _first(pairs, "TI") or _first(pairs, "BTI"), _first(pairs, "TT"), lang
        ),
        abstracts=unique(_abstracts(pairs)),
        contributors=tuple(_contributors(pairs, lang)),
        container=_container(pairs),
        publishers=tuple(LocalizedText(text) for text in _all(pairs, "PB")),
        year=date.year,
        published=date.published,
        languages=langs,
        type=code,
        type_as_given=word,
        identifiers=identifiers,
        subjects=unique(_subjects(pairs, lang)),
        warnings=date.warnings,
    )


def _all(pairs: Pairs, tag: str) -> list[str]:
    return [value for known, value in pairs if known == tag]


def _first(pairs: Pairs, *tags: str) -> str | None:
    return next((value for tag in tags for known, value in pairs if known == tag), None)


def _abstracts(pairs: Pairs) -> Iterator[LocalizedText]:
    """``AB`` is in English; ``OAB`` is in the language that ``OABL`` before it says."""
    lang: str | None = None
    for tag, value in pairs:
        if tag == "AB":
            yield LocalizedText(value, "en")
        elif tag == "OABL":
            lang = language_code(value)
        elif tag == "OAB":
            yield LocalizedText(value, lang)


def _contributors(pairs: Pairs, lang: str | None) -> Iterator[Contributor]:
    """Each full name with the numbers and places behind it; short forms only where there is no full one."""
    full = {_SHORT[tag]: tag for tag in _SHORT if not _all(pairs, _SHORT[tag])}
    names = {**_PEOPLE, **{full[tag]: role for tag, role in _PEOPLE.items() if tag in full}}
    person: Contributor | None = None
    behind: Pairs = []
    for tag, value in pairs:
        if tag in names or tag == "CN":
            yield from _whole(person, behind)
            behind = []
            person = _organisation(value, lang) if tag == "CN" else _person(value, names[tag], lang)
        elif tag in {"AUID", "AD"}:
            behind.append((tag, value))
    yield from _whole(person, behind)


def _person(text: str, role: ContributorRole, lang: str | None) -> Contributor | None:
    family, _, given = text.partition(",")
    if not given:  # "Sidorov IP"
        family, _, given = text.rpartition(" ")
    name = parted_name(family.strip() or text, given.strip() or None, fitting(lang, text))
    return None if name is None else Contributor(names=(name,), role=role)


def _organisation(text: str, lang: str | None) -> Contributor:
    name = PersonName(literal=text, lang=fitting(lang, text))
    return Contributor(names=(name,), kind="organisation")


def _whole(person: Contributor | None, behind: Pairs) -> Iterator[Contributor]:
    if person is None:
        return
    orcid = (match[0] for text in _all(behind, "AUID") if (match := _ORCID.search(text)))
    yield Contributor(
        names=person.names,
        role=person.role,
        kind=person.kind,
        identifiers=unique(Identifier("orcid", found) for found in orcid),
        affiliations=unique(
            Affiliation(names=(LocalizedText(text),)) for text in _all(behind, "AD")
        ),
    )


def _container(pairs: Pairs) -> Container | None:
    journal, book = _first(pairs, "JT", "TA"), _first(pairs, "BTI", "CTI")
    title = journal or (book if _first(pairs, "TI") else None)
    if title is None:
        return None
    printed = _first(pairs, "PG")
    first, last = medline.pages(printed)
    return Container(
        titles=(LocalizedText(title),),
        kind="journal" if journal else "book",
        issn=unique(issn_of(text.partition(" ")[0]) for text in _all(pairs, "IS")),
        isbn=unique(text.partition(" ")[0] for text in _all(pairs, "ISBN")),
        volume=_first(pairs, "VI"),
        issue=_first(pairs, "IP"),
        pages=printed,
        first_page=first,
        last_page=last,
    )


def _identifiers(pairs: Pairs) -> Iterator[Identifier]:
    for text in _all(pairs, "PMID"):
        yield Identifier("pmid", text)
    for text in (*_all(pairs, "LID"), *_all(pairs, "AID")):
        match = _NAMED_ID.match(text)
        if match and match[2] == "doi":
            yield Identifier("doi", match[1])
    for text in _all(pairs, "PMC"):
        yield Identifier("pmcid", text)


def _subjects(pairs: Pairs, lang: str | None) -> Iterator[Subject]:
    """Keywords of the authors, and the headings of MeSH without their subheadings."""
    for text in _all(pairs, "OT"):
        yield Subject(scheme="keyword", value=text.lstrip("*"), lang=lang)
    for text in _all(pairs, "MH"):
        yield Subject(scheme="mesh", value=text.partition("/")[0].lstrip("*"))
