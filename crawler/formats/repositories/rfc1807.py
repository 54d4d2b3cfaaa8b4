"""``rfc1807``: a format for bibliographic records (RFC 1807), as OJS writes it.

OJS gives the publisher in the first ``organization``, or the title of the journal if the publisher is not set; the
second is issue and pages ("Том 5, № 2 (1998); 31-36").
"""

from __future__ import annotations

from collections import defaultdict

import msgspec
from lxml import etree

from crawler.formats.repositories import dc_fields, oai_dc
from crawler.formats.repositories.dc_fields import NONE, Fields, Value
from crawler.formats.values.name_forms import names_organisation
from schemas import HarvestedRecord

_AS = {
    "title": "title",
    "author": "creator",
    "abstract": "abstract",
    "type": "type",
    "date": "date",
    "language": "language",
    "keyword": "subject",
    "copyright": "rights",
    "monitoring": "contributor",
    "corp-author": "creator",
    "series": "source",
}
_ACCESS = "url:"


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with its ``rfc1807``."""
    given = dc_fields.read(metadata)
    fields: Fields = defaultdict(list)
    for name, values in given.items():
        if plain := _AS.get(name):
            fields[plain].extend(values)
    fields["identifier"] = _addresses(given)
    publisher, source = _organisations(given)
    if publisher:
        fields["publisher"].append(publisher)
    if source:
        fields["source"].append(source)
    if not fields["source"]:
        del fields["source"]
    return oai_dc.describe(fields, header)


def _addresses(given: Fields) -> list[Value]:
    told = [*given.get("id", NONE), *given.get("other_access", NONE)]
    return [msgspec.structs.replace(v, text=v.text.removeprefix(_ACCESS).strip()) for v in told]


def _organisations(given: Fields) -> tuple[Value | None, Value | None]:
    """The publisher, and what OJS writes into ``dc:source``: with the journal, if the first is no organisation."""
    given_names = given.get("organization", NONE)
    if len(given_names) < 2:
        return next(iter(given_names), None), None
    first, second = given_names[:2]
    journal = "" if names_organisation(first.text) else first.text
    return first, Value(f"{journal}; {second.text}", second.lang)
