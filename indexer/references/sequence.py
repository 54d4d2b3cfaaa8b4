"""A reference as a sequence of words with features, as the trained tagger sees it.

Punctuation makes no tokens of its own: the marks between two words are features of both, so that few neighbours
reach far, and few tokens cost little. Features are script-neutral shapes, the words themselves, their neighbours, the
piece between two marks that a word stands in, and the state of quotes and brackets; word lists are short, so that the
model learns the rest.

A word's features come in two kinds, for speed. A *plain* feature is a name that the model knows or not. A *group* is a
small tuple that stands for several names (:mod:`indexer.references.spelling`); few groups are distinct, so that the
tagger keeps the sum of the weights of each. Every word has the same number of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from indexer.references.spelling import KINDS, YEAR_BIT, Group, spelled

PLAIN, GROUPS = 19, 13  # a word
_TOKEN = re.compile(r"https?://\S+|\d+|[^\W\d_]+")
_YEAR = re.compile(r"1[5-9]\d\d|20[0-3]\d")
_OPEN, _CLOSE = "([{", ")]}"
_QUOTES = '"“”„«»'
_PIECE_MARKS = frozenset(".,;:()[]?!" + _QUOTES)


class Token(NamedTuple):
    """A word of the text with its place in it."""

    text: str
    start: int
    end: int


class Described(NamedTuple):
    """The features of all words of a reference, word by word: ``PLAIN`` names and ``GROUPS`` groups each."""

    plain: list[str]
    groups: list[Group]


def tokens(text: str) -> list[Token]:
    """Words, numbers, and addresses as wholes; marks are left out."""
    return [Token(match[0], *match.span()) for match in _TOKEN.finditer(text)]


def features(text: str, items: Sequence[Token]) -> list[list[str]]:
    """The names of the features of each word: what the tagger is trained on."""
    plain, groups = described(text, items)
    return [
        [
            *filter(None, plain[index * PLAIN : (index + 1) * PLAIN]),
            *(
                name
                for group in groups[index * GROUPS : (index + 1) * GROUPS]
                for name in spelled(group)
            ),
        ]
        for index in range(len(items))
    ]


def described(text: str, items: Sequence[Token]) -> Described:
    """The features of each word, plain and grouped."""
    plain: list[str] = []
    groups: list[Group] = []
    count = len(items)
    if count:
        views = [_view(item.text) for item in items]
        gaps = _gaps(text, items)
        marks = [_marks(gap) for gap in gaps]
        style, opening = _layout(views, gaps, marks)
        pieces = _pieces(views, gaps, marks)
        states = _states(views, marks)
        for index, (words, shapes) in enumerate(_around(views, gaps)):
            edges, opens, piece, place = pieces[index]
            plain += words
            plain += edges
            plain += (style, opening)
            groups += shapes
            groups += (
                opens,
                piece,
                states[index],
                ("at", index * 8 // count, style, place),
                ("edge", min(count - index, 6), min(index, 6)),
            )
    return Described(plain, groups)


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

    word: str
    shape: str
    kinds: int
    size: int
    own: tuple[str, str, str, str, str]
    seen: tuple[str, str, str, str]
    groups: tuple[Group, Group, Group, Group, Group]


@lru_cache(maxsize=1 << 16)
def _view(word: str) -> _View:
    form, lower = shape(word), word.lower()
    alpha = word.isalpha()
    key = lower if alpha else form
    kinds = KINDS.get(lower, 0) | (form == "year") * YEAR_BIT
    ends = ("", "", "", "")
    if alpha and len(word) > 2:
        longer = f"p4={lower[:4]}" if len(word) > 4 else ""
        ends = (f"p={lower[:3]}", f"q={lower[-3:]}", f"q2={lower[-2:]}", longer)
    return _View(
        key,
        form,
        kinds,
        len(word),
        (f"w={key}", *ends),
        (f"-2w={key}", f"-1w={key}", f"1w={key}", f"2w={key}"),
        (
            ("seen", "-2", form, kinds),
            ("seen", "-1", form, kinds),
            ("seen", "", form, kinds),
            ("seen", "1", form, kinds),
            ("seen", "2", form, kinds),
        ),
    )


_EDGE = _view("")


def _gaps(text: str, items: Sequence[Token]) -> list[str]:
    """What stands before the first word, between each two, and behind the last; at most four letters of it."""
    gaps = []
    end = 0
    for _, start, next_end in items:
        gaps.append(text[end : min(start, end + 4)])
        end = next_end
    return [*gaps, text[end : end + 4]]


class _Marks(NamedTuple):
    """What the marks between two words do: part pieces, end a sentence, open and close."""

    piece: bool
    stop: bool
    turns: str


@lru_cache(maxsize=1 << 12)
def _marks(gap: str) -> _Marks:
    turns = "".join(mark for mark in gap if mark in _OPEN + _CLOSE + _QUOTES)
    return _Marks(not _PIECE_MARKS.isdisjoint(gap), "." in gap, turns)


def _around(
    views: Sequence[_View], gaps: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[Group, ...]]]:
    """The word and its neighbours, and the marks on both sides together with these."""
    padded = [*views, _EDGE, _EDGE]
    two = one = _EDGE
    joint_before = f"{_EDGE.word}|{gaps[0]}|{views[0].word}"
    for index, here in enumerate(views):
        before, after = gaps[index], gaps[index + 1]
        following, second = padded[index + 1], padded[index + 2]
        joint = f"{here.word}|{after}|{following.word}"
        yield (
            (
                *here.own,
                two.seen[0],
                one.seen[1],
                following.seen[2],
                second.seen[3],
                f"<{before}|{here.word}",
                f"{here.word}|>{after}",
                joint_before,
                joint,
            ),
            (
                two.groups[0],
                one.groups[1],
                here.groups[2],
                following.groups[3],
                second.groups[4],
                ("gaps", one.shape, before, here.shape, after, following.shape),
                ("behind", here.shape, after, following.shape, second.shape),
                ("before", two.shape, one.shape, before, here.shape),
            ),
        )
        two, one, joint_before = one, here, joint


def _states(views: Sequence[_View], marks: Sequence[_Marks]) -> list[Group]:
    """Inside brackets or double quotes, and how many years, stops and pieces have gone by."""
    depth, quoted, years, stops, pieces, size = 0, False, 0, 0, 0, 0
    states: list[Group] = []
    for view, (piece, stop, turns) in zip(views, marks, strict=False):
        for mark in turns:
            if mark in _QUOTES:
                quoted = mark in "“„«" or (mark == '"' and not quoted)
            else:
                depth = depth + 1 if mark in _OPEN else max(0, depth - 1)
        pieces += piece
        # a stop behind a longer word ends an area; one behind an initial does not
        stops += stop and size > 3
        states.append(
            ("state", min(depth, 2), quoted, min(years, 2), min(stops, 4), min(pieces, 8))
        )
        years += view.shape == "year"
        size = view.size
    return states


_Place = tuple[tuple[str, str, str, str], Group, Group, int]


def _pieces(views: Sequence[_View], gaps: Sequence[str], marks: Sequence[_Marks]) -> list[_Place]:
    """The piece between two marks that a word stands in, and the word's place in it.

    Of a piece: its first and last word and those of the pieces beside it, its length, its tell-tale words.
    """
    starts = [0, *(index for index in range(1, len(views)) if marks[index].piece), len(views)]
    places: list[_Place] = []
    previous = "start"
    for start, end in pairwise(starts):
        first, size = views[start], end - start
        kinds = 0
        for view in views[start:end]:
            kinds |= view.kinds
        following = views[end].word if end < len(views) else "end"
        edges = (
            f"piece={first.word}",
            f"ends={views[end - 1].word}",
            f"after={previous}",
            f"next={following}",
        )
        opens = ("opens", first.shape, min(size, 4), gaps[start], gaps[end])
        piece = ("piece", min(size, 8), kinds)
        places += [(edges, opens, piece, min(index, 4)) for index in range(size)]
        previous = first.word
    return places


def _layout(
    views: Sequence[_View], gaps: Sequence[str], marks: Sequence[_Marks]
) -> tuple[str, str]:
    """The style at large: where the first year stands, how the names begin, whether quotes are used."""
    first = next((index for index, view in enumerate(views) if view.shape == "year"), None)
    when = "none" if first is None else "early" if first < len(views) / 3 else "late"
    opening = "|".join(view.shape + gaps[index + 1] for index, view in enumerate(views[:2]))
    quotes = any(found.turns.strip(_OPEN + _CLOSE) for found in marks)
    return f"style={when},{quotes}", f"open={opening}"
