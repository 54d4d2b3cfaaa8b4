"""``oai_openaire``: OpenAIRE Guidelines for Literature Repositories 4.0 (DataCite, Dublin Core, ``oaire``)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats import xml
from crawler.formats.dates import iso_date, year_of
from crawler.formats.identifiers import classify, url_of
from crawler.formats.items import Entry, references, unique
from crawler.formats.names import person_name
from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    ReferenceFields,
    Subject,
)
from schemas.record import ContributorRole
from schemas.vocabularies import document_type, language_code

# DataCite contributorType
_ROLES: dict[str, ContributorRole] = {
    "Editor": "editor",
    "Supervisor": "advisor",
    "DataCurator": "other",
}
_CITES = frozenset({"Cites", "References"})


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its ``oaire:resource``."""
    published = _issued(metadata)
    given_type = xml.text_at(metadata, "resourceType")
    return msgspec.structs.replace(
        header,
        titles=_titles(metadata),
        abstracts=_localized(metadata, "description"),
        contributors=tuple(_contributors(metadata)),
        container=_container(metadata),
        publishers=_localized(metadata, "publisher"),
        year=year_of(published),
        published=iso_date(published or ""),
        languages=unique(language_code(xml.text_of(e)) for e in xml.children(metadata, "language")),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=unique(_identifiers(metadata)),
        subjects=unique(_subjects(metadata)),
        references=references(_cited(metadata)),
        urls=unique(_urls(metadata)),
        rights=unique(e.get("rightsURI") or xml.text_of(e) for e in _rights(metadata)),
    )


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get(xml.XML_LANG))


def _localized(parent: etree._Element | None, name: str) -> tuple[LocalizedText, ...]:
    found = xml.children(parent, name)
    return unique(LocalizedText(text, _lang(e)) for e in found if (text := xml.text_of(e)))


def _titles(metadata: etree._Element) -> tuple[LocalizedText, ...]:
    """The main title with its subtitle, then the alternative and translated ones."""
    given = list(xml.children(xml.child(metadata, "titles"), "title"))
    subtitles = [xml.text_of(e) for e in given if e.get("titleType") == "Subtitle"]
    whole = [e for e in given if e.get("titleType") != "Subtitle"]
    whole.sort(key=lambda e: e.get("titleType") is not None)
    found = [LocalizedText(text, _lang(e)) for e in whole if (text := xml.text_of(e))]
    if found and subtitles:
        found[0] = msgspec.structs.replace(found[0], text=f"{found[0].text}: {subtitles[0]}")
    return unique(found)


def _contributors(metadata: etree._Element) -> Iterator[Contributor]:
    for creator in xml.children(xml.child(metadata, "creators"), "creator"):
        yield from _contributor(creator, "creatorName", "author")
    for other in xml.children(xml.child(metadata, "contributors"), "contributor"):
        role = _ROLES.get(other.get("contributorType") or "", "other")
        yield from _contributor(other, "contributorName", role)


def _contributor(element: etree._Element, tag: str, role: ContributorRole) -> Iterator[Contributor]:
    name = xml.child(element, tag)
    literal = xml.text_of(name)
    if name is None or not literal:
        return
    collective = name.get("nameType") == "Organizational"
    yield Contributor(
        names=(_name(element, literal, _lang(name)),),
        role=role,
        kind="organisation" if collective else "person",
        identifiers=unique(_name_ids(element)),
        affiliations=unique(
            Affiliation(names=(text,)) for text in _localized(element, "affiliation")
        ),
    )


def _name(element: etree._Element, literal: str, lang: str | None) -> PersonName:
    family, given = xml.text_at(element, "familyName"), xml.text_at(element, "givenName")
    if family:
        return PersonName(literal=literal, family=family, given=given, lang=lang)
    return person_name(literal, lang)


def _name_ids(element: etree._Element) -> Iterator[Identifier]:
    for e in xml.children(element, "nameIdentifier"):
        scheme, value = (e.get("nameIdentifierScheme") or "").lower(), xml.text_of(e)
        if scheme and value:
            yield Identifier(scheme, value.rstrip("/").rpartition("/")[2])


def _issued(metadata: etree._Element) -> str | None:
    dates = list(xml.children(xml.child(metadata, "dates"), "date"))
    dates += list(xml.children(metadata, "date"))
    issued = [e for e in dates if e.get("dateType") == "Issued"]
    return next((text for e in issued or dates if (text := xml.text_of(e))), None)


def _container(metadata: etree._Element) -> Container | None:
    title, first = (
        xml.text_at(metadata, "citationTitle"),
        xml.text_at(metadata, "citationStartPage"),
    )
    last = xml.text_at(metadata, "citationEndPage")
    issn = unique(v for kind, _, v in _related(metadata) if kind in {"ISSN", "EISSN"})
    if not (title or issn):
        return None
    return Container(
        titles=_localized(metadata, "citationTitle"),
        kind="journal" if issn else None,
        issn=issn,
        isbn=unique(
            v
            for kind, relation, v in _related(metadata)
            if kind == "ISBN" and relation == "IsPartOf"
        ),
        volume=xml.text_at(metadata, "citationVolume"),
        issue=xml.text_at(metadata, "citationIssue"),
        pages=(f"{first}-{last}" if last else first) if first else None,
        first_page=first,
        last_page=last,
    )


def _related(metadata: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Kind of identifier, relation, identifier."""
    for e in xml.children(xml.child(metadata, "relatedIdentifiers"), "relatedIdentifier"):
        if value := xml.text_of(e):
            yield e.get("relatedIdentifierType") or "", e.get("relationType") or "", value


def _cited(metadata: etree._Element) -> Iterator[Entry]:
    """Cited works are told by identifier alone."""
    for kind, relation, value in _related(metadata):
        if relation in _CITES:
            doi = next((i.value for i in classify(value) if i.scheme == "doi"), None)
            fields = ReferenceFields(doi=doi, url=None if doi else url_of(value))
            yield Entry(raw=f"{kind} {value}".strip(), fields=fields)


def _identifiers(metadata: etree._Element) -> Iterator[Identifier]:
    given = list(xml.children(metadata, "identifier"))
    given += list(xml.children(xml.child(metadata, "alternateIdentifiers"), "alternateIdentifier"))
    for e in given:
        yield from (i for i in classify(xml.text_of(e)) if i.scheme not in {"url", "issn"})


def _urls(metadata: etree._Element) -> Iterator[str | None]:
    for name in ("identifier", "file"):
        yield from (url_of(xml.text_of(e)) for e in xml.children(metadata, name))


def _subjects(metadata: etree._Element) -> Iterator[Subject]:
    for e in xml.children(xml.child(metadata, "subjects"), "subject"):
        scheme = (e.get("subjectScheme") or "keyword").lower()
        if text := xml.text_of(e):
            known = scheme if scheme in {"udc", "grnti", "bbk", "jel", "msc"} else "keyword"
            yield Subject(scheme=known, value=text, lang=_lang(e) if known == "keyword" else None)


def _rights(metadata: etree._Element) -> Iterator[etree._Element]:
    yield from xml.children(metadata, "rights")
    yield from xml.children(xml.child(metadata, "rightsList"), "rights")
    yield from xml.children(metadata, "licenseCondition")
