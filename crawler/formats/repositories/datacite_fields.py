"""The fields of DataCite's schema (https://datacite-metadata-schema.readthedocs.io), kernels 2 to 4.

OpenAIRE's guidelines 4.0 take them over, so both formats read them here, one small function a field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from lxml import etree

from crawler.formats.items import Entry, references, unique
from crawler.formats.text import xml
from crawler.formats.values.dates import Dated, dated
from crawler.formats.values.identifiers import classify, named, url_of
from crawler.formats.values.names import person_name, split_people
from crawler.formats.values.subjects import subjects_of
from crawler.formats.values.types import type_of
from schemas import (
    Affiliation,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    ReferenceFields,
    Subject,
)
from schemas.identifiers import scheme_of
from schemas.record import ContributorRole
from schemas.vocabularies import language_code

# contributorType
_ROLES: dict[str, ContributorRole] = {
    "Editor": "editor",
    "Supervisor": "advisor",
    "Translator": "translator",
}
_CITES = frozenset({"Cites", "References"})
_CODES = frozenset({"udc", "grnti", "bbk", "jel", "msc"})
_WITHIN = frozenset({"IsPartOf", "IsPublishedIn"})
# what DataCite's members write for nothing: "(:unav)", "(:tba)", "(:Unkn) Unknown"
_NOTHING = re.compile(r"^\(:[A-Za-z]+\)")
# of the dates the first of these kinds that there is
_DATES = ("Issued", "Available", "Accepted", "Created", "Copyrighted", "Submitted", "")


class Related(NamedTuple):
    """A related work: the kind of its identifier, the relation, and the identifier."""

    kind: str
    relation: str
    value: str


def describe(resource: etree._Element, header: HarvestedRecord, **further: Any) -> HarvestedRecord:
    """Fill the record of a header with its ``resource``; ``further`` are the fields that each format reads itself."""
    when, typed = published(resource), type_of(types(resource))
    return msgspec.structs.replace(
        header,
        titles=titles(resource),
        contributors=tuple(contributors(resource)),
        publishers=localized(resource, "publisher"),
        year=when.year,
        published=when.published,
        languages=languages(resource),
        type=typed.code,
        type_as_given=typed.as_given,
        identifiers=unique(identifiers(resource)),
        subjects=unique(subjects(resource)),
        references=references(cited(resource)),
        warnings=header.warnings + when.warnings,
        **further,
    )


def lang_of(element: etree._Element) -> str | None:
    """The language of an element."""
    return language_code(element.get(xml.XML_LANG))


def localized(parent: etree._Element | None, name: str) -> tuple[LocalizedText, ...]:
    """The texts of the children of that name, once each."""
    found = xml.children(parent, name)
    return unique(LocalizedText(text, lang_of(e)) for e in found if (text := _said(e)))


def grouped(resource: etree._Element, group: str, name: str) -> list[etree._Element]:
    """The elements of a group (``titles/title``); some leave out the group and write the elements alone."""
    inside = [e for parent in xml.children(resource, group) for e in xml.children(parent, name)]
    return inside or list(xml.children(resource, name))


def titles(resource: etree._Element) -> tuple[LocalizedText, ...]:
    """The main title with its subtitle, then the alternative and translated ones."""
    given = grouped(resource, "titles", "title")
    subtitles = [xml.text_of(e) for e in given if e.get("titleType") == "Subtitle"]
    whole = [e for e in given if e.get("titleType") != "Subtitle"]
    whole.sort(key=lambda e: e.get("titleType") is not None)
    found = [LocalizedText(text, lang_of(e)) for e in whole if (text := _said(e))]
    if found and subtitles:
        found[0] = msgspec.structs.replace(found[0], text=f"{found[0].text}: {subtitles[0]}")
    return unique(found)


def _said(e: etree._Element) -> str:
    text = xml.text_of(e)
    return "" if _NOTHING.match(text) else text


def contributors(resource: etree._Element) -> Iterator[Contributor]:
    """The creators as authors, and the contributors in their roles."""
    for creator in grouped(resource, "creators", "creator"):
        yield from _contributor(creator, "creatorName", "author")
    for other in grouped(resource, "contributors", "contributor"):
        role = _ROLES.get(other.get("contributorType") or "", "other")
        yield from _contributor(other, "contributorName", role)


def _contributor(element: etree._Element, tag: str, role: ContributorRole) -> Iterator[Contributor]:
    name = xml.child(element, tag)
    literal = xml.text_of(name) or _from_parts(element)
    if not literal or _NOTHING.match(literal):
        return
    lang = lang_of(name) if name is not None else None
    collective = name is not None and name.get("nameType") == "Organizational"
    if not (collective or _says_more(element)) and len(people := split_people(literal)) > 1:
        yield from (Contributor(names=(person_name(name, lang),), role=role) for name in people)
        return
    yield Contributor(
        names=(_name(element, literal, lang),),
        role=role,
        kind="organisation" if collective else "person",
        identifiers=unique(_name_ids(element)),
        affiliations=unique(_affiliations(element)),
    )


def _says_more(element: etree._Element) -> bool:
    """True if something stands beside the name, which then is one person's."""
    beside = ("familyName", "nameIdentifier", "affiliation")
    return any(xml.text_at(element, name) for name in beside)


