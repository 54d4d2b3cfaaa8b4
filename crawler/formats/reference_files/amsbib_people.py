r"""The people of an AMSBIB entry: ``\by А.~А.~Иванов, Б.~Б.~Петров`` and ``\ed`` or ``\eds``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from crawler.formats.reference_files import latex
from crawler.formats.values.names import person_name
from schemas import Contributor, PersonName
from schemas.record import ContributorRole

_BETWEEN = re.compile(r"[,;]\s*(?:and\s+|и\s+)?|\s+(?:and|и)\s+")
_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.[\s-]?)+$")
_INITIALS_FIRST = re.compile(r"^((?:[^\W\d_]{1,2}\.[\s-]*)+)\s*([^\W\d_][^\d.,]*)$")
_OTHERS = re.compile(r"^(?:и\s+)?(?:др\.?|другие|et\.? al\.?|others)$", re.IGNORECASE)
_EDITED_BY = re.compile(
    r"^\s*(?:под\s+(?:общ\w*\.?\s+)?ред\w*\.?|отв\.?\s*ред\.?|ed(?:s|ited by)?\.?|ред\.?)[\s:]+"
    r"|\s*\(?\b(?:eds?|ред)\.?\)?\s*$",
    re.IGNORECASE,
)


def people(fields: Mapping[str, str]) -> tuple[Contributor, ...]:
    """The authors, then the editors."""
    editors = fields.get("eds") or fields.get("ed") or ""
    return tuple(
        dict.fromkeys([*_named(fields.get("by", ""), "author"), *_named(editors, "editor")])
    )


def _named(given: str, role: ContributorRole) -> Iterator[Contributor]:
    text = _EDITED_BY.sub("", latex.text(given)) if role == "editor" else latex.text(given)
    for name in _joined(part.strip() for part in _BETWEEN.split(text)):
        if not _OTHERS.match(name):
            yield Contributor(names=(_person(name),), role=role)


def _joined(parts: Iterator[str]) -> list[str]:
    """``Иванов, И. И.`` is one name: initials alone belong to the family name before them."""
    names: list[str] = []
    for part in parts:
        if names and _INITIALS.match(part) and "," not in names[-1] and "." not in names[-1]:
            names[-1] = f"{names[-1]}, {part}"
        elif part:
            names.append(part)
    return names


def _person(name: str) -> PersonName:
    match = _INITIALS_FIRST.match(name)
    if match is None:
        return person_name(name)
    return PersonName(literal=name, family=match[2].strip(), given=match[1].strip())
