"""Names of people as sources give them: one string into its people, a name into its parts where something parts them.

What is no part of a name (marks of footnotes, ``None``, "et al.") is left out;
:mod:`crawler.formats.values.name_forms` says
what a name looks like, :mod:`crawler.formats.values.name_marks` what hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from crawler.formats.values.name_forms import (
    OTHERS,
    by_initials,
    by_patronymic,
    has_capitals,
    has_initials,
    has_patronymic,
    is_bare,
    is_initials,
    is_name,
    is_nobody,
    is_surname,
    names_organisation,
    script_of,
)
from crawler.formats.values.name_marks import orcid_in, without_list_marks, without_marks
from crawler.formats.values.plain_names import (
    AND,
    has_special,
    name_by_comma,
    plain_person,
    simple_person,
)
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole

_PARALLEL = re.compile(r" ?(?:/|\s=\s) ?")
_BRACKETED = re.compile(r"^([^()\[\]]+) [(\[]([^()\[\]]+)[)\]]$")
# "Сидоров И.П. Петров А.Б.": nothing stands between
_IN_A_ROW = re.compile(r"(?<![\w.])[^\W\d_][\w'’ʼ-]+ (?:[^\W\d_]{1,2}\. ?-?){1,3}(?= |$)")
_FEWEST_BARE = 2  # "García Márquez, Gabriel José" is one name
_MOST_IN_A_ROW = 5000  # letters
_APART = re.compile(r"[;|]")
_SCRIPTS = {
    "ru": "cyrillic", "be": "cyrillic", "uk": "cyrillic", "ky": "cyrillic", "tg": "cyrillic", "hy": "armenian",
    "en": "latin", "de": "latin", "fr": "latin", "es": "latin",
}  # fmt: skip
"""The script of languages that have one; Kazakh and Uzbek have two."""


def contributors(
    text: str, lang: str | None = None, role: ContributorRole = "author"
) -> tuple[Contributor, ...]:
    """The people (or the organisation) that one element names.

    OJS appends the affiliation (``Иванов, Иван; КазНУ``); some repositories put several people into one element
    (``Иванов И.И.; Петров П.П.``): a part after a semicolon is a person only if it has the form of a name. Two forms
    of a name in two scripts (``Иванов И.И. / Ivanov I.I.``) are one person.
    """
    text = text.strip()
    if (one := plain_person(text, lang, role)) is not None:  # most elements by far
        return (one,)
    if ";" not in text and "|" not in text:
        return tuple([_contributor(forms, lang, role) for forms in _people(text)])
    head, *rest = [part.strip() for part in _APART.split(text) if part.strip()] or [""]
    found = [(forms, list[str]()) for forms in _people(head)]
    for part in rest:
        if (orcid := orcid_in(part)) and found and not without_marks(part):
            found[-1][1].append(orcid)
        elif found and not (_has_name(part) or (is_bare(head) and is_bare(part))):
            found[-1][1].append(part)
        else:
            found.extend((forms, []) for forms in _people(part))
    return tuple(_contributor(forms, lang, role, places) for forms, places in found)


def person_name(literal: str, lang: str | None = None) -> PersonName:
    """``Иванов, Иван`` is family and given by the comma; any other order is left to the indexer."""
    return name_by_comma(without_marks(literal) or literal, lang)


def parted_name(
    family: str | None, given: str | None, lang: str | None = None
) -> PersonName | None:
    """A name whose parts the source gives apart, as it really is; None if it names nobody.

    Programs write ``None`` for a missing surname, and people write the whole name into the surname (or into both): what
    its form tells is parted then, and the rest left to the indexer.
    """
    family, given = _part(family), _part(given)
    if is_nobody(family, beside=bool(given) and not is_nobody(given)):
        family = ""
    if is_nobody(given, beside=True):
        given = ""
    if family and given:
        return _both(family, given, lang)
    return _whole(family, given, lang) if family or given else None


def split_people(text: str) -> list[str]:
    """The names in a string without semicolons, as written; the string itself if it is no list of names.

    A list is one only if every part has the form of a name: ``Иванов И.И., Петров П.П.``, ``I. Ivanov and P. Petrov``,
    ``Ivanov II, Petrov PP``, ``Ivanov, I., Petrov, P.``, ``Иванов И.И. Петров П.П.``, names with patronymics; three or
    more of the form ``Ivan Ivanov``.
    """
    if has_initials(text):  # one name, which may have a comma in it
        return [text]
    listed = AND.sub(", ", text) if " " in text else text
    if "," not in listed:
        return _in_a_row(text) or [text]
    parts = [part for each in listed.split(",") if (part := each.strip())]
    while len(parts) > 1 and OTHERS.match(parts[-1]):
        parts.pop()
    if len(parts) == 1:
        return _in_a_row(parts[0]) or parts
    if all(map(_is_listed, parts)) or (len(parts) > _FEWEST_BARE and all(map(is_bare, parts))):
        return parts
    return _alternating(parts) or [text]


def forms_of(names: Iterable[PersonName]) -> tuple[PersonName, ...]:
    """The forms of one person's name, once each, with the languages that they can be of.

    Journal systems give the name of one language for all of them: "Иванов" as the English form is none.
    """
    given = list(names)
    if len(given) < 2:
        return tuple(given)
    found: dict[tuple[str, str | None, str | None], PersonName] = {}
    for name in given:
        lang = fitting(name.lang, name.literal)
        key = (name.literal, name.family, name.given)
        before = found.get(key)
        if before is None or (before.lang is None and lang):
            found[key] = msgspec.structs.replace(name, lang=lang)
    return tuple(found.values())


def fitting(lang: str | None, name: str) -> str | None:
    """The language, unless the name is in another script: "Ivanov" in a Russian article is no Russian form."""
    script = _SCRIPTS.get(lang or "")
    return lang if script is None or script_of(name) in {script, ""} else None


def _is_listed(part: str) -> bool:
    return has_initials(part) or has_capitals(part) or has_patronymic(part)


def _alternating(parts: list[str]) -> list[str]:
    """``Ivanov, I., Petrov, P.``: surnames and initials in turn; two of them are one name."""
    families, given = parts[::2], parts[1::2]
    if len(parts) < 4 or len(parts) % 2:
        return []
    if not (all(map(is_surname, families)) and all(map(is_initials, given))):
        return []
    return [f"{name}, {initials}" for name, initials in zip(families, given, strict=True)]


def _in_a_row(text: str) -> list[str]:
    if text.count(".") < 2 or len(text) > _MOST_IN_A_ROW:
        return []
    found = [name.strip() for name in _IN_A_ROW.findall(text)]
    return found if len(found) > 1 and " ".join(found) == text else []


def _people(text: str) -> list[tuple[str, ...]]:
    """The people of a string without semicolons, each with every form of the name."""
    if not text or all(map(is_nobody, text.split(", "))) or OTHERS.match(text):
        return []
    if (pairs := _parallel(text)) is not None:
        return pairs
    return [(name,) for name in _names(text)]


def _names(text: str) -> list[str]:
    if " " not in text:
        return [text]
    bare = without_list_marks(text)
    names = split_people(bare)
    return [text] if names == [bare] else [name for name in names if not is_nobody(name)]


def _parallel(text: str) -> list[tuple[str, ...]] | None:
    """Two lists of names beside each other: in two scripts they are forms of the same people, in one they are more."""
    halves = _halves(text)
    if halves is None:
        return None
    one, other = (_names(half) for half in halves)
    if not (all(map(is_name, one)) and all(map(is_name, other))):
        return None
    if script_of(halves[0]) == script_of(halves[1]):
        return [(name,) for name in (*one, *other)]
    return list(zip(one, other, strict=True)) if len(one) == len(other) else None


def _halves(text: str) -> Sequence[str] | None:
    if len(text) > _MOST_IN_A_ROW:
        return None
    if "/" in text or " = " in text:
        parts = [part.strip() for part in _PARALLEL.split(text)]
        return parts if len(parts) == 2 and all(parts) else None
    match = _BRACKETED.match(text) if text[-1] in ")]" else None
    if match and script_of(match[1]) != script_of(match[2]):
        return match.groups()
    return None


def _has_name(part: str) -> bool:
    bare = without_list_marks(part).strip()
    listed = "," in bare and "." in bare and len(split_people(bare)) > 1
    return listed or is_name(without_marks(part))


def _part(text: str | None) -> str:
    return without_marks(" ".join((text or "").split())).strip(" ,;")


def _both(family: str, given: str, lang: str | None) -> PersonName:
    """Both parts, the one without what the other says too; the whole name in both is one name."""
    if " " in family and family.casefold() == given.casefold():
        return _whole(family, "", lang)
    if _folded(family).endswith(_folded(given)) and " " in family:
        shorter = family[: len(family) - len(given)].rstrip(" ,")
        family = shorter if family.casefold().endswith(given.casefold()) and shorter else family
    if given.casefold().startswith(f"{family.casefold()} "):
        given = given[len(family) :].strip()
    if parts := by_patronymic(family) or by_initials(family):
        family, given = parts.family, max(parts.given, given, key=len)
    return PersonName(literal=f"{family} {given}", family=family, given=given, lang=lang)


def _folded(text: str) -> str:
    return text.replace(" ", "").casefold()


def _whole(family: str, given: str, lang: str | None) -> PersonName:
    """A name that stands in one of its two parts."""
    text = family or given
    parts = by_initials(text) or by_patronymic(text)
    if parts:
        return PersonName(literal=text, family=parts.family, given=parts.given, lang=lang)
    if "," in text:
        return person_name(text, lang)
    if " " in text and not text[0].islower():  # "de la Cruz" is a surname
        return PersonName(literal=text, lang=lang)
    return PersonName(literal=text, family=family or None, given=given or None, lang=lang)


def _contributor(
    forms: tuple[str, ...], lang: str | None, role: ContributorRole, places: Sequence[str] = ()
) -> Contributor:
    if len(forms) == 1 and not places and not has_special(forms[0]):
        return simple_person(forms[0], lang, role)
    orcid = next((found for text in (*forms, *places) if (found := orcid_in(text))), None)
    names = [without_marks(form) or form for form in forms]
    collective = names_organisation(names[0]) and not has_initials(names[0])
    langs = [lang] if len(names) == 1 else [fitting(lang, name) for name in names]
    return Contributor(
        names=tuple(
            PersonName(literal=name, lang=code) if collective else name_by_comma(name, code)
            for name, code in zip(names, langs, strict=True)
        ),
        role=role,
        kind="organisation" if collective else "person",
        identifiers=(Identifier("orcid", orcid),) if orcid else (),
        affiliations=tuple(
            Affiliation(names=(LocalizedText(p, lang),)) for p in places if p != orcid
        ),
    )
