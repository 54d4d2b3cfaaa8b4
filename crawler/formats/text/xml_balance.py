"""Mark-up of texts that is not closed, or closed in another order: ``<p>a<i>b</p>`` in an abstract that came from HTML.

The elements of the format itself have to be in order; only what gives a text its face is taken out.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

_FACE = frozenset({
    "a", "abbr", "b", "big", "blockquote", "bold", "br", "center", "cite", "code", "del", "div", "dd", "dl", "dt", "em",
    "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "italic", "li", "nobr", "ol", "p", "pre", "q",
    "s", "sc", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "ul", "underline", "wbr",
})  # fmt: skip
_PARTING = frozenset(
    {"blockquote", "br", "div", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p"}
)
# no step back: a long name without an end would be divided in every way
_TAG = re.compile(r"<!\[CDATA\[|<!--|<(/?)([A-Za-z_][^\s<>/]*+)([^<>]*+)>")
_SECTIONS = {"<![CDATA[": "]]>", "<!--": "-->"}


class _Open(NamedTuple):
    name: str
    start: int
    end: int


def _tag(match: re.Match[str]) -> _Open:
    return _Open(match[2], match.start(), match.end())


class _Level:
    """An element of the format, with the mark-up that is open in it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[_Open] = []
        self.names: Counter[str] = Counter()

    def begin(self, tag: _Open) -> None:
        self.open.append(tag)
        self.names[tag.name] += 1

    def end(self) -> _Open:
        tag = self.open.pop()
        self.names[tag.name] -= 1
        return tag


def balanced(text: str) -> str:
    """The text without the tags of mark-up that have no partner; as it is where more than mark-up is out of order."""
    dropped = _dropped(text)
    if not dropped:
        return text
    pieces, position = [], 0
    for tag in sorted(dropped, key=lambda tag: tag.start):
        pieces.append(text[position : tag.start])
        pieces.append(" " if tag.name.lower() in _PARTING else "")
        position = tag.end
    return "".join(pieces) + text[position:]


def _dropped(text: str) -> list[_Open]:
    """The tags that have no partner."""
    levels, dropped, behind = [_Level("")], list[_Open](), 0
    for match in _TAG.finditer(text):
        if match.start() < behind:
            continue
        if match[2] is None:
            end = text.find(_SECTIONS[match[0]], match.end())
            behind = end if end >= 0 else len(text)
        elif match[1]:
            if not _close(levels, match, dropped):
                return []
        elif not match[3].endswith("/"):
            _open(levels, match)
    dropped += levels[0].open
    return dropped if len(levels) == 1 else []


def _open(levels: list[_Level], match: re.Match[str]) -> None:
    if match[2].lower() in _FACE:
        levels[-1].begin(_tag(match))
    else:
        levels.append(_Level(match[2]))


def _close(levels: list[_Level], match: re.Match[str], dropped: list[_Open]) -> bool:
    """Take what the end tag closes from what is open; False if it closes no element that is open."""
    level, name = levels[-1], match[2]
    if name.lower() not in _FACE:
        dropped += level.open
        return len(levels) > 1 and levels.pop().name == name
    if not level.names[name]:
        dropped.append(_tag(match))
        return True
    while (tag := level.end()).name != name:
        dropped.append(tag)
    return True