def _from_parts(element: etree._Element) -> str:
    parts = (xml.text_at(element, "familyName"), xml.text_at(element, "givenName"))
    return ", ".join(part for part in parts if part)


def _name(element: etree._Element, literal: str, lang: str | None) -> PersonName:
    family, given = xml.text_at(element, "familyName"), xml.text_at(element, "givenName")
    if family:
        return PersonName(literal=literal, family=family, given=given, lang=lang)
    return person_name(literal, lang)


def _name_ids(element: etree._Element) -> Iterator[Identifier]:
    for e in xml.children(element, "nameIdentifier"):
        scheme = (e.get("nameIdentifierScheme") or "").lower() or _scheme_in(e.get("schemeURI"))
        if scheme and (value := xml.text_of(e)):
            yield Identifier(scheme, value.rstrip("/").rpartition("/")[2])


def _scheme_in(address: str | None) -> str:
    """``https://orcid.org`` without a scheme beside it is ORCID."""
    return next((name for name in ("orcid", "isni", "ror") if name in (address or "").lower()), "")


def _affiliations(element: etree._Element) -> Iterator[Affiliation]:
    for e in xml.children(element, "affiliation"):
        if text := xml.text_of(e):
            value, scheme = e.get("affiliationIdentifier"), e.get("affiliationIdentifierScheme")
            ids = (Identifier(scheme.lower(), value),) if value and scheme else ()
            yield Affiliation(names=(LocalizedText(text, lang_of(e)),), identifiers=ids)


def published(resource: etree._Element) -> Dated:
    """The date of issue; if there is none the year of publication, or another date. Of a span the beginning counts."""
    dates = grouped(resource, "dates", "date")
    by_kind: dict[str, str] = {}
    for e in dates:
        if text := xml.text_of(e):
            by_kind.setdefault(e.get("dateType") or "", text.partition("/")[0])
    year = xml.text_at(resource, "publicationYear")
    if "Issued" in by_kind or not year:
        return dated(next((by_kind[kind] for kind in _DATES if kind in by_kind), None))
    when = dated(year)
    exact = next((d for d in map(dated, by_kind.values()) if d.year and d.year == when.year), None)
    return exact._replace(warnings=when.warnings) if exact and "Available" in by_kind else when


def related(resource: etree._Element) -> Iterator[Related]:
    """The related identifiers."""
    for e in grouped(resource, "relatedIdentifiers", "relatedIdentifier"):
        if value := xml.text_of(e):
            yield Related(e.get("relatedIdentifierType") or "", e.get("relationType") or "", value)


def related_items(resource: etree._Element, *, cited: bool = False) -> Iterator[etree._Element]:
    """The described works that hold the publication or, if ``cited``, that it cites (kernel 4.4)."""
    wanted = _CITES if cited else _WITHIN
    for e in grouped(resource, "relatedItems", "relatedItem"):
        if e.get("relationType") in wanted:
            yield e


