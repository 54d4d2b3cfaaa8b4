"""MODS (Library of Congress, versions 3.x) → record: in OAI-PMH, and as ``mods`` or ``modsCollection`` files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
from lxml import etree

from crawler.formats import xml
from crawler.formats.dates import iso_date, year_of
from crawler.formats.identifiers import classify, url_of
from crawler.formats.items import item, unique
from crawler.formats.page import PageError, ParsedPage
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
from schemas.record import ContributorRole
from schemas.vocabularies import document_type, language_code

ContainerKind = Literal["journal", "proceedings", "book"]
# MARC relator terms and codes; a name without a role is an author
_ROLES: dict[str, ContributorRole] = {
    "": "author",
    "author": "author",
    "aut": "author",
    "creator": "author",
    "cre": "author",
    "editor": "editor",
    "edt": "editor",
    "translator": "translator",
    "trl": "translator",
    "compiler": "compiler",
    "com": "compiler",
    "thesis advisor": "advisor",
    "advisor": "advisor",
    "ths": "advisor",
    "reviewer": "reviewer",
    "rev": "reviewer",
}
_SCHEMES = {"doi": "doi", "isbn": "isbn", "hdl": "handle", "edn": "edn", "local": "local"}
_CLASSIFICATIONS = {"udc": "udc", "udk": "udc", "grnti": "grnti", "bbk": "bbk"}
_KINDS: dict[str, ContainerKind] = {
    "journal": "journal",
    "book": "book",
    "conference publication": "proceedings",
}


def parse_file(data: bytes) -> ParsedPage:
    """Every ``mods`` of a file; its ``recordIdentifier``, DOI or address identifies it. Raises PageError."""
    root, warnings = xml.parse_file(data)
    found = [root] if xml.local_name(root) == "mods" else list(xml.children(root, "mods"))
    if not found:
        raise PageError(
            "wrong-format",
            f"the root is <{xml.local_name(root)}>; expected <mods> or <modsCollection>",
        )
    items = tuple(item(_identified(mods), xml.serialise(mods), warnings) for mods in found)
    return ParsedPage(items=items, warnings=warnings)


def _identified(mods: etree._Element) -> HarvestedRecord:
    found = parse_metadata(mods, HarvestedRecord(identifier=""))
    own = xml.text_at(mods, "recordInfo", "recordIdentifier")
    other = next((i.value for i in found.identifiers), None) or next(iter(found.urls), None)
    return msgspec.structs.replace(found, identifier=own or other or "")


def parse_metadata(mods: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with its MODS description."""
    published = _published(mods)
    given_type = next(_types(mods), None)
    return msgspec.structs.replace(
        header,
        titles=_titles(mods),
        abstracts=_localized(mods, "abstract"),
        contributors=tuple(_contributors(mods)),
        container=_container(mods),
        publishers=unique(
            LocalizedText(name)
            for e in xml.children(mods, "originInfo")
            if (name := xml.text_at(e, "publisher"))
        ),
        place=_place(mods),
        year=year_of(published),
        published=iso_date(published or "") or published,
        languages=_languages(mods),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=unique(_identifiers(mods)),
        subjects=unique(_subjects(mods)),
        urls=unique(_urls(mods)),
        rights=unique(xml.text_of(e) for e in xml.children(mods, "accessCondition")),
    )


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get("lang") or element.get(xml.XML_LANG))


def _localized(parent: etree._Element, name: str) -> tuple[LocalizedText, ...]:
    return unique(
        LocalizedText(text, _lang(e))
        for e in xml.children(parent, name)
        if (text := xml.text_of(e))
    )


def _titles(parent: etree._Element) -> tuple[LocalizedText, ...]:
    """Title and subtitle, the main one first; abbreviated titles are left out."""
    infos = [e for e in xml.children(parent, "titleInfo") if e.get("type") != "abbreviated"]
    infos.sort(key=lambda e: e.get("type") is not None)
    return unique(LocalizedText(text, _lang(e)) for e in infos if (text := _title(e)))


def _title(info: etree._Element) -> str:
    head = " ".join(t for name in ("nonSort", "title") if (t := xml.text_at(info, name)))
    sub = xml.text_at(info, "subTitle")
    return f"{head}: {sub}" if head and sub else head


