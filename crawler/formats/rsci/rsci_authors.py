"""Authors of an RSCI article: each ``individInfo`` is one written form of the same person."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.rsci import rsci_affiliations, rsci_values
from crawler.formats.text import xml
from crawler.formats.values.name_marks import taken_off
from crawler.formats.values.names import forms_of, parted_name
from schemas import Contributor, Identifier, PersonName
from schemas.record import ContributorRole

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


def repaired_names(authors: etree._Element | None) -> tuple[str, ...]:
    """A warning for the names that are not kept as written."""
    forms = (form for author in xml.children(authors, "author") for form in _forms(author))
    return taken_off([text for form in forms if (text := xml.text_at(form, "surname"))])


def _forms(author: etree._Element) -> list[etree._Element]:
    """One element a language; some exporters write the name into ``author`` itself."""
    return list(xml.children(author, "individInfo")) or [author]


def _contributor(author: etree._Element) -> Contributor | None:
    forms = _forms(author)
    names = forms_of(unique(map(_name, forms)))
    if not names:
        return _collective(forms, _role(author))
    return Contributor(
        names=names,
        role=_role(author),
        identifiers=_identifiers(author, forms),
        affiliations=rsci_affiliations.affiliations(forms, xml.text_at(author, "country")),
    )


def _collective(forms: list[etree._Element], role: ContributorRole) -> Contributor | None:
    """An author without a surname but with an organisation is the organisation."""
    names = tuple(
        PersonName(literal=name, lang=_lang(form))
        for form in forms
        if (name := rsci_values.told(xml.text_at(form, "orgName")))
    )
    return Contributor(names=names, role=role, kind="organisation") if names else None


def _role(author: etree._Element) -> ContributorRole:
    return _ROLES.get(xml.text_at(author, "role") or "", "other")


def _lang(form: etree._Element) -> str | None:
    return rsci_values.lang_of(form, xml.child(form, "surname"))


def _name(form: etree._Element) -> PersonName | None:
    return parted_name(xml.text_at(form, "surname"), xml.text_at(form, "initials"), _lang(form))


def _identifiers(author: etree._Element, forms: list[etree._Element]) -> tuple[Identifier, ...]:
    """Of the ``authorCodes``; some exporters set them into the forms of the name, or write no such element."""
    codes = xml.child(author, "authorCodes")
    holders = [codes] if codes is not None else [author, *forms]
    holders += [inner for form in forms for inner in xml.children(form, "authorCodes")]
    given = [code for holder in holders for code in _codes(holder)]
    if elibrary := (author.get("id") or "").strip():
        given.append(Identifier("elibrary-author", elibrary))
    return unique(given)


def _codes(holder: etree._Element) -> Iterator[Identifier]:
    for element in holder:
        scheme = _CODES.get(xml.local_name(element))
        if scheme and (value := rsci_values.told(xml.text_of(element) or None)):
            yield Identifier(scheme, value.removeprefix("https://orcid.org/"))
