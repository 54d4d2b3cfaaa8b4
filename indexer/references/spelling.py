"""The names of the features that a group of :mod:`indexer.references.sequence` stands for, and the kinds of words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Group = tuple[Any, ...]

_LISTS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_NAMES = (*_LISTS, "year")
YEAR_BIT = 1 << len(_LISTS)


def _kinds() -> dict[str, int]:
    found: dict[str, int] = {}
    for bit, words in enumerate(_LISTS.values()):
        for word in words.split():
            found[word] = found.get(word, 0) | 1 << bit
    return found


KINDS = _kinds()  # word → the kinds of ``words.toml`` that it is of, a bit each


def spelled(group: Group) -> list[str]:
    """The names of the features that the group stands for."""
    return list(_SPELLINGS[group[0]](*group[1:]))


def _each(name: str, kinds: int) -> list[str]:
    return [f"{name}={kind}" for bit, kind in enumerate(_NAMES) if kinds >> bit & 1]


def _seen(where: str, form: str, kinds: int) -> Iterator[str]:
    """A word, or a neighbour at a distance."""
    yield f"{where}s={form}"
    yield from _each(f"{where}k", kinds & (YEAR_BIT - 1))


def _gaps(one: str, before: str, form: str, after: str, following: str) -> Iterator[str]:
    """The marks on both sides, alone and with the shapes of the word and its neighbours."""
    yield f"<{before}"
    yield f">{after}"
    yield f"<{before}|{form}"
    yield f"{form}|>{after}"
    yield f"<{before}|{form}|>{after}"
    yield f"a{one}|{before}|{form}"
    yield f"b{form}|{after}|{following}"
    yield f"t{one}|{before}|{form}|{after}|{following}"


def _state(depth: int, quoted: bool, years: int, stops: int, pieces: int) -> Iterator[str]:
    yield f"in={depth}{quoted:d}"
    yield f"years={years}"
    yield f"stops={stops}"
    yield f"marks={pieces}"


def _piece(size: int, kinds: int) -> Iterator[str]:
    yield f"length={size}"
    yield from _each("has", kinds)


def _at(part: int, style: str, place: int) -> Iterator[str]:
    yield f"at={part}"
    yield f"at={part},{style}"
    yield f"word={place}"


def _edge(left: int, first: int) -> Iterator[str]:
    yield f"left={left}"
    yield f"first={first}"


_SPELLINGS: dict[str, Callable[..., Iterable[str]]] = {
    "seen": _seen,
    "gaps": _gaps,
    "behind": lambda form, gap, one, two: (f"u{form}|{gap}|{one}|{two}",),
    "before": lambda two, one, gap, form: (f"v{two}|{one}|{gap}|{form}",),
    "state": _state,
    "opens": lambda form, size, before, after: (f"opens={form},{size},{before}|{after}",),
    "piece": _piece,
    "at": _at,
    "edge": _edge,
}
