"""Names that have surely nothing to be taken apart or off: most by far, so each form is told with few looks.

What is not of one of these forms is :mod:`crawler.formats.values.names`' to read; both give the same.
"""

from __future__ import annotations

import re

from crawler.formats.values.name_forms import (
    LONGEST,
    NOBODY,
    NOBODY_EVEN_BESIDE,
    OTHERS,
    has_initials,
    is_nobody,
    names_organisation,
)
from crawler.formats.values.name_marks import has_marks
from schemas import Contributor, PersonName
from schemas.record import ContributorRole

_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.")
# "Иванов И.И.", "Салтыков-Щедрин, М. Е."; a lower-case letter behind a point may be a mark
_WITH_INITIALS = re.compile(
    r"([^\W\d_]{2,}(?:[-'’ʼ‘][^\W\d_]+)?)(,?) ((?:[^\W\d_a-zа-я]\.[ -]?){1,3})$"
)
_SPECIAL = re.compile(r"[^\w .,'’ʼ‘-]|\d|\.[a-hа-з](?!\w|\.)")


AND = re.compile(r"(?:, | )(?:and|und|et(?! al)|и|і|й|ж|та|және|жана|և|&) ")
"""What stands between two names of a list, beside commas."""


def plain_person(text: str, lang: str | None, role: ContributorRole) -> Contributor | None:
    """The person (or organisation) of a text without white space around it; None if it needs a closer look."""
    if not text[:1].isupper() or len(text) > LONGEST:
        return None
    family, comma, given = text.partition(", ")
    given = given.lstrip()
    if comma and family.isalpha() and given.replace(" ", "").isalpha():
        if not (_is_nobody(family, given) or names_organisation(text)):
            return _person(text, family, given, lang, role)
    elif (
        "." in text and (match := _WITH_INITIALS.match(text)) and not _is_nobody(match[1], match[3])
    ):
        if match[2]:
            return _person(text, match[1], match[3], lang, role)
        return Contributor(names=(PersonName(literal=text, lang=lang),), role=role)
    return _other(text, lang, role)


def has_special(text: str) -> bool:
    """Whether something is in the text that is in no name that is one and nothing else."""
    # most have letters, spaces, hyphens and commas alone: to see that costs a third of a search
    letters = text.replace(" ", "").replace(",", "").replace("-", "")
    return not letters.isalpha() and _SPECIAL.search(text) is not None


def simple_person(text: str, lang: str | None, role: ContributorRole) -> Contributor:
    """Whom a text names that is one name as it stands."""
    if names_organisation(text) and not has_initials(text):
        name = PersonName(literal=text, lang=lang)
        return Contributor(names=(name,), role=role, kind="organisation")
    return Contributor(names=(name_by_comma(text, lang),), role=role)


def name_by_comma(literal: str, lang: str | None) -> PersonName:
    """``Иванов, Иван`` is family and given; what stands for nobody on one side is left out."""
    family, _, given = literal.partition(",")
    family, given = family.strip(), given.strip()
    if given and is_nobody(given, beside=True):  # "Иванов, None"
        return PersonName(literal=family, lang=lang)
    if given and is_nobody(family, beside=True):  # "None, Иван"
        return PersonName(literal=given, lang=lang)
    if family and given and "," not in given and not ("." in family and _INITIAL.search(family)):
        return PersonName(literal=literal, family=family, given=given, lang=lang)
    return PersonName(literal=literal, lang=lang)


def _is_nobody(family: str, given: str) -> bool:
    return family.casefold() in NOBODY or given.casefold() in NOBODY_EVEN_BESIDE


def _person(
    text: str, family: str, given: str, lang: str | None, role: ContributorRole
) -> Contributor:
    name = PersonName(literal=text, family=family, given=given, lang=lang)
    return Contributor(names=(name,), role=role)


def _may_be_list(text: str) -> bool:
    """Whether a text without commas may name several people: in a row, with their initials, or joined by "and"."""
    spaces = text.count(" ")
    if spaces < 2 or (spaces == 2 and "." not in text):
        return False
    return text.count(".") > 1 or AND.search(text) is not None or has_marks(text)


def _may_be_two(text: str, given: str) -> bool:
    """Whether there may be a person on either side of the comma: ``Иванов И.И., Петров П.П.``."""
    return not given.isalpha() or OTHERS.match(given) is not None or has_marks(text)


def _other(text: str, lang: str | None, role: ContributorRole) -> Contributor | None:
    if has_special(text) or is_nobody(text) or OTHERS.match(text):
        return None
    family, comma, given = text.partition(",")
    if not comma:
        return None if _may_be_list(text) else simple_person(text, lang, role)
    given = given.strip()
    if "," in given or is_nobody(family):
        return None
    if " " in family:
        return None if _may_be_two(text, given) else simple_person(text, lang, role)
    if not given or "." in family or is_nobody(given, beside=True) or names_organisation(text):
        return simple_person(text, lang, role)
    return _person(text, family, given, lang, role)
