"""``oai_dc`` metadata → record, in the dialects of CyberLeninka, OJS, DSpace and dLibra.

All of them are Dublin Core; what differs is where the journal, the pages and the dates stand, and that is told from the
elements themselves, field by field, not from the source's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from lxml import etree

from crawler.formats.items import references
from crawler.formats.repositories import dc_container, dc_fields, dc_relations
from crawler.formats.repositories.dc_fields import NONE, Fields, Value, localized, once, texts
from crawler.formats.repositories.dc_people import people
from crawler.formats.values.dates import Dated, dated, publication_date
from crawler.formats.values.identifiers import classify, is_unknown_address, url_of
from crawler.formats.values.name_marks import taken_off
from crawler.formats.values.subjects import code_of, subjects_of
from crawler.formats.values.types import Typed, type_of
from schemas import Contributor, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.vocabularies import country_code, language_code

_PLACE = re.compile(r"^([^\W\d_][^\d,;]{2,40}), ([^\d,;]{2,60})$")
# what DSpace notes of a deposit, arXiv of a preprint, libraries of the extent: texts that are no abstract
_NO_ABSTRACT = re.compile(
    r"^(?:Made available in DSpace on|Submitted by .+ on \d{4}|Approved for entry into archive by"
    r"|Item was in collections:|Previous issue date:|item\.description\.|Comments?:\s|info:eu-repo/"
    r"|(?:Библиогр(?:афия)?|Bibliogr(?:aphy)?)[.:].{0,120}$|(?:Рис|Табл|Ил)\. ?\d.{0,120}$"
    r"|\d+ ?(?:с|стр|p|pp|pages)\b\.?(?:[,;].{0,60})?$|(?:С|Pp?)\.? ?\d+ ?[-–] ?\d+\.?$|peer[- ]?reviewed$)",
    re.IGNORECASE,
)
_OF_OTHERS = frozenset({"issn", "url"})
_EMBARGO = re.compile(r"^info:eu-repo/date/", re.IGNORECASE)
_SEVERAL = re.compile(r"[;,|]|\s/\s")


def parse(metadata: etree._Element, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of an OAI-PMH header with its Dublin Core description.

    Without a ``dc:title`` the record comes back without titles, and the envelope rejects it.
    """
    return describe(dc_fields.read(metadata), header)


def describe(fields: Fields, header: HarvestedRecord) -> HarvestedRecord:
    """Fill the record of a header with what the elements say."""
    given = fields.get
    types = tuple([value.resource or value.text for value in given("type", NONE)])
    typed = _typed(types)
    related = dc_relations.read(fields)
    host = dc_container.host(fields, related)
    when = _published(tuple(texts(given("date", NONE))), host.year_of_issue, host.year_cited)
    place = _place(fields)
    languages = tuple(texts(given("language", NONE)))
    own = _own(fields)
    urls = _urls(own, fields)
    return msgspec.structs.replace(
        header,
        titles=localized(given("title", NONE), given("alternative", NONE)),
        abstracts=_abstracts(fields),
        contributors=_contributors(fields),
        container=host.container,
        publishers=localized(given("publisher", NONE)),
        place=place,
        year=when.year,
        published=when.published,
        languages=_languages(languages),
        type=typed.code,
        type_as_given=typed.as_given,
        identifiers=_identifiers(own, urls, related, fields),
        subjects=_subjects(fields),
        references=references(related.cited) if related.cited else (),
        urls=urls,
        rights=tuple(dict.fromkeys(texts(given("rights", NONE)))),
        country=country_code(place.split(",")[0]) if place else None,
        warnings=(
            *header.warnings,
            *when.warnings,
            *_unknown_languages(languages),
            *taken_off(texts(given("creator", NONE))),
        ),
    )


def _abstracts(fields: Fields) -> tuple[LocalizedText, ...]:
    given = localized(fields.get("abstract", NONE), fields.get("description", NONE))
    return tuple([text for text in given if not _NO_ABSTRACT.match(text.text)])


def _contributors(fields: Fields) -> tuple[Contributor, ...]:
    authors = people(fields.get("creator", NONE), "author")
    return authors + people(fields.get("contributor", NONE), "other")


