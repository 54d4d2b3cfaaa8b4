"""The affiliations of a JATS article: one organisation in each of its languages, found by what points to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.journal_xml.jats_text import lang_of
from crawler.formats.text import xml
from crawler.formats.text.inner_text import inner_text
from crawler.formats.text.text import plain
from schemas import Affiliation, Identifier, LocalizedText
from schemas.vocabularies import country_code

_MOST_SHARED = 20  # affiliations that everybody in a group has: each is written once a person
_MOST_FORMS = 20  # of the name of one organisation, for the same reason
_NO_NAME = frozenset({"label", "sup", "email", "institution-id", "xref", "fn", "ext-link", "uri"})
_PLACES = frozenset({"country", "city", "addr-line", "state", "postal-code"})
_PARTED = re.compile(r"[,;:(/–-]\s*$")
_NAMES = frozenset({"aff", "aff-alternatives"})
# SciELO repeats the whole affiliation beside its parts
_WHOLE = frozenset({"original", "normalized"})

Places = dict[str, Affiliation]


def affiliations(meta: etree._Element | None) -> Places:
    """Every affiliation of the article by what may point to it: its ids, and ``#`` with its label."""
    found: Places = {}
    for element in meta.iter("{*}aff", "{*}aff-alternatives") if meta is not None else ():
        parent = element.getparent()
        if parent is not None and xml.local_name(parent) == "aff-alternatives":
            continue
        place = affiliation(element)
        if place is not None:
            for key in _keys(element):
                found.setdefault(key, place)
    return found


def _keys(element: etree._Element) -> Iterator[str]:
    for e in (element, *islice(xml.children(element, "aff"), _MOST_FORMS)):
        if key := e.get("id"):
            yield key
        label = xml.child(e, "label") if xml.child(e, "label") is not None else xml.child(e, "sup")
        if label is not None and (text := xml.text_of(label)):
            yield f"#{text}"


def pointed(contrib: etree._Element, places: Places) -> list[Affiliation]:
    """Those that the marks of a contributor point to: by id, else by what the mark shows."""
    found = []
    for mark in xml.children(contrib, "xref"):
        if mark.get("ref-type", "aff") != "aff":
            continue
        keys = (mark.get("rid") or "").split() or [
            f"#{label.strip()}" for label in xml.text_of(mark).split(",")
        ]
        found += [places[key] for key in keys if key in places]
    return found


def inside(element: etree._Element) -> list[Affiliation]:
    """Those that stand in the element itself."""
    found = (affiliation(e) for e in element if xml.local_name(e) in _NAMES)
    return [place for place in found if place is not None]


def shared(group: etree._Element) -> tuple[Affiliation, ...]:
    """A group's affiliation without an id belongs to all in the group."""
    loose = (e for e in group if xml.local_name(e) in _NAMES and not e.get("id"))
    return unique(affiliation(e) for e in islice(loose, _MOST_SHARED))


def affiliation(element: etree._Element) -> Affiliation | None:
    """One organisation in each of its forms."""
    forms = [element]
    if xml.local_name(element) == "aff-alternatives":
        forms = list(islice(xml.children(element, "aff"), _MOST_FORMS))
    names = unique(name for form in forms for name in _named(form))
    country = next((code for e in forms if (code := _country(e))), None)
    city = next((town for e in forms if (town := _city(e))), None)
    if not (names or country or city):
        return None
    return Affiliation(
        names=names, country=country, city=city, identifiers=unique(_institution_ids(forms))
    )


def _named(aff: etree._Element) -> Iterator[LocalizedText]:
    """The marked institutions, joined if they are of one language, else the whole text without its label."""
    code = lang_of(aff)
    marked = [(e, plain(inner_text(e, _NO_NAME))) for e in _institutions(aff)]
    told = [(lang_of(e, code), text) for e, text in marked if text]
    if not told:
        if text := _unmarked(aff):
            yield LocalizedText(text, code)
        return
    for lang in dict.fromkeys(lang for lang, _ in told):
        parts = dict.fromkeys(text for own, text in told if own == lang)
        yield LocalizedText(", ".join(parts), lang)


def _unmarked(aff: etree._Element) -> str:
    """The text of an affiliation without marked institutions, with a comma before a place that nothing else parts."""
    told = aff.text or ""
    for e in aff:
        name = xml.local_name(e)
        inner = "" if name in _NO_NAME else inner_text(e, _NO_NAME)
        glued = name in _PLACES and inner.strip() and told.strip() and not _PARTED.search(told)
        told += f"{', ' if glued else ''}{inner}{e.tail or ''}"
    return plain(told).strip(" ,;")


def _institutions(aff: etree._Element) -> list[etree._Element]:
    wraps = [aff, *xml.children(aff, "institution-wrap")]
    found = [e for parent in wraps for e in xml.children(parent, "institution")]
    parts = [e for e in found if e.get("content-type") not in _WHOLE and xml.text_of(e)]
    return parts or found


def _country(aff: etree._Element) -> str | None:
    element = xml.child(aff, "country")
    if element is None:
        return None
    return country_code(element.get("country")) or country_code(xml.text_of(element))


def _city(aff: etree._Element) -> str | None:
    named = xml.text_at(aff, "city") or xml.text_at(aff, "addr-line", "city")
    typed = (e for e in aff.iter("{*}named-content") if e.get("content-type") == "city")
    return named or next((text for e in typed if (text := xml.text_of(e))), None)


def _institution_ids(forms: list[etree._Element]) -> Iterator[Identifier]:
    for element in (e for form in forms for e in form.iter("{*}institution-id")):
        scheme = (element.get("institution-id-type") or "").lower()
        if scheme and (value := xml.text_of(element)):
            yield Identifier(scheme, value)
