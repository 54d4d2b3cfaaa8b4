"""The people of a JATS article: one contributor, every form of the name, the affiliations that the marks tell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from crawler.formats import xml
from crawler.formats.items import unique
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole
from schemas.vocabularies import country_code, language_code

_ROLES: dict[str, ContributorRole] = {
    "": "author",
    "author": "author",
    "editor": "editor",
    "guest-editor": "editor",
    "translator": "translator",
    "reviewer": "reviewer",
    "compiler": "compiler",
    "advisor": "advisor",
}
_ID_TYPES = {
    "orcid": "orcid",
    "spin": "spin",
    "scopus": "scopus-author",
    "researcherid": "researcherid",
}
_GROUPS = ("name", "string-name")
_MOST_SHARED = 20  # affiliations that everybody in a group has: each is written once a person
_MOST_FORMS = 20  # of the name of one organisation, for the same reason


def contributors(meta: etree._Element | None, lang: str | None) -> tuple[Contributor, ...]:
    """Everybody in the ``contrib-group`` elements, in the order of the file."""
    places = _affiliations_by_id(meta)
    found = (
        _contributor(e, shared, places, lang)
        for group in xml.children(meta, "contrib-group")
        for shared in [_shared(group)]
        for e in xml.children(group, "contrib")
    )
    return tuple(person for person in found if person is not None)


def _contributor(
    contrib: etree._Element,
    shared: tuple[Affiliation, ...],
    places: dict[str, Affiliation],
    lang: str | None,
) -> Contributor | None:
    names = tuple(_names(contrib, lang))
    collective = () if names else tuple(_collectives(contrib, lang))
    if not (names or collective):
        return None
    return Contributor(
        names=names or collective,
        role=_ROLES.get(contrib.get("contrib-type") or "", "other"),
        kind="person" if names else "organisation",
        identifiers=unique(_identifiers(contrib)),
        affiliations=_places(contrib, shared, places),
    )


def _names(contrib: etree._Element, lang: str | None) -> Iterator[PersonName]:
    groups = [contrib, *xml.children(contrib, "name-alternatives")]
    for element in (e for parent in groups for e in parent if xml.local_name(e) in _GROUPS):
        family, given = xml.text_at(element, "surname"), xml.text_at(element, "given-names")
        literal = " ".join(part for part in (family, given) if part) or xml.text_of(element)
        if literal:
            code = language_code(element.get(xml.XML_LANG)) or lang
            yield PersonName(literal=literal, family=family, given=given, lang=code)


def _collectives(contrib: etree._Element, lang: str | None) -> Iterator[PersonName]:
    groups = [contrib, *xml.children(contrib, "collab-alternatives")]
    for element in (e for parent in groups for e in xml.children(parent, "collab")):
        if name := xml.text_of(element):
            yield PersonName(literal=name, lang=language_code(element.get(xml.XML_LANG)) or lang)


def _identifiers(contrib: etree._Element) -> Iterator[Identifier]:
    for element in xml.children(contrib, "contrib-id"):
        scheme = _ID_TYPES.get((element.get("contrib-id-type") or "").lower())
        if scheme and (value := xml.text_of(element)):
            yield Identifier(scheme, value.rstrip("/").rpartition("/")[2])


def _places(
    contrib: etree._Element, shared: tuple[Affiliation, ...], places: dict[str, Affiliation]
) -> tuple[Affiliation, ...]:
    """Those inside the contributor, those that it points to, else the only ones that the group itself has."""
    inside = [_affiliation([e]) for e in xml.children(contrib, "aff")]
    inside += [_alternatives(e) for e in xml.children(contrib, "aff-alternatives")]
    pointers = [e for e in xml.children(contrib, "xref") if e.get("ref-type") == "aff"]
    pointed = [places.get(rid) for e in pointers for rid in (e.get("rid") or "").split()]
    return unique([*inside, *pointed]) if inside or pointers else shared


def _shared(group: etree._Element) -> tuple[Affiliation, ...]:
    """A group's affiliation without an id belongs to all in the group."""
    found = (
        e for e in group if xml.local_name(e) in {"aff", "aff-alternatives"} and not e.get("id")
    )
    return unique(
        _alternatives(e) if xml.local_name(e) != "aff" else _affiliation([e])
        for e in islice(found, _MOST_SHARED)
    )


def _affiliations_by_id(meta: etree._Element | None) -> dict[str, Affiliation]:
    found: dict[str, Affiliation] = {}
    parents = [meta, *xml.children(meta, "contrib-group")]
    for element in (e for parent in parents if parent is not None for e in parent):
        name = xml.local_name(element)
        place = _alternatives(element) if name == "aff-alternatives" else None
        if name == "aff":
            place = _affiliation([element])
        if place is not None:
            ids = [element.get("id"), *(e.get("id") for e in xml.children(element, "aff"))]
            found.update({key: place for key in ids if key})
    return found


def _alternatives(element: etree._Element) -> Affiliation | None:
    return _affiliation(list(islice(xml.children(element, "aff"), _MOST_FORMS)))


def _affiliation(forms: list[etree._Element]) -> Affiliation | None:
    """One organisation in each of its forms."""
    names = unique(
        LocalizedText(name, language_code(e.get(xml.XML_LANG))) for e in forms if (name := _name(e))
    )
    country = next((code for e in forms if (code := _country(e))), None)
    city = next((town for e in forms if (town := _city(e))), None)
    if not (names or country or city):
        return None
    return Affiliation(
        names=names, country=country, city=city, identifiers=unique(_institution_ids(forms))
    )


def _name(aff: etree._Element) -> str:
    """The marked institutions, else the whole text without its label."""
    wraps = [aff, *xml.children(aff, "institution-wrap")]
    marked = [xml.text_of(e) for parent in wraps for e in xml.children(parent, "institution")]
    if marked := [text for text in marked if text]:
        return ", ".join(marked)
    parts = [aff.text or "", *(_part(e) for e in aff)]
    return " ".join("".join(parts).split()).strip(" ,;")


def _part(element: etree._Element) -> str:
    text = "" if xml.local_name(element) in {"label", "sup", "email"} else xml.text_of(element)
    return text + (element.tail or "")


def _country(aff: etree._Element) -> str | None:
    element = xml.child(aff, "country")
    if element is None:
        return None
    return country_code(element.get("country")) or country_code(xml.text_of(element))


def _city(aff: etree._Element) -> str | None:
    named = xml.text_at(aff, "city") or xml.text_at(aff, "addr-line", "city")
    typed = (
        e
        for e in aff.iter()
        if xml.local_name(e) == "named-content" and e.get("content-type") == "city"
    )
    return named or next((text for e in typed if (text := xml.text_of(e))), None)


def _institution_ids(forms: list[etree._Element]) -> Iterator[Identifier]:
    for element in (
        e for form in forms for e in form.iter() if xml.local_name(e) == "institution-id"
    ):
        scheme = (element.get("institution-id-type") or "").lower()
        if scheme and (value := xml.text_of(element)):
            yield Identifier(scheme, value)
