"""Statements of responsibility (after " / "): editors, translators, and authors where the head names none.

The roles are recognised by words of Russian, Belarusian, Kazakh, Kyrgyz, Armenian, English and romanised lists.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.text.people import DIRECT, INVERTED, split_people
from indexer.text.printed import LETTER

_EDITOR = re.compile(
    rf"(?<![{LETTER}])(?:(?:под|пад)\s(?:\w+\.\s)*(?:ред|рэд)\w*|(?:отв|общ|гл|науч)\.?\s?ред|ред\.|red\.|pod\s\w*\s?red|"
    r"ed(?:s|ited)?\.?\sby|eds?\.|edited by|Ed\.|редакци|рэдакц|ред(?:акциясымен|акторы)|жауапты ред|խմբ|hrsg|ред)",
    re.IGNORECASE,
)
_TRANSLATOR = re.compile(
    rf"(?<![{LETTER}])(?:пер(?:евод)?\.?|пер\.\sс|transl?\.|translated|per\.\ss|ауд\.|аударған|котор\w*|թարգմ\w*|übers)",
    re.IGNORECASE,
)
_OTHER_ROLE = re.compile(
    rf"(?<![{LETTER}])(?:сост|авт|предисл|вступ|прим|коммент|послесл|науч|отв|общ|ил|рец|sost|авт\.-сост|құраст|түз|кураст|"
    r"կազմ|with|forew|introd|introduction|дис|ин-т|институт|ун-т|университет|М-во|Рос|под)",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"{DIRECT}|{INVERTED}")


class Responsibility(NamedTuple):
    """Who is named after " / ", by role."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()


def responsibility(statement: str) -> Responsibility:
    """The people of a statement of responsibility; parts are divided by " ; "."""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    for index, part in enumerate(statement.split(";") if statement else ()):
        people = _people(part)
        translated, edited = _TRANSLATOR.search(part), _EDITOR.search(part)
        if translated:
            translators = translators or people
        if edited:
            editors = editors or people
        if index == 0 and not (edited or translated or _OTHER_ROLE.match(part.strip())):
            authors = people or split_plain(part)
    return Responsibility(authors, editors, translators)


def split_plain(part: str) -> tuple[str, ...]:
    """Authors named with full given names, where every piece looks like a person and not like an institution."""
    names = split_people(part)
    return (
        names
        if names and all(1 < len(name.split()) <= 4 and name[0].isupper() for name in names)
        else ()
    )


def _people(part: str) -> tuple[str, ...]:
    return tuple(match.group().strip() for match in _PERSON.finditer(part))
