"""Who made a work that a GOST description describes: the people of its heading and those of its statement."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.references.dates import YEAR
from indexer.references.heading import leading_people, lone_author
from indexer.references.responsibility import responsibility
from indexer.text.people import name_parts
from indexer.text.printed import LOWER, UPPER

_INITIALS_FIRST = re.compile(rf"[{UPPER}][{LOWER}]?\.")
_OTHERS = re.compile(
    r"\s?,?\s?(?:\[[^\]]*(?:др|et al|dr|інш|т\.\s?б|ж\.\s?б|այլ|ուր)[^\]]*\]|(?:и|і|й|i)\s(?:др|інш|dr)\.|et\s?al\b\.?|"
    r"(?:и|с|со|c|s|i|з|і)\s(?:соавт|сааўт|soavt|коллег|коллективом)\w*\.?|"
    r"және\s(?:т\.\s?б\.|басқалар|басқ\.)|жана\s(?:ж\.\s?б\.|башкалар)|ж\.\s?б\.|և\s(?:այլք|այլն|ուրիշներ|ուր\.))"
)
_ROLE = re.compile(
    r"\s?[(\[](?:\w+\.\s?(?:и\s)?)?(?:(?P<editor>ред|рэд|red|eds?|խմբ)|сост|скл|sost|құраст|түз|կազմ)\w*\.?[)\]]"
)
_MARKS = re.compile(r"[\s.,:]*")
_YEAR = re.compile(rf"(?P<year>\({YEAR}[а-яa-z]?\)[.,:]?|{YEAR}[а-яa-z]?[.,:])\s(?=[{UPPER}«\"\d])")


class Heading(NamedTuple):
    """The people before the title, the year beside them ("Громов П. А. (2006).") and where the title starts."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    year: str | None = None
    start: int = 0


def heading_of(head: str) -> Heading:
    """What stands before the title in the head of a description."""
    names, end = leading_people(head)
    if not names and (lone := lone_author(head)):
        names, end = (lone,), len(lone)
    if not names or _is_subject(names, head):
        return Heading()
    if others := _OTHERS.match(head, end):
        end = others.end()
    role = _ROLE.match(head, end)
    edited = bool(role and role["editor"])
    end = _behind_marks(head, role.end() if role else end)
    year = _YEAR.match(head, end)
    return Heading(
        () if edited else names,
        names if edited else (),
        year["year"].strip("().,:") if year else None,
        _behind_marks(head, year.end()) if year else end,
    )


def with_others(heading: tuple[str, ...], statement: tuple[str, ...]) -> tuple[str, ...]:
    """The authors of the heading, and those whom only the statement of responsibility names.

    A heading holds one to three authors; the statement repeats them and goes on.
    """
    if not heading or not statement:
        return heading or statement
    families = {_family(name) for name in heading}
    others = [name for name in statement if _family(name) not in families]
    return heading + tuple(others) if len(others) < len(statement) else heading


def _behind_marks(text: str, at: int) -> int:
    match = _MARKS.match(text, at)
    return match.end() if match else at


def _is_subject(names: tuple[str, ...], head: str) -> bool:
    """Whether the person is whom the book is about: "А. С. Пушкин. Биография / Ю. М. Лотман"."""
    if " / " not in head or not _INITIALS_FIRST.match(names[0]):
        return False
    families = {_family(name) for name in responsibility(head.partition(" / ")[2]).authors}
    return bool(families) and families.isdisjoint(map(_family, names))


def _family(name: str) -> str:
    """The surname: what initials stand beside, else the first word ("Котов, Игорь Львович")."""
    parts = name_parts(name)
    return parts[0] if parts else re.split(r"[,\s]", name, maxsplit=1)[0]
