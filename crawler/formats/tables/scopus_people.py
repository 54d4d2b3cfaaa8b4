"""The people of a Scopus export: names, Scopus ids and places stand in columns of their own, in one order."""

from __future__ import annotations

import re

from crawler.formats.tables.export_rows import Row
from crawler.formats.values.names import person_name, split_people
from schemas import Affiliation, Contributor, Identifier, LocalizedText
from schemas.vocabularies import country_code

_FULL = re.compile(r"^(?P<name>.+?)\s*\((?P<id>\d{5,15})\)$")
_ID = re.compile(r"^\d{5,15}$")
_PUNCTUATION = re.compile(r"[\s,.]+")


def contributors(row: Row) -> tuple[Contributor, ...]:
    """Authors with what their columns say of them (a column of another length says nothing), then editors."""
    names = authors(row)
    full = _aligned(_parts(row, "Author full names"), names)
    ids = _aligned(_parts(row, "Author(s) ID"), names)
    places = _aligned(_parts(row, "Authors with affiliations"), names)
    found = [
        Contributor(
            names=(person_name(_without_id(full[at]) if full else name),),
            identifiers=_ids(full[at] if full else "", ids[at] if ids else ""),
            affiliations=_places(row, name, places[at]) if places else _only_place(row),
        )
        for at, name in enumerate(names)
    ]
    editors = [
        Contributor(names=(person_name(name),), role="editor") for name in _people(row, "Editors")
    ]
    return (*found, *editors)


def warnings(row: Row) -> tuple[str, ...]:
    """A line for a column of the authors that cannot be theirs, since it tells of more or fewer."""
    count = len(authors(row))
    headings = ("Author full names", "Author(s) ID", "Authors with affiliations")
    counts = {heading: len(_parts(row, heading)) for heading in headings if heading in row}
    return tuple(
        f"{heading} left out: {number} for {count} authors"
        for heading, number in counts.items()
        if number != count
    )


def authors(row: Row) -> list[str]:
    """The names in the column of the authors, else in that of the full names."""
    found = _people(row, "Authors")
    return found or [_without_id(part) for part in _parts(row, "Author full names")]


def _people(row: Row, heading: str) -> list[str]:
    parts = _parts(row, heading)
    return split_people(parts[0]) if len(parts) == 1 else parts


def _parts(row: Row, heading: str) -> list[str]:
    return [bare for part in row.get(heading, "").split(";") if (bare := part.strip())]


def _aligned(parts: list[str], names: list[str]) -> list[str]:
    return parts if len(parts) == len(names) else []


def _without_id(text: str) -> str:
    match = _FULL.match(text)
    return match["name"] if match else text


def _ids(full: str, alone: str) -> tuple[Identifier, ...]:
    match = _FULL.match(full)
    number = match["id"] if match else alone
    return (Identifier("scopus-author", number),) if _ID.match(number) else ()


def _only_place(row: Row) -> tuple[Affiliation, ...]:
    """Without a column that says whose it is, a single place is everybody's."""
    places = _parts(row, "Affiliations")
    return (_affiliation(places[0]),) if len(places) == 1 else ()


def _places(row: Row, name: str, told: str) -> tuple[Affiliation, ...]:
    """What follows the name; of several places, those of the column ``Affiliations`` that stand in it."""
    text = _after_name(name, told)
    if not text:
        return ()
    known = [place for place in _parts(row, "Affiliations") if place in text]
    several = known if sum(map(len, known)) + 2 * (len(known) - 1) == len(text) else [text]
    return tuple(_affiliation(place) for place in several)


def _after_name(name: str, told: str) -> str:
    """ "Kim, V., Steppe University, Almaty" is Kim V. of Steppe University."""
    parts = [part.strip() for part in told.split(",")]
    for count in (1, 2, 3):
        if _bare(" ".join(parts[:count])) == _bare(name):
            return ", ".join(parts[count:])
    return (
        ", ".join(parts[1:])
        if _bare(parts[0]) and _bare(name).startswith(_bare(parts[0]))
        else told
    )


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text).casefold()


def _affiliation(text: str) -> Affiliation:
    return Affiliation(
        names=(LocalizedText(text),), country=country_code(text.rpartition(",")[2].strip())
    )
