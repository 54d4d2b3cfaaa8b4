"""``oai_dc`` metadata → record, in the dialects of CyberLeninka, OJS, DSpace and dLibra.

All of them are Dublin Core; what differs is where the journal, the pages and the dates stand, and that is told from the
elements themselves, field by field, not from the source's name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
from lxml import etree

from crawler.formats import dc_container, xml
from crawler.formats.dates import publication_date, year_of
from crawler.formats.identifiers import classify, url_of
from crawler.formats.names import contributors
from crawler.formats.subjects import subjects_of
from crawler.formats.text import plain
from schemas import Contributor, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.record import ContributorRole
from schemas.vocabularies import country_code, document_type, language_code

_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_PLACE = re.compile(r"^([^\W\d_][^\d,;]{2,40}), ([^\d,;]{2,60})$")
_DEPOSIT_NOTE = re.compile(r"^(Made available in DSpace on|Submitted by .+ on \d{4})")
# types that say only that there is a text
_EMPTY_TYPES = re.compile(
    r"^(text|текст|info:eu-repo/semantics/\w*version|doc-type:.*)$", re.IGNORECASE
)


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its Dublin Core description.

    Without a ``dc:title`` the record comes back without titles, and the envelope rejects it.
    """
    fields = _fields(metadata)
    given_type = _type_as_given(fields)
    published = publication_date(_texts(fields["date"]))
    place = _place(fields)
    found = tuple(_identifiers(fields))
    return msgspec.structs.replace(
        header,
        titles=_localized(fields["title"] + fields["alternative"]),
        abstracts=_abstracts(fields),
        contributors=_contributors(fields),
        container=dc_container.container(fields),
        publishers=_localized(fields["publisher"]),
        place=place,
        year=year_of(published),
        published=published,
        languages=_languages(fields),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=found,
        subjects=_subjects(fields),
        urls=_urls(fields),
        rights=tuple(dict.fromkeys(_texts(fields["rights"]))),
        country=country_code(place.split(",")[0]) if place else None,
        warnings=(*header.warnings, *_unknown_languages(fields)),
    )


def _fields(metadata: etree._Element) -> dc_container.Fields:
    """The elements with text or a resource, by local name."""
    fields: dc_container.Fields = defaultdict(list)
    for element in metadata:
        if xml.text_of(element) or element.get(_RDF_RESOURCE):
            fields[xml.local_name(element)].append(element)
    return fields


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get(xml.XML_LANG))


def _texts(elements: Iterable[etree._Element]) -> list[str]:
    return [text for element in elements if (text := plain(xml.text_of(element)))]


def _localized(elements: Iterable[etree._Element]) -> tuple[LocalizedText, ...]:
    found = (LocalizedText(plain(xml.text_of(e)), _lang(e)) for e in elements)
    return tuple(dict.fromkeys(text for text in found if text.text))


def _abstracts(fields: dc_container.Fields) -> tuple[LocalizedText, ...]:
    given = _localized(fields["abstract"] + fields["description"])
    return tuple(text for text in given if not _DEPOSIT_NOTE.match(text.text))


def _contributors(fields: dc_container.Fields) -> tuple[Contributor, ...]:
    return (*_people(fields["creator"], "author"), *_people(fields["contributor"], "other"))


def _people(elements: list[etree._Element], role: ContributorRole) -> tuple[Contributor, ...]:
    """OJS repeats the whole list per language: lists of one length are forms of the same people."""
    lists: dict[str | None, list[Contributor]] = defaultdict(list)
    for element in elements:
        lang = _lang(element)
        lists[lang].extend(contributors(xml.text_of(element), lang, role))
    groups = list(lists.values())
    if len(groups) > 1 and None not in lists and len({len(group) for group in groups}) == 1:
        return tuple(_merged(forms) for forms in zip(*groups, strict=True))
    return tuple(person for group in groups for person in group)


def _merged(forms: tuple[Contributor, ...]) -> Contributor:
    return msgspec.structs.replace(
        forms[0],
        names=tuple(name for form in forms for name in form.names),
        affiliations=tuple(place for form in forms for place in form.affiliations),
    )


def _languages(fields: dc_container.Fields) -> tuple[str, ...]:
    codes = (language_code(text) for text in _texts(fields["language"]))
    return tuple(dict.fromkeys(code for code in codes if code))


def _unknown_languages(fields: dc_container.Fields) -> tuple[str, ...]:
    unknown = [text for text in _texts(fields["language"]) if language_code(text) is None]
    return tuple(f"unknown language: {text[:40]}" for text in unknown)


def _type_as_given(fields: dc_container.Fields) -> str | None:
    """The first type of our vocabulary, else the first that says anything, else CyberLeninka's ``rdf:type``."""
    given = [element.get(_RDF_RESOURCE) or xml.text_of(element) for element in fields["type"]]
    telling = [text for text in given if not _EMPTY_TYPES.match(text)]
    known = (text for text in telling if document_type(text) != "unknown")
    return next(known, None) or next(iter(telling or given), None)


def _subjects(fields: dc_container.Fields) -> tuple[Subject, ...]:
    # CyberLeninka alone describes articles with bibo, and joins all keywords by commas
    separators = ",;" if fields["issn"] or fields["bibliographicCitation"] else ";"
    found: list[Subject] = []
    for element in fields["subject"]:
        found.extend(subjects_of(plain(xml.text_of(element)), _lang(element), separators))
    return tuple(dict.fromkeys(found))


def _identifiers(fields: dc_container.Fields) -> Iterator[Identifier]:
    given = [e for e in fields["identifier"] if e.get("linktype") != "thumbnail"]
    found = [identifier for text in _texts(given) for identifier in classify(text)]
    for text in _texts(fields["relation"]):
        if text.lower().startswith("info:eu-repo/semantics/altidentifier/"):
            found.extend(classify(text.split("/", 3)[3]))
    yield from dict.fromkeys(i for i in found if i.scheme not in {"issn", "url"})


def _urls(fields: dc_container.Fields) -> tuple[str, ...]:
    given = [e for e in fields["identifier"] if e.get("linktype") != "thumbnail"]
    found = (url_of(text) for text in _texts(given + fields["uri"]))
    return tuple(dict.fromkeys(url for url in found if url))


def _place(fields: dc_container.Fields) -> str | None:
    """CyberLeninka's last citation: ``Беларусь, Гродно``. A country must stand first, or it is a journal's title."""
    for text in reversed(_texts(fields["bibliographicCitation"])):
        match = _PLACE.match(text)
        if match and country_code(match.group(1)):
            return text
    return None
