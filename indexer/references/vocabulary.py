"""Words and marks by number, and what they show as columns of numbers, so that whole texts are described at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.references.spelling import KINDS, SHAPES, YEAR_BIT, Ints, Look

_YEAR = re.compile(r"1[5-9]\d\d|20[0-3]\d")
OPEN, CLOSE = "([{", ")]}"
QUOTES = '"“”„«»'
_ARMENIAN_STOP, _ARMENIAN_BUT = "։", "՝"
_PIECE_MARKS = frozenset(".,;:()[]?!/" + QUOTES + _ARMENIAN_STOP + _ARMENIAN_BUT)
_NUMBER_OF = {shape: number for number, shape in enumerate(SHAPES)}
_FIRST_ROWS = 256

EDGE, START, END = range(
    3
)  # words: beside a text, and what stands for one before and behind its pieces
START_AND_END = ("start", "end")
_STRANGE = "\0"  # the name of all words that features do not tell apart

S = TypeVar("S", bound=np.generic)


class Table(Generic[S]):
    """A matrix to which rows are added; a row keeps its number."""

    def __init__(self, width: int, dtype: type[S]) -> None:
        self._all: NDArray[S] = np.zeros((_FIRST_ROWS, width), dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, rows: NDArray[S] | Sequence[Sequence[int]]) -> None:
        needed = self._count + len(rows)
        if needed > len(self._all):
            more = np.zeros((needed, self._all.shape[1]), self._all.dtype)
            self._all = np.concatenate([self._all, more])
        self._all[self._count : needed] = rows
        self._count = needed

    def take(self, numbers: Ints) -> NDArray[S]:
        return self._all.take(numbers, axis=0)


class Told(NamedTuple):
    """The words that the features of a model name: anywhere; at the end or the beginning of those of a word and the
    marks before or behind it; at the beginning or the end of those of two words.
    """

    anywhere: frozenset[str]
    marked_before: frozenset[str]
    marked_behind: frozenset[str]
    begins: frozenset[str]
    ends: frozenset[str]


class Shown(NamedTuple):
    """What is known of words, each by its number, as columns."""

    look: Ints
    name: Ints
    shape: Ints
    kinds: Ints
    long: Ints  # whether longer than three letters
    marked_before: Ints  # the rest: whether in the sets of ``Told``
    marked_behind: Ints
    begins: Ints
    ends: Ints


class Vocabulary:
    """The words and marks met so far, by number: 0 is the edge of a text, and no marks.

    All words that ``told`` does not contain get one name. Without ``told``, each word keeps its own.
    """

    def __init__(self, told: Told | None = None) -> None:
        self._told = told
        self.texts: list[str] = []
        self.looks: list[Look] = []  # fewer than words
        self.names: list[str] = []  # of words in features: fewer still
        self.gaps: list[str] = []
        self._words: dict[str, int] = {}
        self._looks: dict[Look, int] = {}
        self._names: dict[str, int] = {}
        self._gaps: dict[str, int] = {}
        self._shown = Table(len(Shown._fields), np.int64)
        self.marks = Table(
            4, np.int64
        )  # parts pieces, ends a sentence, opens or closes, is a quote
        self.words(["", *START_AND_END])
        self.marked([""])

    def words(self, texts: Sequence[str]) -> list[int]:
        """Their numbers; new words get the next ones."""
        return numbered(self._words, texts, self._learn_words)

    def marked(self, gaps: Sequence[str]) -> list[int]:
        """The numbers of the marks between words; new ones get the next numbers."""
        return numbered(self._gaps, gaps, self._learn_gaps)

    def shown(self, words: Ints) -> Shown:
        """What is known of the words with these numbers."""
        return Shown(*np.ascontiguousarray(self._shown.take(words).T))

    def _learn_words(self, texts: Sequence[str]) -> None:
        self.texts += texts
        looks = [self._look(text) for text in texts]
        numbers = numbered(self._looks, looks, self.looks.extend)
        names = numbered(self._names, [look.word for look in looks], self.names.extend)
        self._shown.add(
            [
                (*known, _NUMBER_OF[look.shape], look.kinds, len(text) > 3, *self._flags(look.word))
                for *known, look, text in zip(numbers, names, looks, texts, strict=True)
            ]
        )

    def _look(self, text: str) -> Look:
        form, lower = shape(text), text.lower()
        kinds = KINDS.get(lower, 0) | (form == "year") * YEAR_BIT
        word = lower if text.isalpha() else form
        return Look(
            word if self._told is None or word in self._told.anywhere else _STRANGE, form, kinds
        )

    def _flags(self, word: str) -> Sequence[bool]:
        return _ALL if self._told is None else [word in words for words in self._told[1:]]

    def _learn_gaps(self, gaps: Sequence[str]) -> None:
        self.gaps += gaps
        self.marks.add([_marks(gap) for gap in gaps])


_ALL = (True,) * (len(Told._fields) - 1)


def numbered(
    known: dict[Any, int], items: Iterable[Any], learn: Callable[[Sequence[Any]], None]
) -> list[int]:
    """The number of each item; ``learn`` gets those that are new, which are given the next numbers."""
    try:
        return list(map(known.__getitem__, items))
    except KeyError:
        new = [item for item in dict.fromkeys(items) if item not in known]
    known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
    learn(new)
    return list(map(known.__getitem__, items))


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


def turns(gap: str) -> str:
    """The marks among these that open and close."""
    return "".join(mark for mark in gap if mark in OPEN + CLOSE + QUOTES)


def _marks(gap: str) -> tuple[int, ...]:
    turning = turns(gap)
    quotes = bool(turning.strip(OPEN + CLOSE))
    return (
        not _PIECE_MARKS.isdisjoint(gap),
        "." in gap or _ARMENIAN_STOP in gap,
        bool(turning),
        quotes,
    )
