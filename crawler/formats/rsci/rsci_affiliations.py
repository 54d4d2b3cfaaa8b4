"""Where the authors of an RSCI article work: each form of the name says it in its own language.

Several organisations of one author stand in one element, with semicolons between them; so do their towns and countries.
"""

from __future__ import annotations

from lxml import etree

from crawler.formats.rsci import rsci_values
from crawler.formats.text import xml
from schemas import Affiliation, LocalizedText
from schemas.vocabularies import country_code

_MOST = 20  # organisations of one author
_NAMES = ("orgName", "institution", "organization")


def affiliations(forms: list[etree._Element], stated: str | None) -> tuple[Affiliation, ...]:
    """The organisation in each language is one affiliation; several are told apart if all languages have as many.

    ``stated`` is the country that Metafora's schema allows beside the forms.
    """
    lists = [(form, _organisations(form)) for form in forms]
    counts = {len(names) for _, names in lists if names}
    many = counts.pop() if len(counts) == 1 else 1
    found = (_affiliation(lists, at, many, stated) for at in range(min(many, _MOST)))
    return tuple(place for place in found if place is not None)


def _organisations(form: etree._Element) -> list[LocalizedText]:
    element = next((e for name in _NAMES if (e := xml.child(form, name)) is not None), None)
    lang = rsci_values.lang_of(element, form, xml.child(form, "surname"))
    return [LocalizedText(text, lang) for text in _parts(xml.text_of(element))]


def _parts(text: str | None) -> list[str]:
    parts = (part.strip() for part in (text or "").split(";"))
    return [part for part in parts if rsci_values.told(part)]


def _affiliation(
    lists: list[tuple[etree._Element, list[LocalizedText]]], at: int, many: int, stated: str | None
) -> Affiliation | None:
    names = tuple(
        texts[at]
        if len(texts) == many
        else LocalizedText("; ".join(t.text for t in texts), texts[0].lang)
        for _, texts in lists
        if texts
    )
    country = next((code for form, _ in lists if (code := _country(form, at, many))), None)
    country = country or country_code(stated)
    city = next((town for form, _ in lists if (town := _of("town", form, at, many))), None)
    if not (names or country or city):
        return None
    return Affiliation(names=names, country=country, city=city)


def _of(name: str, form: etree._Element, at: int, many: int) -> str | None:
    """What belongs to the organisation of that place: one stands for all, of as many each has its own."""
    parts = _parts(xml.text_at(form, name))
    if len(parts) == many:
        return parts[at]
    return parts[0] if len(parts) == 1 else None


def _country(form: etree._Element, at: int, many: int) -> str | None:
    """The ``country``, else the last part of the ``address`` if it is a country and nothing else."""
    given = country_code(_of("country", form, at, many))
    return given or country_code((_of("address", form, at, many) or "").rpartition(",")[2].strip())
