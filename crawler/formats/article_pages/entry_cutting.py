"""Cuts the printed lines of a reference list into its entries.

Full texts come out of PDF or OCR, so an entry may be broken over several lines. A line opens an entry if its number
goes on from the last one, if it has the list's bullet, or, in a list with neither, if an entry can begin there and the
text before it can have ended. Every line belongs to one entry, until the list ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from crawler.formats.article_pages.broken_words import LineJoiner
from crawler.formats.article_pages.reference_items import LONGEST
from crawler.formats.values.entry_starts import (
    BULLET,
    begins_with_author,
    bullet_of,
    goes_on,
    had_room,
    has_ended,
    looks_cited,
    may_end,
    opens_entry,
    width_of,
)

# "1." "[1]" "[1]." "1)" "(1)" "№ 1."; not "1.5" and not "26.04.2016"
_NUMBER = re.compile(r"^(?:[\[(]|№)?\s*(\d{1,3})\s*(?:\]\s*\.?|\.\s*\]?|\))(?:[\s.]+|(?=\D))")
# weaker: "1 Surname"
_BARE = re.compile(r"^(\d{1,3})\s+(?=[^\W\d_a-zа-яё])")
# weaker still: "3 2012 год в истории", "4 «Почвы»", "5 аль-Бируни", "6 van der Berg"
_PARTICLE = r"(?:ал|аль|эль|ибн|бин|al|el|ibn|bin|van|von|de|фон|ван|де)[-\s]"
_WEAK = re.compile(rf"^(\d{{1,3}})\s+(?=(?:1[5-9]|20)\d\d\s|[«\"“„(\[]|{_PARTICLE})")
_ALONE = re.compile(r"^[\[(]?\s*(\d{1,3})\s*[\].)]{0,2}$")
# what no entry ends with, so that a number on the next line is its own
_WAITS = re.compile(
    r"(?:[-–—,:№(]|\s//?|(?<![^\W_])(?<!\d\s)(?<!\d)(?:[СсCcTtТтPpSsБб]|[Pp]p|[Vv]ol|[Nn]o|[Вв]ып|[Сс]тр|էջ)\.?)$"
)
_JUMP = 3  # OCR may lose a number or two
_MOST_LINES = 6
_SHORT = 200  # letters of an entry without a year among others


class _Numbered(NamedTuple):
    number: int
    lines: list[str]


def cut(texts: Sequence[str], page: Sequence[str] = ()) -> list[str]:
    """The entries of these lines; the other lines of the page show how its words are spelt."""
    texts = [text.strip() for text in texts if text.strip()]
    join = LineJoiner(page or texts)
    if numbered := _numbered(texts):
        return _texts([each.lines for each in numbered], join)
    if (bullet := bullet_of(texts[0]) if texts else None) is not None:
        return _texts(_bulleted(texts, bullet), join)
    return _texts(_unnumbered(texts), join)


def follows_on(texts: Sequence[str], more: Sequence[str]) -> bool:
    """Whether the numbers of more lines go on from those of the first: a heading between them parts one list."""
    numbered = _numbered(texts)
    match = _NUMBER.match(more[0]) or _BARE.match(more[0]) if numbered and more else None
    return match is not None and numbered[-1].number < int(match[1]) <= numbered[-1].number + _JUMP


def begins_with_number(text: str) -> bool:
    """Whether the line begins as an entry of a numbered list does."""
    return (_NUMBER.match(text) or _BARE.match(text)) is not None


def without_mark(text: str) -> str:
    """The text of an entry without the number or the bullet in front of it."""
    return BULLET.sub("", _NUMBER.sub("", _BARE.sub("", text))).strip()


def _numbered(texts: Sequence[str]) -> list[_Numbered]:
    entries: list[_Numbered] = []
    skipped = 0
    alone = bool(texts) and _ALONE.match(texts[0]) is not None
    for text in texts:
        last = entries[-1] if entries else _Numbered(0, ["."])
        found = _number(text, last, alone=alone)
        if found is not None and (entries or found[0] == 1):
            entries.append(_Numbered(found[0], [found[1]] if found[1] else []))
        elif entries:
            entries[-1].lines.append(text)
        else:
            skipped += 1
    if len(entries) == 1 and skipped > 1:
        return []  # a line that goes on with "№" / "1."
    if entries:
        entries[-1] = entries[-1]._replace(lines=_until_its_end(entries[-1].lines, width_of(texts)))
    return entries


def _number(text: str, last: _Numbered, *, alone: bool) -> tuple[int, str] | None:
    """The number with which the line opens an entry, and the rest of the line."""
    before = " ".join(last.lines[-2:])
    match, jump = _NUMBER.match(text), _JUMP
    if match is None and (match := _BARE.match(text)):
        jump = _JUMP if may_end(before) and begins_with_author(text[match.end() :]) else 1
    if match is None and alone and not _WAITS.search(before):
        match, jump = _ALONE.match(text), 1
    if match is None and may_end(before):
        match, jump = _WEAK.match(text), 1
    if match is None or not last.number < int(match[1]) <= last.number + jump:
        return None
    return int(match[1]), text[match.end() :].strip()


def _until_its_end(lines: list[str], width: int) -> list[str]:
    """Nothing tells where the last entry ends, and whatever follows the list would become part of it."""
    for count, line in enumerate(lines[1:], start=1):
        if count > _MOST_LINES or has_ended(lines[:count], line, width):
            return lines[:count]
    return lines


def _bulleted(texts: Sequence[str], bullet: str) -> list[list[str]]:
    """The lines of each entry of a list with bullets."""
    entries = _parted(texts, lambda _, __, line: bullet_of(line) == bullet)
    bare = [[BULLET.sub("", lines[0], count=1), *lines[1:]] for lines in entries]
    return [*bare[:-1], _until_its_end(bare[-1], width_of(texts))]


def _unnumbered(texts: Sequence[str]) -> list[list[str]]:
    """The lines of each entry of a list without marks, as long as they look like references."""
    width = width_of(texts)
    if not _is_broken(texts, width):
        return list(_as_long_as_cited([[text] for text in texts]))

    def opens(before: str, line_before: str, line: str) -> bool:
        room = had_room(line_before, line, width) if width else None
        return opens_entry(before, line, room)

    *entries, last = _parted(texts, opens)
    return list(_as_long_as_cited([*entries, _until_its_end(last, width)]))


def _is_broken(texts: Sequence[str], width: int) -> bool:
    """Whether the lines are those of print, some of which go on in the next; else each is a paragraph of its own.

    Lines behind the first that does not look like a reference may be other text, and say nothing.
    """
    for one, other in pairwise(texts):
        if goes_on(one, other):
            return True
        if not looks_cited(one):
            return width > 0 and not had_room(one, other, width)
    return False


def _parted(texts: Sequence[str], opens: Callable[[str, str, str], bool]) -> list[list[str]]:
    """The lines in parts, each from a line that opens one: judged from the part and the line before it, and itself."""
    parts: list[list[str]] = []
    before = ""
    for text in texts:
        if not parts or opens(before, parts[-1][-1], text):
            parts.append([])
            before = ""
        parts[-1].append(text)
        before = f"{before} {text}".lstrip()[-LONGEST:]
    return parts


def _as_long_as_cited(entries: Sequence[list[str]]) -> Iterator[list[str]]:
    """The entries up to the first without a year or address; a short one may stand before one that has its authors."""
    for index, lines in enumerate(entries):
        text = " ".join(lines)
        if len(text) > LONGEST:
            return
        if not looks_cited(text) and not _stands_between(text, entries[index + 1 : index + 3]):
            return
        yield lines


def _stands_between(text: str, following: Sequence[list[str]]) -> bool:
    """Whether one of the next two entries shows that the list goes on."""
    after = [" ".join(lines) for lines in following]
    return len(text) <= _SHORT and any(
        begins_with_author(each) and looks_cited(each) for each in after
    )


def _texts(entries: Sequence[Sequence[str]], join: LineJoiner) -> list[str]:
    joined = (_join(lines, join) for lines in entries)
    return [entry for entry in joined if entry]


def _join(lines: Sequence[str], join: LineJoiner) -> str:
    entry = ""
    for line in lines:
        if len(entry) + len(line) > LONGEST:
            break
        entry = join.joined(entry, line)
    return entry
