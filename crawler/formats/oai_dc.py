"""``oai_dc`` metadata → record, in the dialects of CyberLeninka, OJS, DSpace and dLibra.

All of them are Dublin Core; what differs is where the journal, the pages and the dates stand, and that is told from the
elements themselves, field by field, not from the source's name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from lxml import etree

from crawler.formats import dc_container, dc_fields
from crawler.formats.dates import publication_date, year_of
from crawler.formats.dc_fields import NONE, Fields, Value, localized, once, texts
from crawler.formats.identifiers import classify, url_of
from crawler.formats.name_marks import taken_off
from crawler.formats.names import contributors
from crawler.formats.subjects import subjects_of
from schemas import Contributor, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.record import ContributorRole
from schemas.vocabularies import country_code, document_type, language_code, most_telling_type

_PLACE = re.compile(r"^([^\W\d_][^\d,;]{2,40}), ([^\d,;]{2,60})$")
_DEPOSIT_NOTE = re.compile(r"^(Made available in DSpace on|Submitted by .+ on \d{4})")
# types that say only that there is a text
_EMPTY_TYPES = re.compile(
    r"^(text|текст|info:eu-repo/semantics/\w*version|https?://purl\.org/coar/(?:version|access_right)/.*"
    r"|(?:not|non)?-?peer-?reviewed|doc-type:.*)$",
    re.IGNORECASE,
)
_OTHER_IDENTIFIER = "info:eu-repo/semantics/altidentifier/"


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its Dublin Core description.

    Without a ``dc:title`` the record comes back without titles, and the envelope rejects it.
    """
    return describe(dc_fields.read(metadata), header)


def describe(fields: Fields, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with what the elements say."""
    given = fields.get
    types = tuple([value.resource or value.text for value in given("type", NONE)])
    given_type = _type_as_given(types)
    published = _published(tuple(texts(given("date", NONE))))
    place = _place(fields)
    languages = tuple(texts(given("language", NONE)))
    own = _own(fields)
    return msgspec.structs.replace(
        header,
        titles=localized(given("title", NONE), given("alternative", NONE)),
        abstracts=_abstracts(fields),
        contributors=_contributors(fields),
        container=dc_container.container(fields),
        publishers=localized(given("publisher", NONE)),
        place=place,
        year=year_of(published),
        published=published,
        languages=_languages(languages),
        type=document_type(given_type),
        type_as_given=given_type,
        identifiers=_identifiers(own, fields),
        subjects=_subjects(fields),
        urls=_urls(own, fields),
        rights=tuple(dict.fromkeys(texts(given("rights", NONE)))),
        country=country_code(place.split(",")[0]) if place else None,
        warnings=(
            *header.warnings,
            *_unknown_languages(languages),
            *taken_off(texts(given("creator", NONE))),
        ),
    )


def _abstracts(fields: Fields) -> tuple[LocalizedText, ...]:
    given = localized(fields.get("abstract", NONE), fields.get("description", NONE))
    return tuple([text for text in given if not _DEPOSIT_NOTE.match(text.text)])


def _contributors(fields: Fields) -> tuple[Contributor, ...]:
    authors = _people(fields.get("creator", NONE), "author")
    return authors + _people(fields.get("contributor", NONE), "other")


def _people(values: Sequence[Value], role: ContributorRole) -> tuple[Contributor, ...]:
    """OJS repeats the whole list per language: lists of one length are forms of the same people."""
    if not values:
        return ()
    if len({value.lang for value in values}) == 1:
        return tuple([p for value in values for p in contributors(value.text, value.lang, role)])
    lists: dict[str | None, list[Contributor]] = defaultdict(list)
    for value in values:
        lists[value.lang].extend(contributors(value.text, value.lang, role))
    groups = list(lists.values())
    if len(groups) > 1 and None not in lists and len({len(group) for group in groups}) == 1:
        return tuple(_merged(forms) for forms in zip(*groups, strict=True))
    return tuple([person for group in groups for person in group])


def _merged(forms: tuple[Contributor, ...]) -> Contributor:
    return msgspec.structs.replace(
        forms[0],
        names=tuple(name for form in forms for name in form.names),
        affiliations=tuple(place for form in forms for place in form.affiliations),
    )


@lru_cache(4096)
def _published(given: tuple[str, ...]) -> str | None:
    return publication_date(given)


@lru_cache(4096)
def _languages(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([code for text in given if (code := language_code(text))]))


@lru_cache(4096)
def _unknown_languages(given: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [text for text in given if language_code(text) is None]
    return tuple([f"unknown language: {text[:40]}" for text in unknown])


@lru_cache(4096)
def _type_as_given(given: tuple[str, ...]) -> str | None:
    """The type that says most, else the first that says anything, else CyberLeninka's ``rdf:type``."""
    telling = [text for text in given if not _EMPTY_TYPES.match(text)]
    most = most_telling_type(telling)
    known = (text for text in telling if most != "unknown" and document_type(text) == most)
    return next(known, None) or next(iter(telling or given), None)


def _subjects(fields: Fields) -> tuple[Subject, ...]:
    # CyberLeninka alone describes articles with bibo, and joins all keywords by commas
    joined = "issn" in fields or "bibliographicCitation" in fields
    separators = ",;" if joined else ";"
    found: list[Subject] = []
    for value in fields.get("subject", NONE):
        found.extend(subjects_of(value.text, value.lang, separators))
    # to hash the texts costs less than to hash the subjects
    alike = len({subject.value for subject in found}) < len(found)
    return once(found) if alike else tuple(found)


def _identifiers(own: list[Value], fields: Fields) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for value in own:
        found.extend(classify(value.text))
    for text in texts(fields.get("relation", NONE)):
        if text.lower().startswith(_OTHER_IDENTIFIER):
            found.extend(classify(text.split("/", 3)[3]))
    return once([i for i in found if i.scheme not in {"issn", "url"}])


def _urls(own: list[Value], fields: Fields) -> tuple[str, ...]:
    values = own + fields["uri"] if "uri" in fields else own
    return once([url for value in values if (url := url_of(value.text))])


def _own(fields: Fields) -> list[Value]:
    """The identifiers of the publication, without that of its cover's picture."""
    return [value for value in fields.get("identifier", NONE) if value.link != "thumbnail"]


def _place(fields: Fields) -> str | None:
    """CyberLeninka's last citation: ``Беларусь, Гродно``. A country must stand first, or it is a journal's title."""
    for text in reversed(texts(fields.get("bibliographicCitation", NONE))):
        match = _PLACE.match(text)
        if match and country_code(match.group(1)):
            return text
    return None
