"""The people of an article in OJS's own XML: names in each language (3.x) or in one (2.x)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.values.identifiers import classify
from crawler.formats.values.names import fitting, parted_name
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole
from schemas.vocabularies import country_code, language_code

# what journals call their groups of users, by its beginning
_ROLES: tuple[tuple[str, ContributorRole], ...] = (
    ("translator", "translator"),
    ("перевод", "translator"),
    ("перакладч", "translator"),
    ("аудармашы", "translator"),
    ("թարգմանիչ", "translator"),
    ("editor", "editor"),
    ("редактор", "editor"),
    ("խմբագիր", "editor"),
    ("compiler", "compiler"),
    ("составител", "compiler"),
)


def contributors(article: etree._Element, lang: str | None) -> tuple[Contributor, ...]:
    """The authors, and others that the journal lists among them, in the order of the file."""
    holders = [article, *xml.children(article, "authors")]
    people = (e for holder in holders for e in xml.children(holder, "author"))
    found = [_contributor(e, lang) for e in people]
    return tuple(person for person in found if person is not None)


def _contributor(author: etree._Element, lang: str | None) -> Contributor | None:
    names = unique(_names(author, lang))
    if not names:
        return None
    return Contributor(
        names=names,
        role=_role(author.get("user_group_ref") or ""),
        identifiers=unique(_orcid(author)),
        affiliations=_affiliations(author, lang),
    )


def _role(group: str) -> ContributorRole:
    told = group.strip().lower()
    return next((role for word, role in _ROLES if told.startswith(word)), "author")


def _names(author: etree._Element, lang: str | None) -> Iterator[PersonName | None]:
    family, given = _by_locale(author, "familyname"), _by_locale(author, "givenname")
    for locale in dict.fromkeys([*family, *given]):
        yield _name(family.get(locale), given.get(locale), locale, lang)
    first = " ".join(
        text for name in ("firstname", "middlename") if (text := xml.text_at(author, name))
    )
    last = xml.text_at(author, "lastname")
    if first or last:
        yield _name(last, first or None, None, lang)


def _by_locale(author: etree._Element, name: str) -> dict[str | None, str]:
    found = ((e.get("locale"), xml.text_of(e)) for e in xml.children(author, name))
    return {language_code(locale): text for locale, text in found if text}


def _name(
    family: str | None, given: str | None, locale: str | None, lang: str | None
) -> PersonName | None:
    name = parted_name(family, given)
    if name is None:
        return None
    # journals copy a name from one language into all the others
    code = fitting(locale or lang, name.literal)
    return PersonName(literal=name.literal, family=name.family, given=name.given, lang=code)


def _orcid(author: etree._Element) -> Iterator[Identifier]:
    """2.x has no place for it but the person's page."""
    for name in ("orcid", "url"):
        for e in xml.children(author, name):
            for found in classify(xml.text_of(e)):
                if found.scheme == "orcid":
                    yield found


def _affiliations(author: etree._Element, lang: str | None) -> tuple[Affiliation, ...]:
    country = country_code(xml.text_at(author, "country"))
    names = unique(
        LocalizedText(text, language_code(e.get("locale")) or lang)
        for e in xml.children(author, "affiliation")
        if (text := _affiliation_name(e))
    )
    if not (names or country):
        return ()
    return (Affiliation(names=names, country=country),)


def _affiliation_name(element: etree._Element) -> str:
    """The text, or since 3.5 the name of an institution beside its number."""
    return xml.text_at(element, "name") or xml.text_of(element)
