"""``oai_cerif_openaire``: publications of research information systems, in the OpenAIRE profile of CERIF-XML
(https://openaire-guidelines-for-cris-managers.readthedocs.io, versions 1.1 and 1.2).

The same prefix gives people, units, projects and equipment in sets of their own; these have no title here, and wait in
quarantine: harvest the set ``openaire_cris_publications`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
from lxml import etree

from crawler.formats.items import Entry, references, unique
from crawler.formats.text import xml
from crawler.formats.values.dates import dated
from crawler.formats.values.identifiers import named, url_of
from crawler.formats.values.names import person_name
from crawler.formats.values.subjects import subjects_of
from crawler.formats.values.types import type_of
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
from schemas.vocabularies import language_code

ContainerKind = Literal["journal", "proceedings", "book"]
_OUTPUTS = frozenset({"Publication", "Patent", "Product"})
# an element that names an identifier → its scheme
_SCHEMES = {
    "DOI": "doi",
    "Handle": "handle",
    "PMCID": "pmcid",
    "ISI-Number": "wos",
    "SCP-Number": "scopus",
    "ISBN": "isbn",
    "URN": "urn",
    "ARK": "ark",
    "PatentNumber": "patent",
}
_PEOPLE: tuple[tuple[str, str, ContributorRole], ...] = (
    ("Authors", "Author", "author"),
    ("Creators", "Creator", "author"),
    ("Inventors", "Inventor", "author"),
    ("Editors", "Editor", "editor"),
)
_PERSON_IDS = {"ORCID": "orcid", "ResearcherID": "researcherid", "ScopusAuthorID": "scopus-author"}
_HOSTS = ("PublishedIn", "PartOf")


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with its ``Publication``; what is no output of research stays without a title."""
    if xml.local_name(metadata) not in _OUTPUTS:
        return header
    when = dated(_date(metadata))
    typed = type_of([xml.text_of(e) for e in xml.children(metadata, "Type")])
    return msgspec.structs.replace(
        header,
        titles=_titles(metadata),
        abstracts=_localized(metadata, "Abstract") or _localized(metadata, "Description"),
        contributors=tuple(_contributors(metadata)),
        container=_container(metadata),
        publishers=unique(_publishers(metadata)),
        year=when.year,
        published=when.published,
        languages=unique(language_code(xml.text_of(e)) for e in xml.children(metadata, "Language")),
        type=typed.code,
        type_as_given=typed.as_given,
        identifiers=unique(_identifiers(metadata)),
        subjects=unique(_subjects(metadata)),
        references=references(_cited(metadata)),
        urls=unique(url_of(xml.text_of(e)) for e in xml.children(metadata, "URL")),
        rights=unique(
            xml.text_of(e) for n in ("License", "Access") for e in xml.children(metadata, n)
        ),
        warnings=header.warnings + when.warnings,
    )


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get(xml.XML_LANG))


def _localized(parent: etree._Element, name: str) -> tuple[LocalizedText, ...]:
    found = xml.children(parent, name)
    return unique(LocalizedText(text, _lang(e)) for e in found if (text := xml.text_of(e)))


def _titles(parent: etree._Element) -> tuple[LocalizedText, ...]:
    """Each title with the subtitle of its language; a product may have a name for a title."""
    below = {text.lang: text.text for text in _localized(parent, "Subtitle")}
    found = _localized(parent, "Title") or _localized(parent, "Name")
    return tuple(
        LocalizedText(f"{title.text}: {below[title.lang]}", title.lang)
        if title.lang in below
        else title
        for title in found
    )


def _date(metadata: etree._Element) -> str | None:
    names = ("PublicationDate", "ApprovalDate", "RegistrationDate")
    return next(filter(None, (xml.text_at(metadata, name) for name in names)), None)


def _contributors(metadata: etree._Element) -> Iterator[Contributor]:
    for group, name, role in _PEOPLE:
        for e in xml.children(xml.child(metadata, group), name):
            if (person := _contributor(e, role)) is not None:
                yield person


def _contributor(e: etree._Element, role: ContributorRole) -> Contributor | None:
    """``DisplayName`` is the name as printed, ``Person`` the one that the system knows."""
    person, unit = xml.child(e, "Person"), xml.child(e, "OrgUnit")
    shown = xml.text_at(e, "DisplayName") or ""
    name = _body_name(unit, shown) if person is None else _person_name(person, shown)
    if name is None:
        return None
    return Contributor(
        names=(name,),
        role=role,
        kind="organisation" if person is None and unit is not None else "person",
        identifiers=unique(_person_ids(person)),
        affiliations=unique(_affiliations(e, person)),
    )


