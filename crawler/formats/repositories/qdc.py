"""Qualified Dublin Core in elements of their own (``qdc``, ``dcterms``, https://www.dublincore.org/specifications/dublin-core/dcmi-terms/).

Terms say what plain Dublin Core leaves open: which date is that of issue, what is the abstract, what the journal. Their
elements are given the names of the plain ones, and the parser of Dublin Core does the rest. Digital Commons joins
element and qualifier (``descriptionabstract``), DSpace's older crosswalks put a full stop between them.
"""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from crawler.formats.repositories import dc_fields, oai_dc
from crawler.formats.repositories.dc_fields import Fields
from schemas import HarvestedRecord

# a term, in small letters and without full stops → what oai_dc calls it; "" leaves it out
_AS = {
    "issued": "date",
    "dateissued": "date",
    "descriptionabstract": "abstract",
    "titlealternative": "alternative",
    "ispartof": "source",
    "relationispartof": "source",
    "relationreferences": "references",
    "bibliographiccitation": "citation",
    "identifierbibliographiccitation": "citation",
    "identifiercitation": "citation",
    "identifieruri": "identifier",
    "identifierdoi": "identifier",
    "accessrights": "rights",
    "license": "rights",
    "rightsholder": "",
    "extent": "",
    "medium": "",
    "tableofcontents": "",
    "provenance": "",
    "isreferencedby": "",
    "hasformat": "",
    "hasversion": "",
}
_OTHER_DATES = (
    *("created", "datecreated", "datecopyrighted", "available", "dateavailable", "valid"),
    *("dateaccepted", "datesubmitted", "modified"),
)
"""Dates that count only where none of issue is given, the best first."""


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with its terms."""
    return oai_dc.describe(renamed(dc_fields.read(metadata)), header)


def renamed(given: Fields) -> Fields:
    """The elements under the names of plain Dublin Core."""
    fields: Fields = defaultdict(list)
    others: Fields = defaultdict(list)
    for name, values in given.items():
        term = name.lower().replace(".", "")
        if term in _OTHER_DATES:
            others[term].extend(values)
        elif plain := _AS.get(term, name):
            fields[plain].extend(values)
    if "date" not in fields:
        best = next((term for term in _OTHER_DATES if term in others), None)
        if best:
            fields["date"] = others[best]
    return fields
