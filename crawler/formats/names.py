"""Names of people as one string gives them: taken apart only where the source itself separates the parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas import Affiliation, Contributor, LocalizedText, PersonName
from schemas.record import ContributorRole

# "Иванов И.И.", "Иванов И. И.", "Ivanov I.", "Ли Ю.-П."
_SURNAME_INITIALS = re.compile(
    r"^[^\W\d_][\w'’ʼ-]+(?: [^\W\d_][\w'’ʼ-]+)?,? (?:[^\W\d_]{1,2}\.[ -]?){1,3}$"
)
# "Иванов, Пётр Ильич": "КазНУ, Алматы" is none, its capitals are those of an organisation
_CAPITALISED = r"[^\W\d_a-zа-яё][^\W\d_A-ZА-ЯЁ]*(?:-[^\W\d_]+)?"
_INVERTED = re.compile(rf"^{_CAPITALISED}, (?:{_CAPITALISED}\.?[ ]?){{1,3}}$")
_LONGEST = 300  # letters of a name; the forms are tried at every letter
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.")
_ORGANISATION = re.compile(
    r"(?<!\w)(университет|институт|академи[яи]|универсітэт|інстытут|министерств|центр|факультет|кафедра|universi[dt]|"
    r"institut|academy|faculty|department|ministry|համալսարան|ինստիտուտ)"
)


def contributors(
    text: str, lang: str | None = None, role: ContributorRole = "author"
) -> tuple[Contributor, ...]:
    """The people (or the organisation) that one element names.

    OJS appends the affiliation (``Иванов, Иван; КазНУ``); some repositories put several people into one element
    (``Иванов И.И.; Петров П.П.``): a part after a semicolon is a person only if it has the form of a name.
    """
    if ";" not in text:  # most elements by far
        text = text.strip()
        if "," in text and "." in text:
            names = [name for name in _comma_list(text) if name]
            return tuple([_contributor(name, lang, role) for name in names])
        return (_contributor(text, lang, role),) if text else ()
    head, *rest = [part.strip() for part in text.split(";") if part.strip()] or [""]
    found = [(name, list[str]()) for name in _comma_list(head)]
    for part in rest:
        if found and not _is_name(part):
            found[-1][1].append(part)
        else:
            found.extend((name, []) for name in _comma_list(part))
    return tuple(_contributor(name, lang, role, places) for name, places in found if name)


def person_name(literal: str, lang: str | None = None) -> PersonName:
    """``Иванов, Иван`` is family and given by the comma; any other order is left to the indexer."""
    family, _, given = literal.partition(",")
    family, given = family.strip(), given.strip()
    if family and given and "," not in given and not ("." in family and _INITIAL.search(family)):
        return PersonName(literal=literal, family=family, given=given, lang=lang)
    return PersonName(literal=literal, lang=lang)


def _comma_list(text: str) -> list[str]:
    if "," not in text or "." not in text:  # without initials there is no list
        return [text]
    parts = [part.strip() for part in text.split(",")]
    return parts if all(map(_has_initials, parts)) else [text]


def _has_initials(text: str) -> bool:
    return len(text) <= _LONGEST and _SURNAME_INITIALS.match(text) is not None


def _names_organisation(text: str) -> bool:
    # lower case by hand: matching without regard to case costs three times as much
    return _ORGANISATION.search(text.lower()) is not None


def _is_name(text: str) -> bool:
    if len(text) > _LONGEST:
        return False
    inverted = bool(_INVERTED.match(text)) and not _names_organisation(text)
    return inverted or bool(_SURNAME_INITIALS.match(text))


def _contributor(
    literal: str, lang: str | None, role: ContributorRole, places: Sequence[str] = ()
) -> Contributor:
    collective = _names_organisation(literal) and not _has_initials(literal)
    name = PersonName(literal=literal, lang=lang) if collective else person_name(literal, lang)
    return Contributor(
        names=(name,),
        role=role,
        kind="organisation" if collective else "person",
        affiliations=tuple([Affiliation(names=(LocalizedText(p, lang),)) for p in places]),
    )
