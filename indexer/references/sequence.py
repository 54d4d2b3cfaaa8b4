"""References as sequences of words with features, as the trained tagger sees them.

Punctuation makes no tokens of its own: the marks between two words are features of both, so that few neighbours
reach far, and few tokens cost little. Features are script-neutral shapes, the words themselves, their neighbours, the
piece between two marks that a word stands in, and the state of quotes and brackets; word lists are short, so that the
model learns the rest.

Many texts are described at once, as columns of numbers: of words (:mod:`indexer.references.vocabulary`) and of
templates (:mod:`indexer.references.spelling`), which alone know the names of features.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.references.spelling import (
    NEIGHBOURS,
    ROLES,
    YEAR_BIT,
    Ints,
    Look,
    affix_names,
    packed,
    role_name,
    shape_names,
    spelled,
    word_name,
)
from indexer.references.vocabulary import (
    EDGE,
    END,
    OPEN,
    QUOTES,
    START,
    Shown,
    Vocabulary,
    turns,
)

# an apostrophe inside a word is a soft sign of a romanised one ("Mal'tsev"); "l'eau" and "Lewis's" are two words
_TOKEN = re.compile(r"(https?://\S+|\d+|[^\W\d_]{2,}(?:['’ʹʼ][^\W\d_A-Z]{2,})+|[^\W\d_]+)")
_SOFT = re.compile("['’ʹʼ]")
_BETWEEN = 2  # edges between two texts: a word sees so many neighbours
_LONGEST_GAP = 4
UNTOLD = -1  # in place of a template without features

Bools = NDArray[np.bool_]


class Token(NamedTuple):
    """A word of the text with its place in it."""

    text: str
    start: int
    end: int


Text = tuple[str, Sequence[Token]]


class Level(NamedTuple):
    """The features of words, of pieces or of texts: by role the numbers of looks, by name those of templates."""

    looks: dict[str, Ints]
    templates: list[tuple[str, Ints]]


class Described(NamedTuple):
    """The words; what is known of them, of pieces between marks, and of texts; to which of these they belong."""

    words: Ints
    around: Level
    pieces: Level
    texts: Level
    piece_of: Ints
    text_of: Ints

    def of(self, index: int) -> list[tuple[Level, int]]:
        """The levels, each with the place of this word in it."""
        piece, text = int(self.piece_of[index]), int(self.text_of[index])
        return [(self.around, index), (self.pieces, piece), (self.texts, text)]


def tokens(text: str) -> list[Token]:
    """Words, numbers, and addresses as wholes; marks are left out."""
    parts = _TOKEN.split(text)  # what is between words, and words, in turns
    bounds = list(accumulate(map(len, parts)))
    words = parts[1::2] if not _SOFT.search(text) else [_SOFT.sub("", word) for word in parts[1::2]]
    return list(map(Token, words, bounds[::2], bounds[1::2]))


def features(text: str, items: Sequence[Token]) -> list[list[str]]:
    """The names of the features of each word: what the tagger is trained on."""
    if not items:
        return []
    vocabulary = Vocabulary()
    found = described([(text, items)], vocabulary)
    return [list(_names(found, index, vocabulary)) for index in range(len(items))]


def _names(found: Described, index: int, vocabulary: Vocabulary) -> Iterator[str]:
    """The names of a word's features; training depends on their order."""
    looks: dict[str, Look] = {}
    codes: list[tuple[str, Ints]] = []
    for level, place in found.of(index):
        looks |= {role: vocabulary.looks[numbers[place]] for role, numbers in level.looks.items()}
        codes += [(name, numbers[place : place + 1]) for name, numbers in level.templates]

    def spelt(*templates: str) -> Iterator[str]:
        for template in templates:
            for own, code in codes:
                if own == template:
                    yield from next(spelled(own, code, vocabulary.names, vocabulary.gaps))

    yield word_name(looks[""], "")
    yield from affix_names(vocabulary.texts[found.words[index]])
    yield from (word_name(looks[where], where) for where in NEIGHBOURS if where)
    yield from spelt("left", "right", "joint")
    yield from (role_name(looks[role], role) for role in ROLES)
    yield from spelt("style", "open")
    for where in NEIGHBOURS:
        yield from shape_names(looks[where], where)
    yield from spelt("gaps", "behind", "before", "opens", "piece", "state", "at", "edge")


