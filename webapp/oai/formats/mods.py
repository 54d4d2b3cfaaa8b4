"""MODS 3.7 (``mods``). https://www.loc.gov/standards/mods/"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from schemas import Contributor, PersonName, Work
from webapp.exports.name_parts import name_parts
from webapp.oai.formats import parts
from webapp.oai.xml import add, add_if, root

NAMESPACE = "http://www.loc.gov/mods/v3"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"


def made(work: Work, address: str, _references: Sequence[str]) -> etree._Element:
    """The work as ``mods``."""
    record = root(NAMESPACE, "mods", SCHEMA)
    record.set("version", "3.7")
    for at, title in enumerate(work.titles):
        kind = {} if at == 0 else {"type": "alternative" if title.lang is None else "translated"}
        add(add(record, "titleInfo", lang=title.lang, **kind), "title", title.text)
    for each in work.contributors:
        if each.contributor.names:
            _person(record, each.contributor)
    add_if(record, "genre", parts.type_name(work))
    _origin(record, work)
    for lang in work.languages:
        term = add(add(record, "language"), "languageTerm", lang)
        term.set("type", "code")
        term.set("authority", "rfc3066")
    for abstract in work.abstracts:
        add(record, "abstract", abstract.text, abstract.lang)
    _subjects(record, work)
    for own in work.identifiers:
        add(record, "identifier", own.value, type=own.scheme)
    _host(record, work)
    location = add(record, "location")
    add(location, "url", address, usage="primary display")
    for url in work.urls:
        add(location, "url", url)
    add(add(record, "recordInfo"), "recordIdentifier", work.id)
    return record


def _person(record: etree._Element, person: Contributor) -> None:
    organisation = person.kind == "organisation"
    entry = add(record, "name", type="corporate" if organisation else "personal")
    _name(entry, person.names[0], whole=organisation)
    for place in person.affiliations:
        for text in place.names:
            add(entry, "affiliation", text.text, text.lang)
    for each in person.identifiers:
        add(entry, "nameIdentifier", each.value, type=each.scheme)
    term = add(add(entry, "role"), "roleTerm", person.role)
    term.set("type", "text")


def _name(entry: etree._Element, name: PersonName, *, whole: bool) -> None:
    family, given = name_parts(name)
    if whole or not given:
        add(entry, "namePart", name.literal)
        return
    add(entry, "namePart", family, type="family")
    add(entry, "namePart", given, type="given")


def _origin(record: etree._Element, work: Work) -> None:
    if not (work.place or work.publishers or work.year):
        return
    origin = add(record, "originInfo")
    if work.place:
        add(add(origin, "place"), "placeTerm", work.place, type="text")
    for publisher in work.publishers:
        add(origin, "publisher", publisher.text, publisher.lang)
    add_if(origin, "dateIssued", str(work.year) if work.year else None, encoding="w3cdtf")


def _subjects(record: etree._Element, work: Work) -> None:
    for subject in work.subjects:
        if subject.scheme == "keyword":
            add(add(record, "subject"), "topic", subject.value, subject.lang)
        else:
            add(record, "classification", subject.value, authority=subject.scheme)


def _host(record: etree._Element, work: Work) -> None:
    place = parts.container(work)
    if not place.titles:
        return
    host = add(record, "relatedItem", type="host")
    for title in place.titles:
        add(add(host, "titleInfo", lang=title.lang), "title", title.text)
    for scheme, values in (("issn", place.issn), ("isbn", place.isbn)):
        for value in values:
            add(host, "identifier", value, type=scheme)
    if not (place.volume or place.issue or place.first_page or work.year):
        return
    part = add(host, "part")
    for kind, number in (("volume", place.volume), ("issue", place.issue)):
        if number:
            add(add(part, "detail", type=kind), "number", number)
    if place.first_page:
        extent = add(part, "extent", unit="pages")
        add(extent, "start", place.first_page)
        add_if(extent, "end", place.last_page)
    add_if(part, "date", str(work.year) if work.year else None)