def _contributors(mods: etree._Element) -> Iterator[Contributor]:
    for name in xml.children(mods, "name"):
        if (written := _name(name)) is not None:
            yield Contributor(
                names=(written,),
                role=_role(name),
                kind="organisation"
                if name.get("type") in {"corporate", "conference"}
                else "person",
                identifiers=unique(_name_ids(name)),
                affiliations=unique(
                    Affiliation(names=(LocalizedText(text),))
                    for e in xml.children(name, "affiliation")
                    if (text := xml.text_of(e))
                ),
            )


def _name(name: etree._Element) -> PersonName | None:
    parts = {
        (e.get("type") or ""): xml.text_of(e)
        for e in xml.children(name, "namePart")
        if e.get("type") != "date"
    }
    family, given = parts.get("family") or None, parts.get("given") or None
    literal = parts.get("") or ", ".join(part for part in (family, given) if part)
    if not literal:
        return None
    return PersonName(literal=literal, family=family, given=given, lang=_lang(name))


def _role(name: etree._Element) -> ContributorRole:
    terms = [
        xml.text_of(t).lower()
        for e in xml.children(name, "role")
        for t in xml.children(e, "roleTerm")
    ]
    return next((_ROLES[term] for term in terms or [""] if term in _ROLES), "other")


def _name_ids(name: etree._Element) -> Iterator[Identifier]:
    for e in xml.children(name, "nameIdentifier"):
        if (value := xml.text_of(e)) and (scheme := (e.get("type") or "").lower()):
            yield Identifier(scheme, value.rstrip("/").rpartition("/")[2])


def _host(mods: etree._Element) -> etree._Element | None:
    return next((e for e in xml.children(mods, "relatedItem") if e.get("type") == "host"), None)


def _container(mods: etree._Element) -> Container | None:
    host = _host(mods)
    if host is None:
        return None
    part = xml.child(host, "part")
    if part is None:
        part = xml.child(mods, "part")
    pages, first, last = _pages(part)
    numbers = {e.get("type"): xml.text_of(e) for e in xml.children(host, "identifier")}
    return Container(
        titles=_titles(host),
        kind=_kind(host, numbers),
        issn=unique([numbers.get("issn"), numbers.get("eissn")]),
        isbn=unique([numbers.get("isbn")]),
        volume=_detail(part, "volume"),
        issue=_detail(part, "issue") or _detail(part, "number"),
        pages=pages,
        first_page=first,
        last_page=last,
    )


def _kind(host: etree._Element, numbers: dict[str | None, str]) -> ContainerKind | None:
    genre = (xml.text_at(host, "genre") or "").lower()
    return _KINDS.get(genre) or ("journal" if numbers.get("issn") else None)


def _detail(part: etree._Element | None, kind: str) -> str | None:
    of_kind = (e for e in xml.children(part, "detail") if e.get("type") == kind)
    return next((text for e in of_kind if (text := xml.text_at(e, "number"))), None)


def _pages(part: etree._Element | None) -> tuple[str | None, str | None, str | None]:
    extents = (
        e for e in xml.children(part, "extent") if (e.get("unit") or "pages").startswith("page")
    )
    extent = next(extents, None)
    first, last = xml.text_at(extent, "start"), xml.text_at(extent, "end")
    if first:
        return (f"{first}-{last}" if last else first), first, last
    listed = xml.text_at(extent, "list")
    return (listed, *split_pages(listed))


def _published(mods: etree._Element) -> str | None:
    origins = [*xml.children(mods, "originInfo"), *xml.children(_host(mods), "originInfo")]
    names = ("dateIssued", "copyrightDate", "dateCreated")
    found = (xml.text_at(origin, name) for name in names for origin in origins)
    on_part = xml.text_at(_host(mods), "part", "date")
    return next((date for date in found if date), None) or on_part


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
        if value and scheme:
            yield Identifier(scheme, classify(value)[0].value if scheme == "doi" else value)
        elif value:
            yield from (i for i in classify(value) if i.scheme not in {"url", "issn"})


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
