"""Unqualified Dublin Core (``oai_dc``), which every provider has to give. https://www.openarchives.org/OAI/2.0/oai_dc.xsd"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from schemas import Work
from webapp.oai.formats import parts
from webapp.oai.xml import add, root

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_DC = "http://purl.org/dc/elements/1.1/"
_CREATORS = frozenset({"author"})


def made(work: Work, address: str, _references: Sequence[str]) -> etree._Element:
    """The work as ``oai_dc:dc``."""
    record = root(NAMESPACE, "dc", SCHEMA, prefix="oai_dc", dc=_DC)
    for title in work.titles:
        _add(record, "title", title.text, title.lang)
    _people(record, work)
    for subject in work.subjects:
        _add(record, "subject", subject.value, subject.lang)
    for abstract in work.abstracts:
        _add(record, "description", abstract.text, abstract.lang)
    for publisher in work.publishers:
        _add(record, "publisher", publisher.text, publisher.lang)
    if date := work.published or (str(work.year) if work.year else None):
        _add(record, "date", date)
    if kind := parts.type_name(work):
        _add(record, "type", kind)
    _identifiers(record, work, address)
    _source(record, work)
    for lang in work.languages:
        _add(record, "language", lang)
    return record


def _add(record: etree._Element, name: str, text: str, lang: str | None = None) -> None:
    add(record, f"{{{_DC}}}{name}", text, lang)


def _people(record: etree._Element, work: Work) -> None:
    people = [each.contributor for each in work.contributors if each.contributor.names]
    for role in ("creator", "contributor"):
        for person in people:
            if (person.role in _CREATORS) == (role == "creator"):
                _add(record, role, parts.inverted(person.names[0]))


def _identifiers(record: etree._Element, work: Work, address: str) -> None:
    _add(record, "identifier", address)
    for scheme, value in parts.addresses(work):
        _add(record, "identifier", value if ":" in value else f"{scheme}:{value}")
    for url in work.urls:
        _add(record, "identifier", url)


def _source(record: etree._Element, work: Work) -> None:
    if line := parts.citation(work):
        _add(record, "source", line)
    for issn in parts.container(work).issn:
        _add(record, "source", f"ISSN {issn}")
