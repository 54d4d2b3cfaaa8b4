"""``oai_openaire``: OpenAIRE Guidelines for Literature Repositories 4.0 (DataCite, Dublin Core, ``oaire``)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.repositories import datacite_fields as datacite
from crawler.formats.text import xml
from crawler.formats.values.identifiers import url_of
from schemas import Container, HarvestedRecord, LocalizedText


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its ``oaire:resource``."""
    return datacite.describe(
        metadata,
        header,
        abstracts=datacite.localized(metadata, "description"),
        container=_container(metadata),
        urls=unique(_urls(metadata)),
        rights=_rights(metadata),
    )


def _container(metadata: etree._Element) -> Container | None:
    first, last = _citation(metadata, "startpag"), _citation(metadata, "endpag")
    issn = datacite.issns(metadata)
    titles = _host_titles(metadata)
    if not (titles or issn):
        return None
    return Container(
        titles=titles,
        kind="journal" if issn else None,
        issn=issn,
        isbn=datacite.isbns(metadata),
        volume=_citation(metadata, "volume"),
        issue=_citation(metadata, "issue"),
        pages=(f"{first}-{last}" if last else first) if first else None,
        first_page=first,
        last_page=last,
    )


def _host_titles(metadata: etree._Element) -> tuple[LocalizedText, ...]:
    return datacite.localized(metadata, "citationTitle")


def _citation(metadata: etree._Element, name: str) -> str | None:
    """``oaire:citationStartPage`` and its kin; OJS writes ``citationStartPag``."""
    wanted = f"citation{name}"
    found = (xml.text_of(e) for e in metadata if xml.local_name(e).lower().startswith(wanted))
    return next(filter(None, found), None)


def _urls(metadata: etree._Element) -> Iterator[str | None]:
    yield from datacite.urls(metadata)
    yield from (url_of(xml.text_of(e)) for e in xml.children(metadata, "file"))


def _rights(metadata: etree._Element) -> tuple[str, ...]:
    licences = xml.children(metadata, "licenseCondition")
    given = (e.get("uri") or e.get("rightsURI") or xml.text_of(e) for e in licences)
    return unique([*datacite.rights(metadata), *given])