def issns(resource: etree._Element) -> tuple[str, ...]:
    """The ISSNs of what holds the publication."""
    alternate = grouped(resource, "alternateIdentifiers", "alternateIdentifier")
    own = (xml.text_of(e) for e in alternate if _scheme(e, "alternateIdentifierType") == "issn")
    return unique([*(r.value for r in related(resource) if scheme_of(r.kind) == "issn"), *own])


def isbns(resource: etree._Element) -> tuple[str, ...]:
    """The ISBNs of what holds the publication."""
    return unique(r.value for r in related(resource) if r.kind == "ISBN" and r.relation in _WITHIN)


def cited(resource: etree._Element) -> Iterator[Entry]:
    """The cited works: by identifier alone, or described."""
    for kind, relation, value in related(resource):
        if relation in _CITES:
            doi = next((i.value for i in classify(value) if i.scheme == "doi"), None)
            fields = ReferenceFields(doi=doi, url=None if doi else url_of(value))
            yield Entry(raw=f"{kind} {value}".strip(), fields=fields)
    for e in related_items(resource, cited=True):
        yield _described(e)


def _described(e: etree._Element) -> Entry:
    title = next((t.text for t in titles(e)), None)
    people = [person.names[0].literal for person in contributors(e)]
    year = xml.text_at(e, "publicationYear")
    number = xml.text_at(e, "relatedItemIdentifier")
    doi = next((i.value for i in classify(number or "") if i.scheme == "doi"), None)
    parts = ("; ".join(people), title, year, number)
    told = ReferenceFields(title=title, year=dated(year).year, doi=doi)
    return Entry(raw=". ".join(part for part in parts if part), fields=told)


def identifiers(resource: etree._Element) -> Iterator[Identifier]:
    """The publication's own identifiers, in the schemes that their types name."""
    given = [(e, "identifierType") for e in xml.children(resource, "identifier")]
    alternate = grouped(resource, "alternateIdentifiers", "alternateIdentifier")
    given += [(e, "alternateIdentifierType") for e in alternate]
    for e, attribute in given:
        found = named(_scheme(e, attribute), _said(e))
        yield from (i for i in found if scheme_of(i.scheme) not in {"url", "issn"})


def _scheme(e: etree._Element, attribute: str) -> str:
    return scheme_of(e.get(attribute) or "")


def urls(resource: etree._Element) -> Iterator[str | None]:
    """The addresses among the identifiers."""
    yield from (url_of(xml.text_of(e)) for e in xml.children(resource, "identifier"))
    for e in grouped(resource, "alternateIdentifiers", "alternateIdentifier"):
        yield url_of(xml.text_of(e))


def subjects(resource: etree._Element) -> Iterator[Subject]:
    """Keywords, and codes of the classifications that we know."""
    for e in grouped(resource, "subjects", "subject"):
        scheme = (e.get("subjectScheme") or "keyword").lower()
        if (text := _said(e)) and scheme in _CODES:
            yield Subject(scheme=scheme, value=text)
        elif text:  # some write all of them into one element
            yield from subjects_of(text, lang_of(e), ";")


def rights(resource: etree._Element) -> tuple[str, ...]:
    """The licence or the access, by address where there is one."""
    found = grouped(resource, "rightsList", "rights")
    return unique(e.get("rightsURI") or xml.text_of(e) for e in found)


def languages(resource: etree._Element) -> tuple[str, ...]:
    """The languages; several may stand in one element."""
    given = (xml.text_of(e) for e in xml.children(resource, "language"))
    return unique(language_code(part.strip()) for text in given for part in re.split(r"[;,]", text))


def types(resource: etree._Element) -> list[str]:
    """All that is said of the type: in words, by address, and the general kind."""
    found = [
        told
        for e in xml.children(resource, "resourceType")
        for told in (xml.text_of(e), e.get("uri"), e.get("resourceTypeGeneral"))
    ]
    return [told for told in found if told]
