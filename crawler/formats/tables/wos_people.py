"""The people of a Web of Science record: names, addresses in brackets, and numbers that stand beside the names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.items import unique
from crawler.formats.tables.wos_fields import Fields
from crawler.formats.values.names import person_name
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
from schemas.vocabularies import country_code

_ADDRESS = re.compile(r"^\[(?P<people>[^\]]*)\]\s*(?P<place>.+)$")
_NO_LETTER = re.compile(r"[\W_]+")
_BOOK = {"AU": "BA", "AF": "BF"}
_NUMBERS = (("OI", "orcid"), ("RI", "researcherid"))
_ZIP = re.compile(r"^(?:[A-Z]{2} )?[\d-]{4,10} |[\s\d-]+$")


def contributors(fields: Fields) -> tuple[Contributor, ...]:
    """Authors, then groups of authors, then editors."""
    names = _names(fields)
    numbers = _numbers(names, fields)
    others = _others(fields, len(names))
    authors = [
        Contributor(
            names=(person_name(full), *map(person_name, others[at])),
            identifiers=unique(numbers[at]),
            affiliations=unique(_places(short, full, fields, len(names))),
        )
        for at, (short, full) in enumerate(names)
    ]
    groups = [
        Contributor(names=(PersonName(literal=name),), kind="organisation")
        for tag in ("CA", "GP")
        for name in fields.get(tag, [])
    ]
    editors = [
        Contributor(names=(person_name(name),), role="editor")
        for tag in ("BE", "ED")
        for name in fields.get(tag, [])
    ]
    return (*authors, *groups, *editors)


def warnings(fields: Fields) -> tuple[str, ...]:
    """A line for addresses that are nobody's: of several authors, with no names before them."""
    lines = fields.get("C1", [])
    lost = [line for line in lines if len(lines) > 1 and not _ADDRESS.match(line)]
    if not lost or len(_names(fields)) == 1:
        return ()
    return (f"addresses left out, which do not say whose they are: {lost[0][:80]}",)


def _names(fields: Fields) -> list[tuple[str, str]]:
    """The short and the full form of each name; the full one is the short one where there are not as many."""
    short = _without_anonymous(fields.get("AU") or fields.get(_BOOK["AU"], []))
    full = _without_anonymous(fields.get("AF") or fields.get(_BOOK["AF"], []))
    if len(short) == len(full):
        return list(zip(short, full, strict=True))
    return [(name, name) for name in short or full]


def _others(fields: Fields, people: int) -> list[list[str]]:
    """Each author's name in the second language; none where there are not as many of them."""
    given = fields.get("Z2", [])
    return [[name] for name in given] if len(given) == people else [[] for _ in range(people)]


def _without_anonymous(names: list[str]) -> list[str]:
    return [name for name in names if name.strip("[]").casefold() != "anonymous"]


def _numbers(names: list[tuple[str, str]], fields: Fields) -> list[list[Identifier]]:
    """``Kim, Viktor/0000-0001-…``: the number stands behind the name that it is of, in whatever form of it."""
    found: list[list[Identifier]] = [[] for _ in names]
    wholes = [{_folded(form) for form in forms} for forms in names]
    shorts = [_surname_and_initial(full) for _, full in names]
    for tag, scheme in _NUMBERS:
        for told in fields.get(tag, []):
            name, slash, number = told.rpartition("/")
            whose = [at for at, forms in enumerate(wholes) if _folded(name) in forms]
            whose = whose or [
                at for at, short in enumerate(shorts) if short == _surname_and_initial(name)
            ]
            if slash and len(whose) == 1:
                found[whose[0]].append(Identifier(scheme, number.strip()))
    return found


def _surname_and_initial(name: str) -> str:
    family, _, given = name.partition(",")
    return f"{_folded(family)} {_folded(given)[:1]}"


def _places(short: str, full: str, fields: Fields, people: int) -> Iterator[Affiliation]:
    """The addresses whose brackets name the author; one without brackets is everybody's if it is the only one."""
    wanted = {_folded(short), _folded(full)}
    lines = fields.get("C1", [])
    for line in lines:
        match = _ADDRESS.match(line)
        if match:
            if wanted & {_folded(name) for name in match["people"].split(";")}:
                yield _affiliation(match["place"])
        elif len(lines) == 1 or people == 1:
            yield _affiliation(line)


def _affiliation(text: str) -> Affiliation:
    text = text.strip().rstrip(".")
    last = text.rpartition(",")[2].strip()
    country = country_code(last) or country_code(_ZIP.sub("", last)) or _of_states(last)
    return Affiliation(names=(LocalizedText(text),), country=country)


def _of_states(last: str) -> str | None:
    """``NY 10027 USA``"""
    return "US" if last.split()[-1:] == ["USA"] else None


def _folded(name: str) -> str:
    return _NO_LETTER.sub(" ", name).strip().casefold()
