"""The people of a BibTeX field: names with "and" between them, which does not count inside braces.

Source: "BibTeXing", section 4: ``First von Last``, ``von Last, First``, ``von Last, Jr, First``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from crawler.formats.reference_files import latex
from crawler.formats.values.names import contributors
from schemas import Contributor, PersonName
from schemas.record import ContributorRole

_SIGN = re.compile(r"(?<!\\)[{}]|(?<!\s)\s+and(?=\s)", re.IGNORECASE)
_OTHERS = re.compile(r"^(?:others|et\.? al\.?|и др\.?|и другие|және т\.? ?б\.?)$", re.IGNORECASE)
_LOOSE = re.compile(r"^(?:and(?:\s|$)\s*)+", re.IGNORECASE)
# what the braces around a whole name hold is a person all the same
_INVERTED = re.compile(r"^[^\W\d_][\w'’ʼ -]{0,60}, [^\W\d_][\w'’ʼ.-]*(?: [^\W\d_][\w'’ʼ.-]*){0,3}$")
_SMALL_WORD = re.compile(r"(?:^|\s)(?:and|of|for|the|и|по|при|для)\s", re.IGNORECASE)


def people(
    given: str, role: ContributorRole, dropped: Collection[str] = ()
) -> Iterator[Contributor]:
    """Everyone whom a field names; what stands in braces as a whole is one name, mostly of an organisation."""
    for written in _separated(given):
        name = latex.text(written, dropped)
        if not name or _OTHERS.match(name):
            continue
        if _is_one_group(written):
            yield _in_braces(name, role)
        elif name.count(",") == 2 and (parts := _three_parts(name)):
            yield Contributor(names=(parts,), role=role)
        else:
            yield from contributors(name, role=role)


def _separated(given: str) -> Iterator[str]:
    """The names between the "and" that stand outside of braces."""
    depth, begin = 0, 0
    for sign in _SIGN.finditer(given):
        if sign[0] in "{}":
            depth = max(0, depth + (1 if sign[0] == "{" else -1))
        elif depth == 0:
            yield _tidy(given[begin : sign.start()])
            begin = sign.end()
    yield _tidy(given[begin:])


def _tidy(name: str) -> str:
    """Without what is left of "A. Petrov, B. Kim, and C. Lee", and of a list that begins or ends in "and"."""
    alone = _LOOSE.sub("", name.strip()).rstrip(" \t\n,;")
    return alone[:-4].rstrip() if alone.lower().endswith((" and", "\nand")) else alone


def _is_one_group(written: str) -> bool:
    """True if one pair of braces holds it all: ``{A and B}``, and not ``{Kim}, {V.}``."""
    if not (written.startswith("{") and written.endswith("}")):
        return False
    depth = 0
    for sign in _SIGN.finditer(written):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0 and sign[0] == "}":
            return sign.end() == len(written)
    return False


def _in_braces(name: str, role: ContributorRole) -> Contributor:
    if _INVERTED.match(name) and not _SMALL_WORD.search(name):
        found = contributors(name, role=role)
        if len(found) == 1 and found[0].kind == "person":
            return found[0]
    return Contributor(names=(PersonName(literal=name),), role=role, kind="organisation")


_JUNIOR = re.compile(r"^(?:jr|sr|мл|ст|i{1,3}|iv)\.?$", re.IGNORECASE)


def _three_parts(name: str) -> PersonName | None:
    """``King, Jr., Martin Luther`` and ``King, Martin Luther, Jr.``: the part of a generation is no given name."""
    family, second, third = (part.strip() for part in name.split(","))
    for suffix, given in ((second, third), (third, second)):
        if family and given and _JUNIOR.match(suffix):
            return PersonName(literal=name, family=family, given=given)
    return None