def _person_name(person: etree._Element, shown: str) -> PersonName | None:
    name = xml.child(person, "PersonName")
    family, given = xml.text_at(name, "FamilyNames"), xml.text_at(name, "FirstNames")
    literal = shown or ", ".join(part for part in (family, given) if part)
    if not family:
        return person_name(literal) if literal else None
    return PersonName(literal=literal, family=family, given=given)


def _body_name(unit: etree._Element | None, shown: str) -> PersonName | None:
    literal = shown or xml.text_at(unit, "Name") or xml.text_at(unit, "Acronym") or ""
    if not literal:
        return None
    return person_name(literal) if unit is None else PersonName(literal=literal)


def _person_ids(person: etree._Element | None) -> Iterator[Identifier]:
    for name, scheme in _PERSON_IDS.items():
        if value := xml.text_at(person, name):
            yield Identifier(scheme, value.rstrip("/").rpartition("/")[2])


def _affiliations(e: etree._Element, person: etree._Element | None) -> Iterator[Affiliation]:
    parents = [e] if person is None else [e, person]
    for parent in parents:
        for place in xml.children(parent, "Affiliation"):
            unit = xml.child(place, "OrgUnit")
            names = () if unit is None else _localized(unit, "Name") or _localized(unit, "Acronym")
            shown = xml.text_at(place, "DisplayName")
            names = names or ((LocalizedText(shown),) if shown else ())
            ror = xml.text_at(unit, "RORID")
            if names:
                yield Affiliation(names=names, identifiers=(Identifier("ror", ror),) if ror else ())


def _publishers(metadata: etree._Element) -> Iterator[LocalizedText]:
    for e in xml.children(xml.child(metadata, "Publishers"), "Publisher"):
        unit = xml.child(e, "OrgUnit")
        shown = xml.text_at(e, "DisplayName")
        names = () if unit is None else _localized(unit, "Name")
        yield from (LocalizedText(shown),) if shown else names


def _host(metadata: etree._Element) -> etree._Element | None:
    found = (xml.child(metadata, name, "Publication") for name in _HOSTS)
    return next((host for host in found if host is not None), None)


def _container(metadata: etree._Element) -> Container | None:
    host = _host(metadata)
    first, last = xml.text_at(metadata, "StartPage"), xml.text_at(metadata, "EndPage")
    volume, issue = xml.text_at(metadata, "Volume"), xml.text_at(metadata, "Issue")
    if host is None and not (first or issue):
        return None
    source = metadata if host is None else host
    issn = unique(xml.text_of(e) for e in xml.children(source, "ISSN"))
    return Container(
        titles=() if host is None else _titles(host),
        kind=_kind(host) or ("journal" if issn else None),
        issn=issn,
        isbn=() if host is None else unique(xml.text_of(e) for e in xml.children(host, "ISBN")),
        volume=volume,
        issue=issue,
        pages=(f"{first}-{last}" if last else first) if first else None,
        first_page=first,
        last_page=last,
        article_number=xml.text_at(metadata, "Number") if host is not None else None,
    )


def _kind(host: etree._Element | None) -> ContainerKind | None:
    """By the COAR address of the host's type: a journal, proceedings, or a book."""
    told = (xml.text_at(host, "Type") or "").rpartition("/")[2]
    return _KINDS.get(told)


_KINDS: dict[str, ContainerKind] = {
    "c_0640": "journal",
    "c_2659": "journal",
    "c_f744": "proceedings",
    "c_2f33": "book",
}


def _identifiers(metadata: etree._Element) -> Iterator[Identifier]:
    for name, scheme in _SCHEMES.items():
        for e in xml.children(metadata, name):
            yield from named(scheme, xml.text_of(e))


def _subjects(metadata: etree._Element) -> Iterator[Subject]:
    for name in ("Keyword", "Subject"):
        for e in xml.children(metadata, name):
            text = xml.text_of(e)
            if text and url_of(text) is None:
                yield from subjects_of(text, _lang(e), ";")


def _cited(metadata: etree._Element) -> Iterator[Entry]:
    """The works that ``References`` describes."""
    for group in xml.children(metadata, "References"):
        for work in group:
            title = next((text.text for text in _titles(work)), None)
            doi = xml.text_at(work, "DOI")
            people = "; ".join(person.names[0].literal for person in _contributors(work))
            parts = (people, title, _date(work), doi)
            fields = ReferenceFields(title=title, doi=doi)
            yield Entry(raw=". ".join(part for part in parts if part), fields=fields)
