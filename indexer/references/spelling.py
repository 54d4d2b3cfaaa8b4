"""The names of features: of a word and its neighbours, and of *templates*, small tuples packed into one number.

A template stands for one or more features of the shapes, words and marks around a place. To speak of it as a number
(:func:`packed`) lets the tagger find its weights without spelling out names; what it stands for is spelled here alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_LISTS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_NAMES = (*_LISTS, "year")
YEAR_BIT = 1 << len(_LISTS)

_DIGITS = tuple(f"d{count}" for count in range(1, 7))
SHAPES = ("edge", "X", "x", "XX", "X2", "X3", "Xx", "xx", "xX", "year", *_DIGITS, "http")
STYLES = tuple(
    f"style={when},{quotes}" for when in ("none", "early", "late") for quotes in (False, True)
)

NEIGHBOURS = {"-2": -2, "-1": -1, "": 0, "1": 1, "2": 2}  # the word itself, and those at a distance
ROLES = ("piece", "ends", "after", "next")  # in the piece, and of those beside it

# the fields of a template: a word (as the features name it), the marks between two words, a shape, a style at large,
# kinds of words, a small number
_WIDTHS = {"w": 20, "g": 18, "s": 5, "y": 3, "k": len(_NAMES), "n": 4}


def _kinds() -> dict[str, int]:
    found: dict[str, int] = {}
    for bit, words in enumerate(_LISTS.values()):
        for word in words.split():
            found[word] = found.get(word, 0) | 1 << bit
    return found


KINDS = _kinds()  # word → the kinds of ``words.toml`` that it is of, a bit each


class Look(NamedTuple):
    """What neighbours see of a word: its name in features (lower case; a number or address by its shape), its shape."""

    word: str
    shape: str
    kinds: int


def packed(template: str, *values: Ints) -> Ints:
    """The values of the template's fields as one number."""
    fields = TEMPLATES[template].fields
    code = values[0]
    for field, value in zip(fields[1:], values[1:], strict=True):
        code = code << _WIDTHS[field] | value
    return code


def spelled(
    template: str, codes: Ints, words: Sequence[str], gaps: Sequence[str]
) -> Iterator[Sequence[str]]:
    """The names of the features that each number stands for; ``words`` and ``gaps`` by their numbers."""
    fields, names = TEMPLATES[template]
    tables: dict[str, Sequence[str]] = {"w": words, "g": gaps, "s": SHAPES, "y": STYLES}
    columns: list[list[str] | list[int]] = []
    for field in reversed(fields):
        column = (codes & (1 << _WIDTHS[field]) - 1).tolist()
        codes = codes >> _WIDTHS[field]
        columns.append([tables[field][value] for value in column] if field in tables else column)
    return map(names, *reversed(columns))


def affix_names(text: str) -> list[str]:
    """The beginning and the end of a word."""
    if len(text) <= 2 or not text.isalpha():
        return []
    word = text.lower()
    ends = [f"p={word[:3]}", f"q={word[-3:]}", f"q2={word[-2:]}"]
    return [*ends, f"p4={word[:4]}"] if len(text) > 4 else ends


def word_name(look: Look, where: str) -> str:
    """A word, or a neighbour at a distance."""
    return f"{where}w={look.word}"


def role_name(look: Look, role: str) -> str:
    """A word at the beginning or end of a piece."""
    return f"{role}={look.word}"


def shape_names(look: Look, where: str) -> list[str]:
    """The shape and the kinds of a word, or of a neighbour at a distance."""
    return [f"{where}s={look.shape}", *_each(f"{where}k", look.kinds & (YEAR_BIT - 1))]


def _each(name: str, kinds: int) -> list[str]:
    if not kinds:
        return []
    return [f"{name}={kind}" for bit, kind in enumerate(_NAMES) if kinds >> bit & 1]


def _gaps(one: str, before: str, form: str, after: str, following: str) -> Sequence[str]:
    """The marks on both sides, alone and with the shapes of the word and its neighbours."""
    return (
        f"<{before}",
        f">{after}",
        f"<{before}|{form}",
        f"{form}|>{after}",
        f"<{before}|{form}|>{after}",
        f"a{one}|{before}|{form}",
        f"b{form}|{after}|{following}",
        f"t{one}|{before}|{form}|{after}|{following}",
    )


def _state(depth: int, quoted: int, years: int, stops: int, pieces: int) -> Sequence[str]:
    return f"in={depth}{quoted}", f"years={years}", f"stops={stops}", f"marks={pieces}"


def _open(first: str, gap: str, second: str, second_gap: str) -> Sequence[str]:
    """How the text begins; a text of one word has no second."""
    return (f"open={first}{gap}" + ("" if second == SHAPES[0] else f"|{second}{second_gap}"),)


class _Template(NamedTuple):
    fields: str
    names: Callable[..., Sequence[str]]


TEMPLATES = {
    "left": _Template("gw", lambda gap, word: (f"<{gap}|{word}",)),
    "right": _Template("wg", lambda word, gap: (f"{word}|>{gap}",)),
    "joint": _Template("wgw", lambda one, gap, word: (f"{one}|{gap}|{word}",)),
    "gaps": _Template("sgsgs", _gaps),
    "behind": _Template("sgss", lambda form, gap, one, two: (f"u{form}|{gap}|{one}|{two}",)),
    "before": _Template("ssgs", lambda two, one, gap, form: (f"v{two}|{one}|{gap}|{form}",)),
    "state": _Template("nnnnn", _state),
    "at": _Template(
        "nyn", lambda part, style, word: (f"at={part}", f"at={part},{style}", f"word={word}")
    ),
    "edge": _Template("nn", lambda left, first: (f"left={left}", f"first={first}")),
    "opens": _Template(
        "sngg", lambda form, size, before, after: (f"opens={form},{size},{before}|{after}",)
    ),
    "piece": _Template("nk", lambda size, kinds: (f"length={size}", *_each("has", kinds))),
    "style": _Template("y", lambda style: (style,)),
    "open": _Template("sgsg", _open),
}
