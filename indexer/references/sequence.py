"""A reference as a sequence of words with features, as the trained tagger sees it.

Punctuation makes no tokens of its own: the marks between two words are features of both, so that few neighbours
reach far, and few tokens cost little. Features are script-neutral shapes, the words themselves, their neighbours, the
piece between two marks that a word stands in, and the state of quotes and brackets; word lists are short, so that the
model learns the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_TOKEN = re.compile(r"https?://\S+|\d+|[^\W\d_]+")
_YEAR = re.compile(r"1[5-9]\d\d|20[0-3]\d")
_KINDS = tuple(
    (kind, frozenset(words.split()))
    for kind, words in tomllib.loads(
        (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
    ).items()
)
_OPEN, _CLOSE = "([{", ")]}"
_PIECE_MARKS = frozenset('.,;:()[]"“”„«»?!')
_REACH = 2  # neighbours whose words are looked at

Own = tuple[str, ...]


class Token(NamedTuple):
    """A word of the text with its place in it."""

    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words, numbers, and addresses as wholes; marks are left out."""
    return [Token(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def features(text: str, items: Sequence[Token]) -> list[list[str]]:
    """The features of each token."""
    count = len(items)
    if not count:
        return []
    views = [_view(item.text) for item in items]
    gaps = _gaps(text, items)
    edge = _view("")
    padded = [edge] * _REACH + views + [edge] * _REACH
    states = _states(items, gaps)
    pieces = _pieces(views, gaps)
    layout = _layout(items, gaps)
    return [
        [
            *views[index].own,
            *_around(padded, index, gaps[index], gaps[index + 1]),
            *states[index],
            *pieces[index],
            *_position(index, count, layout),
        ]
        for index in range(count)
    ]


@lru_cache(maxsize=1 << 14)
def shape(word: str) -> str:
    """The compressed shape: "Neurocomputing" → "Xx", "1273" → "d4", "IEEE" → "XX"; years and addresses by name."""
    if not word or not word.isalpha():
        return _other_shape(word)
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX" if len(word) > 3 else f"X{len(word)}"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xx" if word.islower() else "xX"


def _other_shape(word: str) -> str:
    if _YEAR.fullmatch(word):
        return "year"
    if word.isdecimal():
        return f"d{min(len(word), 6)}"
    return "http" if word else "edge"


class _View(NamedTuple):
    """What a word shows by itself, and what its neighbours see of it by distance (-2, -1, 1, 2)."""

    own: Own
    seen: dict[int, Own]
    word: str
    shape: str
    kinds: Own


@lru_cache(maxsize=1 << 15)
def _view(word: str) -> _View:
    form, lower = shape(word), word.lower()
    key = lower if word.isalpha() else form
    kinds = tuple(kind for kind, words in _KINDS if lower in words)
    own = [f"w={key}", f"s={form}", *(f"k={kind}" for kind in kinds)]
    if word.isalpha() and len(word) > 2:
        own += [f"p={lower[:3]}", f"q={lower[-3:]}", f"q2={lower[-2:]}"]
        own += [f"p4={lower[:4]}"] if len(word) > 4 else []
    seen = {
        distance: (
            f"{distance}w={key}",
            f"{distance}s={form}",
            *(f"{distance}k={kind}" for kind in kinds),
        )
        for distance in (-2, -1, 1, 2)
    }
    return _View(tuple(own), seen, key, form, kinds)


def _gaps(text: str, items: Sequence[Token]) -> list[str]:
    """What stands before the first word, between each two, and behind the last; at most four letters of it."""
    ends = [0, *(item.end for item in items)]
    starts = [*(item.start for item in items), len(text)]
    return [text[end:start][:4] for end, start in zip(ends, starts, strict=True)]


def _around(views: Sequence[_View], index: int, before: str, after: str) -> list[str]:
    """The neighbours, the marks on both sides, and these together with the word."""
    two, one, here, next_one, next_two = views[index : index + 2 * _REACH + 1]
    return [
        *two.seen[-2],
        *one.seen[-1],
        *next_one.seen[1],
        *next_two.seen[2],
        f"<{before}",
        f">{after}",
        f"<{before}|{here.shape}",
        f"{here.shape}|>{after}",
        f"<{before}|{here.shape}|>{after}",
        f"<{before}|{here.word}",
        f"{here.word}|>{after}",
        f"{one.word}|{before}|{here.word}",
        f"{here.word}|{after}|{next_one.word}",
        f"a{one.shape}|{before}|{here.shape}",
        f"b{here.shape}|{after}|{next_one.shape}",
        f"t{one.shape}|{before}|{here.shape}|{after}|{next_one.shape}",
        f"u{here.shape}|{after}|{next_one.shape}|{next_two.shape}",
        f"v{two.shape}|{one.shape}|{before}|{here.shape}",
    ]


def _states(items: Sequence[Token], gaps: Sequence[str]) -> list[list[str]]:
    """Inside brackets or double quotes, and how many years, stops and pieces have gone by."""
    depth, quoted, years, stops, marks = 0, False, 0, 0, 0
    states = []
    for index, token in enumerate(items):
        for mark in gaps[index]:
            depth = max(0, depth + (mark in _OPEN) - (mark in _CLOSE))
            if mark in '"“”„«»':
                quoted = mark in "“„«" or (mark == '"' and not quoted)
        marks += any(mark in _PIECE_MARKS for mark in gaps[index])
        # a stop behind a longer word ends an area; one behind an initial does not
        stops += "." in gaps[index] and index > 0 and len(items[index - 1].text) > 3
        state = f"{min(depth, 2)}{quoted:d}"
        states.append(
            [
                f"in={state}",
                f"years={min(years, 2)}",
                f"stops={min(stops, 4)}",
                f"marks={min(marks, 8)}",
            ]
        )
        years += bool(_YEAR.fullmatch(token.text))
    return states


def _pieces(views: Sequence[_View], gaps: Sequence[str]) -> list[list[str]]:
    """The piece between two marks that a word stands in: its first and last word, its length, its tell-tale words."""
    found: list[list[str]] = []
    start = 0
    for end in range(1, len(views) + 1):
        if end < len(views) and not any(mark in _PIECE_MARKS for mark in gaps[end]):
            continue
        piece = views[start:end]
        kinds = {kind for view in piece for kind in view.kinds}
        year = any(view.shape == "year" for view in piece)
        common = [
            f"piece={piece[0].word}",
            f"ends={piece[-1].word}",
            f"length={min(len(piece), 8)}",
            f"opens={piece[0].shape},{min(len(piece), 4)},{gaps[start]}|{gaps[end]}",
            *(f"has={kind}" for kind in sorted(kinds)),
        ]
        if year:
            common.append("has=year")
        before = found[-1] if found else ["start"]
        previous = f"after,{before[0]}"
        found += [[*common, previous, f"word={min(index, 4)}"] for index in range(len(piece))]
        start = end
    following = [next_one[0] for next_one in found[1:]] + ["end"]
    return [
        [*own, f"next,{behind}"] if behind != own[0] else own
        for own, behind in zip(found, following, strict=True)
    ]


def _layout(items: Sequence[Token], gaps: Sequence[str]) -> list[str]:
    """The style at large: where the first year stands, how the names begin, whether quotes are used."""
    count = len(items)
    first = next((index for index, token in enumerate(items) if _YEAR.fullmatch(token.text)), None)
    when = "none" if first is None else "early" if first < count / 3 else "late"
    opening = "|".join(shape(token.text) + gaps[index + 1] for index, token in enumerate(items[:2]))
    quotes = any(mark in '"“”„«»' for gap in gaps for mark in gap)
    return [f"style={when},{quotes}", f"open={opening}"]


def _position(index: int, count: int, layout: list[str]) -> list[str]:
    where = f"at={index * 8 // count}"
    return [
        where,
        f"{where},{layout[0]}",
        f"left={min(count - index, 6)}",
        f"first={min(index, 6)}",
        *layout,
    ]
