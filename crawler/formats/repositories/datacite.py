"""DataCite XML (kernels 2 to 4) → record: as files, and over OAI-PMH bare or in the ``oai_datacite`` envelope."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec
from lxml import etree

from crawler.formats.items import item, unique
from crawler.formats.page import PageError, ParsedPage
from crawler.formats.repositories import datacite_fields as fields
from crawler.formats.text import xml
from crawler.formats.values.citation import place_in
from schemas import Container, HarvestedRecord, LocalizedText
from schemas.identifiers import scheme_of

_ABSTRACT = "Abstract"
ContainerKind = Literal["journal", "proceedings", "book"]
_KINDS: dict[str, ContainerKind] = {
    "journal": "journal",
    "conferenceproceeding": "proceedings",
    "book": "book",
}


def parse_file(data: bytes) -> ParsedPage:
    """Every ``resource`` of a file; one that cannot be read is rejected alone. Raises PageError."""
    root, warnings, broken = xml.parse_records(data, "resource")
    found = [root] if xml.local_name(root) == "resource" else list(_resources(root))
    if not found:
        raise PageError(
            "wrong-format", f"the root is <{xml.local_name(root)}>; expected <resource>"
        )
    items = tuple(item(_identified(each), xml.serialise(each), warnings) for each in found)
    return ParsedPage(items=(*items, *broken), warnings=warnings)


def _resources(root: etree._Element) -> Iterator[etree._Element]:
    yield from (e for e in root.iter() if xml.local_name(e) == "resource")


def _identified(resource: etree._Element) -> HarvestedRecord:
    """The DOI identifies the record; what has none is known by what it says."""
    found = parse_metadata(resource, HarvestedRecord(identifier=""))
    own = next((i.value for i in found.identifiers if i.scheme == "doi"), "")
    return msgspec.structs.replace(found, identifier=own)


def parse_metadata(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with its ``resource``, which may stand in an envelope (``payload``)."""
    resource = metadata
    if xml.local_name(metadata) != "resource":
        resource = next(_resources(metadata), metadata)
    return fields.describe(
        resource,
        header,
        abstracts=unique(_abstracts(resource)),
        container=_container(resource),
        urls=unique(fields.urls(resource)),
        rights=fields.rights(resource),
    )


def _descriptions(resource: etree._Element) -> list[etree._Element]:
    return fields.grouped(resource, "descriptions", "description")


def _abstracts(resource: etree._Element) -> Iterator[LocalizedText]:
    """The abstracts; methods, contents and series are none."""
    for e in _descriptions(resource):
        if (e.get("descriptionType") or _ABSTRACT) == _ABSTRACT and (text := xml.text_of(e)):
            yield LocalizedText(text, fields.lang_of(e))


def _container(resource: etree._Element) -> Container | None:
    """What holds the publication: described (kernel 4.4), in words (``SeriesInformation``), or by its ISSN."""
    for e in fields.related_items(resource):
        return _described(e, fields.issns(resource))
    for e in _descriptions(resource):
        if e.get("descriptionType") == "SeriesInformation" and (found := place_in(xml.text_of(e))):
            issn = fields.issns(resource)
            return msgspec.structs.replace(found.container, issn=issn or found.container.issn)
    issn, isbn = fields.issns(resource), fields.isbns(resource)
    if not (issn or isbn):
        return None
    return Container(kind="journal" if issn else "book", issn=issn, isbn=isbn)


def _described(e: etree._Element, issn: tuple[str, ...]) -> Container:
    first, last = xml.text_at(e, "firstPage"), xml.text_at(e, "lastPage")
    issn = unique([*_numbers(e, "issn"), *issn])
    kind = _KINDS.get((e.get("relatedItemType") or "").lower())
    return Container(
        titles=fields.titles(e),
        kind=kind or ("journal" if issn else None),
        issn=issn,
        isbn=unique(_numbers(e, "isbn")),
        volume=xml.text_at(e, "volume"),
        issue=xml.text_at(e, "issue"),
        pages=(f"{first}-{last}" if last else first) if first else None,
        first_page=first,
        last_page=last,
        article_number=_article_number(e),
    )


def _numbers(e: etree._Element, scheme: str) -> Iterator[str]:
    for number in xml.children(e, "relatedItemIdentifier"):
        if scheme_of(number.get("relatedItemIdentifierType") or "") == scheme:
            yield xml.text_of(number)


def _article_number(e: etree._Element) -> str | None:
    number = xml.child(e, "number")
    return xml.text_of(number) or None if number is not None and _is_article(number) else None


def _is_article(number: etree._Element) -> bool:
    return (number.get("numberType") or "").lower() == "article"