@lru_cache(4096)
def _published(given: tuple[str, ...], of_issue: int | None, cited: int | None) -> Dated:
    """The date of publication. The year that an issue bears counts before the date, which is that of the upload.

    The year of a citation counts where the dates are moments of deposit only.
    """
    dates = tuple(text for text in given if not _EMBARGO.match(text))
    found = publication_date(dates)
    told = [dated(text) for text in dates]
    warnings = () if found else tuple(w for each in told for w in each.warnings)
    warnings += tuple(
        w for each in told if found and each.published == found for w in each.warnings
    )
    if of_issue is None and cited and all("T" in text[:11] for text in dates):
        of_issue = cited
    if of_issue is None or (found and found[:4] == str(of_issue)):
        return Dated(int(found[:4]) if found else None, found, warnings)
    if found:
        warnings += (f"the date {found} is not of the issue's year {of_issue}, and is left out",)
    return Dated(of_issue, str(of_issue), warnings)


@lru_cache(4096)
def _languages(given: tuple[str, ...]) -> tuple[str, ...]:
    told = (code for text in _each_language(given) if (code := language_code(text)))
    return tuple(dict.fromkeys(told))


@lru_cache(4096)
def _unknown_languages(given: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [text for text in _each_language(given) if language_code(text) is None]
    return tuple([f"unknown language: {text[:40]}" for text in unknown])


def _each_language(given: tuple[str, ...]) -> list[str]:
    """``rus; eng`` in one element are two."""
    parts = (part.strip() for text in given for part in _SEVERAL.split(text))
    return [part for part in parts if part]


@lru_cache(4096)
def _typed(given: tuple[str, ...]) -> Typed:
    return type_of(given)


def _subjects(fields: Fields) -> tuple[Subject, ...]:
    # CyberLeninka alone describes articles with bibo, and joins all keywords by commas
    joined = "issn" in fields or "bibliographicCitation" in fields
    separators = ",;" if joined else ";"
    found: list[Subject] = []
    for value in fields.get("subject", NONE):
        found.extend(subjects_of(value.text, value.lang, separators))
    found.extend(_codes(fields))
    # to hash the texts costs less than to hash the subjects
    alike = len({subject.value for subject in found}) < len(found)
    return once(found) if alike else tuple(found)


def _codes(fields: Fields) -> Iterator[Subject]:
    """Classification codes among the identifiers, as DSpace's ``dc.identifier.udc`` comes: ``УДК 519.2``."""
    for value in fields.get("identifier", NONE):
        if not value.text.startswith("http") and (code := code_of(value.text)):
            yield code


def _identifiers(
    own: list[Value], urls: tuple[str, ...], related: dc_relations.Relations, fields: Fields
) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for value in own:
        # most are addresses of the server itself, which are identifiers of no scheme
        if not (value.text in urls and is_unknown_address(value.text)):
            found.extend(classify(value.text))
    found.extend(related.identifiers)
    return once(
        [
            each
            for each in found
            if each.scheme not in _OF_OTHERS
            and not (each.scheme == "local" and _says_otherwise(each.value, fields))
        ]
    )


def _says_otherwise(text: str, fields: Fields) -> bool:
    """Whether what is no known identifier is a code or a citation, and is read as such."""
    return code_of(text) is not None or dc_container.cited_place(text, fields) is not None


def _urls(own: list[Value], fields: Fields) -> tuple[str, ...]:
    values = own + fields["uri"] if "uri" in fields else own
    return once([url for value in values if (url := url_of(value.text))])


def _own(fields: Fields) -> list[Value]:
    """The identifiers of the publication, without that of its cover's picture."""
    return [value for value in fields.get("identifier", NONE) if value.link != "thumbnail"]


def _place(fields: Fields) -> str | None:
    """CyberLeninka's last citation: ``Беларусь, Гродно``. A country must stand first, or it is a journal's title."""
    if "bibliographicCitation" not in fields:  # most dialects have none
        return None
    for text in reversed(texts(fields["bibliographicCitation"])):
        match = _PLACE.match(text)
        if match and country_code(match.group(1)):
            return text
    return None
