"""Authors of an RSCI article: each ``individInfo`` is one written form of the same person."""

from __future__ import annotations

from lxml import etree

from crawler.formats import xml
from crawler.formats.names import parted_name
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole
from schemas.vocabularies import country_code, language_code

# typeRole of the official schema; an absent or empty role means author
_ROLES: dict[str, ContributorRole] = {
    "": "author",
    "0": "editor",
    "1": "editor",
    "2": "editor",
    "3": "translator",
    "4": "compiler",
    "23": "reviewer",
    "26": "advisor",
    "48": "editor",
}
_CODES = {
    "researcherid": "researcherid",
    "spin": "spin",
    "scopusid": "scopus-author",
    "orcid": "orcid",
}


def contributors(authors: etree._Element | None) -> tuple[Contributor, ...]:
    """The people of an ``authors`` element, in the order of the file."""
    found = (_contributor(author) for author in xml.children(authors, "author"))
    return tuple(person for person in found if person is not None)


def _contributor(author: etree._Element) -> Contributor | None:
    forms = list(xml.children(author, "individInfo"))
    names = tuple(name for form in forms if (name := _name(form)) is not None)
    if not names:
        return _collective(forms, _role(author))
    return Contributor(
        names=names,
        role=_role(author),
        identifiers=_identifiers(author),
        affiliations=_affiliations(forms, country_code(xml.text_at(author, "country"))),
    )


def _collective(forms: list[etree._Element], role: ContributorRole) -> Contributor | None:
    """An author without a surname but with an organisation is the organisation."""
    names = tuple(
        PersonName(literal=name, lang=_lang(form))
        for form in forms
        if (name := xml.text_at(form, "orgName"))
    )
    return Contributor(names=names, role=role, kind="organisation") if names else None


def _role(author: etree._Element) -> ContributorRole:
    return _ROLES.get(xml.text_at(author, "role") or "", "other")


def _lang(form: etree._Element) -> str | None:
    return language_code(form.get("lang"))


def _name(form: etree._Element) -> PersonName | None:
    return parted_name(xml.text_at(form, "surname"), xml.text_at(form, "initials"), _lang(form))


def _identifiers(author: etree._Element) -> tuple[Identifier, ...]:
    codes = xml.child(author, "authorCodes")
    found = ((scheme, xml.text_at(codes, name)) for name, scheme in _CODES.items())
    given = [Identifier(scheme, value) for scheme, value in found if value]
    if elibrary := (author.get("id") or "").strip():
        given.append(Identifier("elibrary-author", elibrary))
    return tuple(given)


def _affiliations(forms: list[etree._Element], stated: str | None) -> tuple[Affiliation, ...]:
    """The organisation in each language is one affiliation, since a form holds at most one ``orgName``.

    ``stated`` is the country that Metafora's schema allows beside the forms.
    """
    names = tuple(
        LocalizedText(name, _lang(form)) for form in forms if (name := xml.text_at(form, "orgName"))
    )
    country = next((code for form in forms if (code := _country(form))), stated)
    city = next((town for form in forms if (town := xml.text_at(form, "town"))), None)
    if not (names or country or city):
        return ()
    return (Affiliation(names=names, country=country, city=city),)


def _country(form: etree._Element) -> str | None:
    """The ``country``, else the last part of the ``address`` if it is a country and nothing else."""
    given = country_code(xml.text_at(form, "country"))
    return given or country_code((xml.text_at(form, "address") or "").rpartition(",")[2].strip())
