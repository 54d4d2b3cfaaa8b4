"""The reference list in one cell of a table: entries on lines of their own, or with a sign between them."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")
_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"
# "Kim V., On lakes, Lakes, 3, pp. 1-5, (2001)" and the older "Kim, V., On lakes (2001) Lakes, 3, pp. 1-5"
_DATED = re.compile(rf"\({_YEAR}\)")
_LONGEST_NAME = 40
_ENDS_DATED = re.compile(rf"\({_YEAR}\)\.?$")


def entries_of(cell: str, separator: str = "") -> list[str]:
    """The entries, without their numbers.

    ``separator`` is what the source says stands between them. If it says nothing, and no line ends in the cell, a list
    is taken for one of Scopus, which has semicolons there, if each of its parts ends with a year in brackets.
    """
    lines = cell.splitlines()
    if separator:
        lines = [part for line in lines for part in line.split(separator)]
    elif len(lines) == 1 and "; " in cell:
        parts = dated_parts(cell)
        lines = parts if all(map(_ENDS_DATED.search, parts)) else lines
    bare = (" ".join(line.split()) for line in lines)
    return [_NUMBERED.sub("", line) for line in bare if line]


def dated_parts(cell: str) -> list[str]:
    """What stands between semicolons; a part without a year in brackets belongs to the next, if that has one.

    Scopus also sets semicolons between the authors of a reference.
    """
    found: list[str] = []
    undated: list[str] = []
    for part in (part.strip() for part in cell.split(";")):
        if not part:
            continue
        if _DATED.search(part):
            found.append("; ".join([*undated, part]))
            undated = []
        elif len(part) <= _LONGEST_NAME:
            undated.append(part)
        else:
            found += [*undated, part]
            undated = []
    return found + undated
