"""Qualified Dublin Core as DSpace exports it: flat (``dim``) and nested (``xoai``), rewritten for the ``oai_dc`` one.

Qualifiers say what plain Dublin Core leaves open (who is author or adviser, which date is that of issue, which text is
the abstract), so they are used to choose, and then the one parser of Dublin Core does the work.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.pages import split_pages
from crawler.formats.repositories import oai_dc
from crawler.formats.repositories.dc_fields import Fields, Value
from crawler.formats.text import xml
from crawler.formats.text.text import plain
from crawler.formats.values.names import contributors
from schemas import Container, Contributor, HarvestedRecord, LocalizedText
from schemas.record import ContributorRole
from schemas.vocabularies import language_code

# element.qualifier → what oai_dc calls it; "" leaves it out. A qualifier that is not here counts as the element alone.
_AS: dict[str, str] = {
    "contributor": "contributor",
    "contributor.author": "creator",
    "contributor.advisor": "",
    "contributor.editor": "",
    "contributor.translator": "",
    "contributor.reviewer": "",
    "date": "date",
    "date.issued": "date",
    "date.accessioned": "",
    "date.available": "",
    "date.submitted": "",
    "date.updated": "",
    "description": "",
    "description.abstract": "description",
    "description.provenance": "",
    "description.sponsorship": "",
    "description.statementofresponsibility": "",
    "format": "",
    "identifier.citation": "citation",
    "identifier.bibliographiccitation": "citation",
    "bibliographiccitation": "citation",
    "identifier.udc": "subject",
    "identifier.udk": "subject",
    "subject.udc": "subject",
    "language.iso": "language",
    "relation": "relation",
    "relation.ispartof": "source",
    "relation.ispartofseries": "relation",
    "relation.references": "references",
    "relation.isreferencedby": "",
    "relation.uri": "",
    "relation.issn": "source",
    "identifier.issn": "source",
    "identifier.eissn": "source",
    "ispartof": "source",
    "issued": "date",
    "references": "references",
    "alternative": "alternative",
    "abstract": "description",
    "title.alternative": "alternative",
    "title.translated": "alternative",
}
_ROLES: dict[str, ContributorRole] = {
    "contributor.advisor": "advisor",
    "contributor.editor": "editor",
    "contributor.translator": "translator",
    "contributor.reviewer": "reviewer",
}
_CITATIONS = ("citation.", "bibliographiccitation.")
_PLACES = {
    "journaltitle": "title",
    "journal": "title",
    "source": "title",
    "spage": "startpage",
    "stpage": "startpage",
    "firstpage": "startpage",
    "epage": "endpage",
    "lastpage": "endpage",
    "number": "issue",
    "conferencetitle": "conference",
    "conferencename": "conference",
}
_LANGUAGE = re.compile(r"^(?:none|\*|[A-Za-z]{2,3}(?:[_-][A-Za-z]{2,8})*)$")
_NO_LANGUAGE = frozenset({"none", "*"})
_SCHEMAS = frozenset({"dc", "dcterms", "oaire", "local"})


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One value: ``name`` is ``element`` or ``element.qualifier``, ``lang`` as given."""

    name: str
    value: str
    lang: str | None = None


def parse_dim(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """DSpace Intermediate Metadata: ``<dim:field mdschema element qualifier lang>``."""
    return _record(list(_dim_fields(metadata)), header)


def parse_xoai(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """XOAI: ``<element name="dc"><element name="title"><element name="ru"><field name="value">``."""
    return _record(list(_xoai_fields(metadata)), header)


def _dim_fields(metadata: etree._Element) -> Iterator[Field]:
    for e in xml.children(metadata, "field"):
        if (e.get("mdschema") or "dc") in _SCHEMAS and (value := xml.text_of(e)):
            parts = [e.get("element") or "", e.get("qualifier") or ""]
            name = ".".join(part for part in parts if part and part != "none")
            yield Field(name=name.lower(), value=value, lang=e.get("lang") or e.get(xml.XML_LANG))


def _xoai_fields(metadata: etree._Element) -> Iterator[Field]:
    for schema in xml.children(metadata, "element"):
        if schema.get("name") in _SCHEMAS:
            for element in xml.children(schema, "element"):
                yield from _xoai_values(element, [element.get("name") or ""])


def _xoai_values(element: etree._Element, path: list[str]) -> Iterator[Field]:
    """The innermost ``element`` is named for the language (``none`` if there is none), those above are qualifiers."""
    for value in xml.children(element, "field"):
        if value.get("name") == "value" and (text := xml.text_of(value)):
            name, lang = _name_and_language(path)
            yield Field(name=name.lower(), value=text, lang=lang)
    for inner in xml.children(element, "element"):
        yield from _xoai_values(inner, [*path, inner.get("name") or ""])


def _name_and_language(path: list[str]) -> tuple[str, str | None]:
    """The innermost name is a language, unless it is a qualifier: some exporters leave the languages out."""
    last = path[-1]
    if len(path) == 1 or ".".join(path).lower() in _AS or not _LANGUAGE.match(last):
        return ".".join(path), None
    return ".".join(path[:-1]), None if last in _NO_LANGUAGE else last


def _record(fields: list[Field], header: HarvestedRecord) -> HarvestedRecord:
    described: Fields = defaultdict(list)
    for field in fields:
        if name := _plain_name(field):
            described[name].append(Value(plain(field.value), language_code(field.lang)))
    found = oai_dc.describe(described, header)
    people = (*found.contributors, *_others(fields))
    return msgspec.structs.replace(
        found, contributors=people, container=_container(found.container, fields)
    )


def _plain_name(field: Field) -> str:
    element = field.name.partition(".")[0]
    name = _AS.get(field.name, _AS.get(element, element))
    return name if name.isalpha() else ""


def _container(given: Container | None, fields: list[Field]) -> Container | None:
    """OpenAIRE's ``oaire.citation.*``, and the ``dc.citation.*`` of many installations, say the place apart."""
    said = {
        _PLACES.get(name, name): f.value
        for f in fields
        if (name := f.name.partition("citation.")[2].lower()) and f.name.startswith(_CITATIONS)
    }
    if not said:
        return given
    first, last = said.get("startpage"), said.get("endpage")
    pages = (f"{first}-{last}" if last else first) if first else said.get("pages")
    if not first:
        first, last = split_pages(pages)
    titles = tuple(LocalizedText(said[name]) for name in ("title", "conference") if name in said)
    whole = given or Container()
    return msgspec.structs.replace(
        whole,
        titles=whole.titles or titles[:1],
        kind=whole.kind or ("proceedings" if "conference" in said else None),
        volume=said.get("volume") or whole.volume,
        issue=said.get("issue") or whole.issue,
        pages=pages or whole.pages,
        first_page=first or whole.first_page,
        last_page=last or whole.last_page,
    )


def _others(fields: list[Field]) -> Iterator[Contributor]:
    for field in fields:
        if role := _ROLES.get(field.name):
            yield from contributors(field.value, None, role)