def described(texts: Sequence[Text], vocabulary: Vocabulary) -> Described:
    """The features of the words of texts, of which each has a word at least."""
    line = _line(texts, vocabulary)
    first = np.zeros(len(line.here), np.bool_)
    first[line.starts] = True
    parts = vocabulary.marks.take(line.gaps).astype(np.bool_)
    begins = parts[line.here, 0]
    pieces = _bounds(begins | first)
    style = _styles(line, parts[:, 3])
    place = np.arange(len(line.here))
    index = place - line.starts[line.text_of]
    count = line.counts[line.text_of]
    in_piece = np.minimum(place - pieces.starts[pieces.of], 4)
    at = packed("at", index * 8 // count, style[line.text_of], in_piece)
    edge = packed("edge", np.minimum(count - index, 6), np.minimum(index, 6))
    around = _around(line)
    around.templates.extend(
        (("state", _states(line, parts, vocabulary)), ("at", at), ("edge", edge))
    )
    return Described(
        line.words[line.here],
        around,
        _pieces(line, pieces, first),
        Level({}, [("style", style), ("open", _openings(line))]),
        pieces.of,
        line.text_of,
    )


class _Line(NamedTuple):
    """All texts in one line, with edges between them: numbers of words, of the marks before each, and columns."""

    words: Ints
    gaps: Ints
    shown: Shown  # of each word
    here: Ints  # where the words stand in the line, without the edges
    counts: Ints  # words of each text
    starts: Ints  # the first word of each text among the words
    text_of: Ints
    texts: Sequence[Text]


def _line(texts: Sequence[Text], vocabulary: Vocabulary) -> _Line:
    edges = [""] * _BETWEEN
    words, gaps = edges.copy(), edges.copy()
    for text, items in texts:
        words += [item[0] for item in items]
        words += edges
        gaps += _gaps(text, items)
        gaps.append("")  # the other edge has the marks behind the last word
    numbers = np.array(vocabulary.words(words))
    counts = np.array([len(items) for _, items in texts])
    return _Line(
        numbers,
        np.array(vocabulary.marked(gaps)),
        vocabulary.shown(numbers),
        np.flatnonzero(numbers != EDGE),
        counts,
        np.cumsum(counts) - counts,
        np.repeat(np.arange(len(texts)), counts),
        texts,
    )


def _gaps(text: str, items: Sequence[Token]) -> list[str]:
    """What stands before the first word, between each two, and behind the last; not all of it if it is long."""
    bounds = [0, *(item[2] for item in items)]
    gaps = [text[end : item[1]][:_LONGEST_GAP] for end, item in zip(bounds, items, strict=False)]
    return [*gaps, text[bounds[-1] : bounds[-1] + _LONGEST_GAP]]


def _around(line: _Line) -> Level:
    """The word and its neighbours, and the marks on both sides together with these."""
    here, known = line.here, line.shown
    before, after, name = line.gaps[here], line.gaps[here + 1], known.name
    two, one, form, following, second = (known.shape[here + step] for step in NEIGHBOURS.values())
    joints = np.full(len(name), UNTOLD)
    joint = packed("joint", name[:-1], line.gaps[1:], name[1:])
    joints[1:] = np.where(known.begins[:-1] & known.ends[1:], joint, UNTOLD)
    left = np.where(known.marked_before[here], packed("left", before, name[here]), UNTOLD)
    right = np.where(known.marked_behind[here], packed("right", name[here], after), UNTOLD)
    return Level(
        {where: known.look[here + step] for where, step in NEIGHBOURS.items()},
        [
            ("left", left),
            ("right", right),
            ("joint", joints[here]),
            ("joint", joints[here + 1]),
            ("gaps", packed("gaps", one, before, form, after, following)),
            ("behind", packed("behind", form, after, following, second)),
            ("before", packed("before", two, one, before, form)),
        ],
    )


class _Runs(NamedTuple):
    """Runs of words: the first word of each, the one behind its last, and the run that a word stands in."""

    starts: Ints
    ends: Ints
    of: Ints


def _bounds(begins: Bools) -> _Runs:
    starts = np.flatnonzero(begins)
    return _Runs(starts, np.append(starts[1:], len(begins)), np.cumsum(begins) - 1)


def _pieces(line: _Line, pieces: _Runs, first: Bools) -> Level:
    """Of the piece between two marks: its first and last word and those of the pieces beside it, its length, its
    tell-tale words.
    """
    begin, last = line.here[pieces.starts], line.here[pieces.ends - 1]
    look = line.shown.look[begin]
    opens_text = first[pieces.starts]
    closes_text = np.append(opens_text[1:], True)
    after = np.where(opens_text, START, np.roll(look, 1))
    following = np.where(closes_text, END, np.roll(look, -1))
    size = pieces.ends - pieces.starts
    kinds = np.bitwise_or.reduceat(line.shown.kinds[line.here], pieces.starts)
    form, before, behind = line.shown.shape[begin], line.gaps[begin], line.gaps[last + 1]
    return Level(
        dict(zip(ROLES, (look, line.shown.look[last], after, following), strict=True)),
        [
            ("opens", packed("opens", form, np.minimum(size, 4), before, behind)),
            ("piece", packed("piece", np.minimum(size, 8), kinds)),
        ],
    )


def _years(line: _Line) -> Ints:
    return (line.shown.kinds[line.here] & YEAR_BIT) // YEAR_BIT


def _states(line: _Line, parts: Bools, vocabulary: Vocabulary) -> Ints:
    """Inside brackets or double quotes, and how many years, stops and pieces have gone by."""
    here = line.here
    years = _years(line)
    # a stop behind a longer word ends an area; one behind an initial does not
    stops = parts[here, 1] & (line.shown.long[here - 1] > 0)
    passed = _so_far(line, years) - years
    depth, quoted = _inside(line, parts[:, 2], vocabulary)
    return packed(
        "state",
        depth,
        quoted,
        np.minimum(passed, 2),
        np.minimum(_so_far(line, stops), 4),
        np.minimum(_so_far(line, parts[here, 0]), 8),
    )


def _so_far(line: _Line, found: Ints | Bools) -> Ints:
    """How many in the text up to each word, that word included."""
    sums = np.cumsum(found, dtype=np.int64)
    before = np.concatenate(([0], sums))[line.starts]
    return sums - before[line.text_of]


def _inside(line: _Line, turning: Bools, vocabulary: Vocabulary) -> tuple[Ints, Ints]:
    """How deep in brackets each word stands, two at most, and whether in quotes."""
    depths, quotes = np.zeros((2, len(line.here)), np.int64)
    ends = line.starts + line.counts
    depth, quoted, text = 0, False, -1
    found = np.flatnonzero(turning[line.here])
    for place, gap, own in zip(
        found.tolist(), line.gaps[line.here[found]], line.text_of[found], strict=True
    ):
        if own != text:
            depth, quoted, text = 0, False, own
        for mark in turns(vocabulary.gaps[gap]):
            if mark in QUOTES:
                quoted = mark in "“„«" or (mark == '"' and not quoted)
            else:
                depth = depth + 1 if mark in OPEN else max(0, depth - 1)
        depths[place : ends[own]] = min(depth, 2)
        quotes[place : ends[own]] = quoted
    return depths, quotes


def _styles(line: _Line, quotes: Bools) -> Ints:
    """The style at large: where the first year stands, and whether quotes are used."""
    place = np.arange(len(line.here)) - line.starts[line.text_of]
    never = len(place)
    first = np.minimum.reduceat(np.where(_years(line), place, never), line.starts)
    when = np.where(first == never, 0, np.where(first < line.counts / 3, 1, 2))
    quoted = np.logical_or.reduceat(quotes, line.here[line.starts])
    return when * 2 + quoted


def _openings(line: _Line) -> Ints:
    """How the names begin: the first two shapes with the marks behind them."""
    begin = line.here[line.starts]
    shape = line.shown.shape
    return packed(
        "open", shape[begin], line.gaps[begin + 1], shape[begin + 1], line.gaps[begin + 2]
    )
