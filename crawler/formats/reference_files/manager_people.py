"""The people of an entry of a reference manager, with the addresses that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from crawler.formats.values import names
from schemas import Affiliation, Contributor, LocalizedText, PersonName
from schemas.record import ContributorRole

_ROLES: dict[str, ContributorRole] = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
}
_OTHERS = re.compile(r"^(?:et\.? al\.?|others|и др\.?)$", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])")  # RefWorks writes "Ivanov,I. I."
_AND = re.compile(r"\s+(?:and|и|&)\s+")

Given = tuple[str, str]
"""What it is ("author", "affiliation") and the value."""


def contributors(given: Sequence[Given]) -> tuple[tuple[Contributor, ...], tuple[str, ...]]:
    """Everyone in the order of the file, authors first; what is said of addresses that nobody can be given."""
    found: dict[str, list[list[Contributor]]] = {role: [] for role in _ROLES}
    places: dict[int, list[str]] = {}
    for what, value in given:
        if what in found:
            found[what].append(list(_people(value, _ROLES[what])))
        else:
            places.setdefault(len(found["author"]) - 1, []).append(value)
    warnings = _settle(found["author"], places)
    everyone = (person for role in found for people in found[role] for person in people)
    return tuple(everyone), warnings


def _people(value: str, role: ContributorRole) -> Iterator[Contributor]:
    name = _GLUED.sub(", ", value.strip())
    # EndNote and its files end the name of an organisation with a comma, and double those inside
    if name.endswith(",") and "," not in name[:-1].replace(",,", "") and " " in name:
        literal = name[:-1].replace(",,", ",").strip()
        yield Contributor(names=(PersonName(literal=literal),), role=role, kind="organisation")
        return
    for part in _one_by_one(name.strip(" ,;")):
        if part and not _OTHERS.match(part):
            yield from names.contributors(part, role=role)


def _one_by_one(name: str) -> list[str]:
    """``Petrov, A. and Kim, B.`` are two; "Research and Development" is one."""
    parts = _AND.split(name)
    return parts if len(parts) > 1 and all("," in part for part in parts) else [name]


def _settle(authors: list[list[Contributor]], places: dict[int, list[str]]) -> tuple[str, ...]:
    """Give addresses to the authors that they follow, if the file has them author by author."""
    if not places:
        return ()
    if (len(authors) > 1 and len(places) == 1) or -1 in places:
        number = sum(map(len, places.values()))
        return (
            f"left out: {number} addresses of authors, of which the file does not say whose they are",
        )
    for at, texts in places.items():
        there = tuple(Affiliation(names=(LocalizedText(text),)) for text in texts)
        authors[at] = [_at(person, there) for person in authors[at]]
    return ()


def _at(person: Contributor, places: tuple[Affiliation, ...]) -> Contributor:
    return msgspec.structs.replace(person, affiliations=(*person.affiliations, *places))
