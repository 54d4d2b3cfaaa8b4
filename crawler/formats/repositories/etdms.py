"""``oai_etdms``: theses by ETD-MS of NDLTD (https://ndltd.org/wp-content/uploads/2021/04/etd-ms-v1.1.html).

Dublin Core with the degree and with roles of contributors. Whatever it describes is a thesis.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.items import unique
from crawler.formats.repositories import dc_fields, oai_dc, qdc
from crawler.formats.repositories.dc_people import people
from crawler.formats.text import xml
from schemas import Contributor, HarvestedRecord, LocalizedText
from schemas.record import ContributorRole
from schemas.vocabularies import language_code

_ROLES: dict[str, ContributorRole] = {
    "advisor": "advisor",
    "adviser": "advisor",
    "supervisor": "advisor",
    "director": "advisor",
    "editor": "editor",
    "translator": "translator",
    "reviewer": "reviewer",
    "opponent": "reviewer",
}


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with its ``thesis``."""
    fields = qdc.renamed(dc_fields.read(metadata))
    fields.pop("contributor", None)
    fields.pop("degree", None)
    found = oai_dc.describe(fields, header)
    return msgspec.structs.replace(
        found,
        contributors=(*found.contributors, *_contributors(metadata)),
        publishers=unique((*found.publishers, *_grantors(metadata))),
        type="thesis",
        type_as_given=found.type_as_given or xml.text_at(metadata, "degree", "name"),
    )


def _contributors(metadata: etree._Element) -> Iterator[Contributor]:
    for e in xml.children(metadata, "contributor"):
        role = _ROLES.get((e.get("role") or "").strip().lower(), "other")
        value = dc_fields.Value(xml.text_of(e), language_code(e.get(xml.XML_LANG)))
        yield from people([value], role)


def _grantors(metadata: etree._Element) -> Iterator[LocalizedText]:
    """The university that gave the degree stands for the publisher."""
    for degree in xml.children(metadata, "degree"):
        for e in xml.children(degree, "grantor"):
            if text := xml.text_of(e):
                yield LocalizedText(text, language_code(e.get(xml.XML_LANG)))
