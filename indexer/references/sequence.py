"""A reference as a sequence of tokens with features, as the trained tagger sees it.

Features are script-neutral shapes, the words themselves, their neighbours, and the state of quotes and brackets;
no word lists apart from months and a few marker words, so that the model learns the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"https?://\S+|\d+|[^\W\d_]+|[^\w\s]|_")
_YEAR = re.compile(r"1[5-9]\d\d|20[0-3]\d")
_MONTH = re.compile(
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|"
    r"november|december|spring|summer|fall|autumn|winter"
)
_PUBLISHER = re.compile(
    r"press|publish\w*|verlag|wiley|springer|elsevier|books?|university|academic|hall|hill|sons|inc|ltd|éditions?|editions?|"
    r"routledge|sage|blackwell|kaufmann|addison|wesley|house|presses|publications?"
)
_JOURNAL = re.compile(
    r"journal|j|proceedings?|proc|trans|transactions|review|rev|letters?|lett|annals|ann|bulletin|bull|conference|conf|symp\w*|"
    r"workshop|acta|archives?|arch|advances|adv|lecture|notes|international|int|ieee|acm"
)
_OPEN, _CLOSE = "([{", ")]}"
_QUOTES = "\"“”„«»‘’'`"


class Token(NamedTuple):
    """A piece of the text with its place in it."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words, numbers, single punctuation marks, and addresses as wholes."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def features(text: str, items: Sequence[Token]) -> list[list[str]]:
    """The features of each token."""
    own = [_own(token) for token in items]
    states = _states(text, items)
    layout = _layout(items)
    return [
        [*_window(own, items, index), *states[index], *_position(index, len(items), layout)]
        for index in range(len(items))
    ]


def shape(word: str) -> str:
    """The compressed shape: "Neurocomputing" → "Xx", "2015" → "d4", "IEEE" → "XX", "." → "."."""
    if word.isdecimal():
        return f"d{min(len(word), 6)}"
    if not word[0].isalpha():
        return word[:1]
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX" if len(word) > 3 else f"X{len(word)}"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xx" if word.islower() else "xX"


def _own(token: Token) -> list[str]:
    """What a token shows by itself; neighbours see the first two."""
    word = token.text
    lower = word.lower()
    found = [f"w={lower if not word.isdecimal() else shape(word)}", f"s={shape(word)}"]
    if word.isalpha() and len(word) > 2:
        found += [f"p={lower[:3]}", f"q={lower[-3:]}", f"q2={lower[-2:]}"]
    found += [f"k={kind}" for kind, pattern in _KINDS if pattern.fullmatch(lower)]
    if word.startswith("http"):
        found.append("k=url")
    return found


_KINDS = (("year", _YEAR), ("month", _MONTH), ("publisher", _PUBLISHER), ("journal", _JOURNAL))


def _window(own: list[list[str]], items: Sequence[Token], index: int) -> list[str]:
    found = list(own[index])
    for offset in (-3, -2, -1, 1, 2, 3):
        at = index + offset
        if not 0 <= at < len(items):
            found.append(f"{offset}:edge")
            continue
        found.append(f"{offset}:{own[at][1]}")
        if abs(offset) < 3:
            found.append(f"{offset}:{own[at][0]}")
            found += [f"{offset}:{kind}" for kind in own[at][2:] if kind.startswith("k=")]
    found += _joined(own, index)
    return found


def _joined(own: list[list[str]], index: int) -> list[str]:
    """The shapes of the token and its neighbours together."""
    here = own[index][1]
    before = own[index - 1][1] if index else "edge"
    after = own[index + 1][1] if index + 1 < len(own) else "edge"
    next_but_one = own[index + 2][1] if index + 2 < len(own) else "edge"
    return [
        f"b:{before}|{here}",
        f"a:{here}|{after}",
        f"t:{before}|{here}|{after}",
        f"u:{here}|{after}|{next_but_one}",
    ]


def _states(text: str, items: Sequence[Token]) -> list[list[str]]:
    """Inside brackets or double quotes; a space before; how many stops, commas and years have gone by."""
    depth, quoted, years, stops = 0, False, 0, 0
    states = []
    for token in items:
        mark = token.text
        if mark in '"“”„«»':
            quoted = mark in "“„«" or (mark == '"' and not quoted)
        depth = max(0, depth + (mark in _OPEN) - (mark in _CLOSE))
        spaced = token.start > 0 and text[token.start - 1].isspace()
        states.append(
            [
                f"depth={min(depth, 2)}",
                f"quoted={quoted}",
                f"years={min(years, 2)}",
                f"stops={min(stops, 4)}",
            ]
            + (["spaced"] if spaced else [])
        )
        years += bool(_YEAR.fullmatch(mark))
        stops += (
            mark == "."
            and token.start > 3
            and text[max(0, token.start - 4) : token.start].isalpha()
        )
    return states


def _layout(items: Sequence[Token]) -> list[str]:
    """The style at large: where the first year stands, how the names begin, whether quotes are used."""
    count = len(items)
    first = next((index for index, token in enumerate(items) if _YEAR.fullmatch(token.text)), None)
    when = "none" if first is None else "early" if first < count / 3 else "late"
    opening = "|".join(shape(token.text) for token in items[:3])
    quotes = any(token.text in '"“”„«»' for token in items)
    return [f"style={when},{quotes}", f"open={opening}"]


def _position(index: int, count: int, layout: list[str]) -> list[str]:
    where = f"at={index * 8 // max(count, 1)}"
    return [
        where,
        f"{where},{layout[0]}",
        f"left={min(count - index, 6)}",
        f"first={min(index, 6)}",
        *layout,
    ]
