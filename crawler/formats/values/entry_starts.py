"""Where an entry of a reference list begins: its number, its bullet, or, in a list without either, its author."""

from __future__ import annotations

import re
from collections.abc import Sequence

_UPPER = "A-ZÀ-ÖØ-ÞĀ-žƏА-ЯЀ-ЏѢІЎҐӘҒҚҢӨҰҮҺҲҶӢԱ-Ֆ"
_LOWER = "a-zß-öø-ÿĀ-žəа-яѐ-џѣіўґәғқңөұүһҳҷӣա-և"
_INITIALS = rf"[{_UPPER}][{_LOWER}]?\.(?:\s?-?\s?[{_UPPER}][{_LOWER}]?\.){{0,3}}"
_PARTICLES = r"(?:(?:van|von|de|der|den|фон|ван|де|дер)\s){0,2}"
_SONS = r"(?:\s(?:оглы|кызы|уулу|ұлы|қызы))?"
_SURNAME = rf"{_PARTICLES}[{_UPPER}][{_UPPER}{_LOWER}'’ʼ`-]+{_SONS}"
_BARE_INITIALS = rf"[{_UPPER}]{{1,2}}(?=[,.\s])"
_GIVEN = rf",\s[{_UPPER}][{_LOWER}]+\s(?:{_INITIALS}|(?=\())"
_AUTHOR = re.compile(
    rf"(?:{_SURNAME},?\s?{_INITIALS}|{_INITIALS}\s?{_SURNAME}|{_SURNAME},?\s{_BARE_INITIALS}|{_SURNAME}{_GIVEN})"
)
_JOINT = re.compile(r"[,;.]?\s*(?:(?:и|і|and|&|և|және|жана)\s)?")
# what a line begins with that goes on with an entry: place, volume, pages, an address
_AREA = re.compile(
    r"(?:[–—-]\s)?(?:(?:М|Л|M|L|Мн|Мінск|Минск|СПб|Пг|Киев|Алматы|Астана|Бишкек|Ереван|Եր|SPb)\.?(?:[,;]|\s?:|[-–]Л)|"
    r"(?:Т|Ч|Кн|Вып|Сер|Вып|Гл|Изд|Vol|V|T|P|Pp|No|Iss|Ser|S|Бет|Б|Հ|էջ|Էջ|С|C)\.?\s?\d|№|\d|//|URL|DOI|doi|EDN|ISBN|ISSN|https?:|"
    r"Режим доступа|Рэжым доступу|Дата обращения|Available|Accessed|Retrieved|Электрон|\[|\()"
)
_FINISHED = re.compile(r"(?:[.)\];։]|(?<=[ա-և\d]):|\d\s*[cс]|\d|(?<=\S)/|\.html?)$")
_CITED = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|https?://|\bdoi\b", re.IGNORECASE)
_END = re.compile(r"(?:[.)\];։]|(?<=[ա-և\d]):|\d\s*[cс]|(?<=\S)/|\.html?)$")
_INITIAL_LAST = re.compile(rf"(?<![^\W_])[{_UPPER}]\.$")  # whose name follows
_LONE_NUMBER = re.compile(r"\d+\.?$")
_LIKE_LINES = 4  # lines of one length show that they are of print
_MOST_IN_A_LINE = 160
_ABOUT = 0.85
BULLET = re.compile(
    r"^(?P<mark>[•·●○▪■□◆◊◦‣⁃∙►▶➢➤✓✔*\uf0b7\uf0a7\uf0d8\uf0fc\uf02d]|[–—-](?=\s))\s*"
)
_DASHES = "–—-"


def begins_with_author(line: str) -> bool:
    """Whether the line begins with a family name and initials, in either order."""
    return _AUTHOR.match(line) is not None


def looks_cited(text: str) -> bool:
    """Whether the text has what nearly every entry has: a year, an address or a DOI."""
    return _CITED.search(text) is not None


def goes_on(line: str, following: str) -> bool:
    """Whether the line plainly is no whole entry, but goes on in the one that follows."""
    begun = begins_with_author(line)
    unfinished = line[-1:] in "-‐‑–—\u00ad¬,:&" or (begun and not looks_cited(line))
    if unfinished or (following[:1].islower() and not begins_with_author(following)):
        return True
    return (begun or looks_cited(line)) and _AREA.match(following) is not None


def may_end(line: str) -> bool:
    """Whether an entry of a numbered list can end with the line."""
    return _END.search(line) is not None


def has_ended(lines: Sequence[str], following: str, width: int) -> bool:
    """Whether the last entry of a list has ended before the line, which no number tells.

    ``width`` is that of the list's printed lines, 0 if they are not of print.
    """
    if not may_end(lines[-1]) or _INITIAL_LAST.search(lines[-1]) or following[:1].islower():
        return False
    if _AREA.match(following) and not _LONE_NUMBER.match(following):
        return False
    if width and not had_room(lines[-1], following, width):
        return False
    return looks_cited(" ".join(lines)) or not looks_cited(following)


def width_of(lines: Sequence[str]) -> int:
    """How many letters a printed line of the list holds; 0 if its lines are no lines of print.

    They are if several have about the length of the longest, which is no longer than a line of print.
    """
    lengths = sorted(map(len, lines), reverse=True)
    outliers = len(lengths) // _LIKE_LINES  # long addresses, which cannot be broken
    for longest, shortest in zip(lengths[: outliers + 1], lengths[_LIKE_LINES - 1 :], strict=False):
        if longest <= _MOST_IN_A_LINE and shortest >= _ABOUT * longest:
            return longest
    return 0


def had_room(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line had room on this one: then it is the last line of its paragraph."""
    first = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first) < _ABOUT * width


def opens_entry(before: str, line: str, room: bool | None = None) -> bool:
    """Whether a line of a list without numbers begins an entry, behind the text of the one before it.

    ``room`` tells of :func:`had_room`, None if the lines are not of print.
    """
    if not before:
        return True
    begun = begins_with_author(line)
    if _AREA.match(line) or not (line[:1].isupper() or begun or line[:1] in '«"“„'):
        return False
    unfinished = not _FINISHED.search(before) or _INITIAL_LAST.search(before)
    if unfinished and not ((begun or room) and before[-1:].isalnum() and looks_cited(before)):
        return False
    if room is False and not begun:
        return False
    return looks_cited(before) or (begun and room is not False and not _only_authors(before))


def _only_authors(text: str) -> bool:
    """Whether nothing but names stands there, read from the left in one way only."""
    at = 0
    while match := _AUTHOR.match(text, at):
        joint = _JOINT.match(text, match.end())
        at = joint.end() if joint else match.end()
    return at == len(text)


def bullet_of(line: str) -> str | None:
    """The bullet that the line begins with; a dash before a place or a volume is a mark of the description."""
    match = BULLET.match(line)
    if match is None or (match["mark"] in _DASHES and _AREA.match(line[match.end() :])):
        return None
    return match["mark"]
