"""MODS (Library of Congress, versions 3.x) → record: in OAI-PMH, and as ``mods`` or ``modsCollection`` files."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.items import Entry, item, references, unique
from crawler.formats.page import PageError, ParsedPage
from crawler.formats.repositories.mods_host import container, host_of, part_of
from crawler.formats.repositories.mods_people import contributors
from crawler.formats.repositories.mods_titles import titles
from crawler.formats.text import xml
from crawler.formats.values.dates import dated
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.types import type_of
from schemas import HarvestedRecord, Identifier, LocalizedText, ReferenceFields, Subject
from schemas.vocabularies import language_code

_SCHEMES = {
    "doi": "doi",
    "isbn": "isbn",
    "hdl": "handle",
    "handle": "handle",
    "edn": "edn",
    "pmid": "pmid",
    "pubmed": "pmid",
    "pmcid": "pmcid",
    "arxiv": "arxiv",
    "isi": "wos",
    "wos": "wos",
    "scopus": "scopus",
    "local": "local",
}
_CLASSIFICATIONS = {
    "udc": "udc",
    "udk": "udc",
    "grnti": "grnti",
    "rugasnti": "grnti",
    "bbk": "bbk",
    "rubbk": "bbk",
}
_DATES = ("dateIssued", "copyrightDate", "dateCreated", "dateOther")
_CITED = "references"


def parse_file(data: bytes) -> ParsedPage:
    """Every ``mods`` of a file; its ``recordIdentifier``, DOI or address identifies it. Raises PageError."""
    root, warnings, broken = xml.parse_records(data, "mods")
    found = [root] if xml.local_name(root) == "mods" else list(xml.children(root, "mods"))
    if not found:
        raise PageError(
            "wrong-format",
            f"the root is <{xml.local_name(root)}>; expected <mods> or <modsCollection>",
        )
    items = tuple(item(_identified(mods), xml.serialise(mods), warnings) for mods in found)
    return ParsedPage(items=(*items, *broken), warnings=warnings)


def _identified(mods: etree._Element) -> HarvestedRecord:
    found = parse_metadata(mods, HarvestedRecord(identifier=""))
    own = xml.text_at(mods, "recordInfo", "recordIdentifier")
    other = next((i.value for i in found.identifiers), None) or next(iter(found.urls), None)
    return msgspec.structs.replace(found, identifier=own or other or "")


def parse_metadata(mods: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with its MODS description."""
    when = dated(_published(mods))
    typed = type_of(list(_types(mods)))
    return msgspec.structs.replace(
        header,
        titles=titles(mods),
        abstracts=_localized(mods, "abstract"),
        contributors=contributors(mods),
        container=container(mods),
        publishers=unique(
            LocalizedText(name)
            for e in xml.children(mods, "originInfo")
            if (name := xml.text_at(e, "publisher"))
        ),
        place=_place(mods),
        year=when.year,
        published=when.published,
        languages=_languages(mods),
        type=typed.code,
        type_as_given=typed.as_given,
        identifiers=unique(_identifiers(mods)),
        subjects=unique(_subjects(mods)),
        references=references(_cited(mods)),
        urls=unique(_urls(mods)),
        rights=unique(xml.text_of(e) for e in xml.children(mods, "accessCondition")),
        warnings=header.warnings + when.warnings,
    )


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get("lang") or element.get(xml.XML_LANG))


def _localized(parent: etree._Element, name: str) -> tuple[LocalizedText, ...]:
    return unique(
        LocalizedText(text, _lang(e))
        for e in xml.children(parent, name)
        if (text := xml.text_of(e))
    )


def _published(mods: etree._Element) -> str | None:
    """The publication's own date, else that of the part; a host's own is that of the journal's beginning."""
    host = host_of(mods)
    dates = (_date(mods), xml.text_at(part_of(mods), "date"), _date(host))
    return next(filter(None, dates), None)


def _date(parent: etree._Element | None) -> str | None:
    """Of several dates of one kind the one for machines counts, and never the end of a time."""
    origins = sorted(xml.children(parent, "originInfo"), key=_is_no_publication)
    for name in _DATES:
        found = [e for origin in origins for e in xml.children(origin, name)]
        found = [e for e in found if e.get("point") != "end" and xml.text_of(e)]
        found.sort(key=lambda e: (e.get("keyDate") != "yes", e.get("encoding") is None))
        if found:
            return xml.text_of(found[0])
    return None


def _is_no_publication(origin: etree._Element) -> bool:
    return (origin.get("eventType") or "publication") != "publication"


def _place(mods: etree._Element) -> str | None:
    terms = (
        t
        for origin in xml.children(mods, "originInfo")
        for place in xml.children(origin, "place")
        for t in xml.children(place, "placeTerm")
        if t.get("type") != "code"
    )
    return next((text for t in terms if (text := xml.text_of(t))), None)


def _languages(mods: etree._Element) -> tuple[str, ...]:
    terms = (t for e in xml.children(mods, "language") for t in xml.children(e, "languageTerm"))
    return unique(language_code(xml.text_of(t)) for t in terms)


def _types(mods: etree._Element) -> Iterator[str]:
    """The genre says more than ``typeOfResource``, which is "text" for nearly everything."""
    for name in ("genre", "typeOfResource"):
        yield from (text for e in xml.children(mods, name) if (text := xml.text_of(e)))


def _identifiers(mods: etree._Element) -> Iterator[Identifier]:
    for e in xml.children(mods, "identifier"):
        value = xml.text_of(e)
        scheme = _SCHEMES.get((e.get("type") or "").lower())
        if not value or e.get("invalid") == "yes" or (e.get("type") or "").lower() == "citation":
            continue
        if scheme:
            known = (i for i in classify(value) if i.scheme == scheme)
            yield next(known, Identifier(scheme, value))
        else:
            yield from (i for i in classify(value) if i.scheme not in {"url", "issn"})


def _cited(mods: etree._Element) -> Iterator[Entry]:
    """The works of ``relatedItem type="references"``, each as one text."""
    for work in xml.children(mods, "relatedItem"):
        if (work.get("type") or "").lower() == _CITED:
            people = "; ".join(person.names[0].literal for person in contributors(work))
            title = next((title.text for title in titles(work)), "")
            note = next((xml.text_of(e) for e in xml.children(work, "note")), "")
            parts = (people, title or note, _date(work) or "")
            doi = next((i.value for i in _identifiers(work) if i.scheme == "doi"), None)
            told = ReferenceFields(title=title or None, doi=doi) if title or doi else None
            yield Entry(raw=". ".join(part for part in parts if part), fields=told)


def _urls(mods: etree._Element) -> Iterator[str | None]:
    for location in xml.children(mods, "location"):
        yield from (url_of(xml.text_of(e)) for e in xml.children(location, "url"))
    for e in xml.children(mods, "identifier"):
        yield url_of(xml.text_of(e))


def _subjects(mods: etree._Element) -> Iterator[Subject]:
    for subject in xml.children(mods, "subject"):
        for topic in xml.children(subject, "topic"):
            if text := xml.text_of(topic):
                yield Subject(scheme="keyword", value=text, lang=_lang(subject) or _lang(topic))
    for e in xml.children(mods, "classification"):
        scheme = (e.get("authority") or "").lower()
        if text := xml.text_of(e):
            yield Subject(scheme=_CLASSIFICATIONS.get(scheme, scheme or "other"), value=text)
