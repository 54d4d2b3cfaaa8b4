"""From the pieces of a reference to its text, with the noise of print and the places of the values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from random import Random
from typing import Any

from benchmarks.forms.template import Piece

Span = tuple[str, int, int]

_DASHES = ("–", "–", "–", "—", "—", "-")
_LEADS = (
    "См.: ",
    "См. также: ",
    "Цит. по: ",
    "• ",
    "— ",
    "See: ",
    "1.1. ",
    "¹ ",
    "12 ",
    "Տե՛ս ",
    "№ 5. ",
)
_NUMBERINGS = ("{n}. ", "{n}. ", "[{n}] ", "{n}) ")
_PEOPLE = frozenset({"authors", "editors"})
_SPACE_AFTER = re.compile(r"(?<=[.,:;])\s(?=$)")


def noisy(pieces: list[Piece], chance: Random) -> list[Piece]:
    """The pieces with one kind of dash, at times a number or "See" in front, a lost space, a lost last stop."""
    dash = chance.choice(_DASHES)
    found = [(text if label else text.replace("–", dash), label) for text, label in _united(pieces)]
    if chance.random() < 0.1:
        found = [
            (_SPACE_AFTER.sub("", text) if not label and chance.random() < 0.3 else text, label)
            for text, label in found
        ]
    if found and not found[-1][1] and chance.random() < 0.15:
        found[-1] = (found[-1][0].rstrip(".:։ "), None)
    if chance.random() < 0.1:
        found.insert(0, (chance.choice(_NUMBERINGS).format(n=chance.randint(1, 99)), None))
    if chance.random() < 0.03:
        found.insert(0, (chance.choice(_LEADS), None))
    return found


def _united(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces with what stands between two values in one, and without the marks that a missing word leaves."""
    for is_value, group in groupby(pieces, lambda piece: piece[1] is not None):
        if is_value:
            yield from group
        else:
            text = re.sub(r"\s+", " ", "".join(text for text, _ in group))
            yield re.sub(r"\s([.,](?:\s|$))", r"\1", text).replace("..", "."), None


def joined(pieces: list[Piece]) -> tuple[str, list[Span]]:
    """The text, and where its values stand; a stop behind a stop or a question mark is not printed."""
    text, spans = "", []
    for piece, label in pieces:
        if label:
            spans.append((label, len(text), len(text) + len(piece)))
        text += piece if label else _following(text, piece)
    return text.rstrip(), spans


def _following(text: str, piece: str) -> str:
    """What is printed behind the text: no second space, and no stop behind a stop or a question mark."""
    if piece.startswith(".") and text.endswith((".", "?")):
        piece = piece[1:]
    return piece.lstrip() if not text or text.endswith(" ") else piece


def merged(spans: list[Span]) -> list[Span]:
    """The spans with names that follow each other as one."""
    found: list[Span] = []
    for label, start, end in spans:
        if found and label in _PEOPLE and found[-1][0] == label:
            found[-1] = (label, found[-1][1], end)
        else:
            found.append((label, start, end))
    return found


def fields(text: str, spans: list[Span]) -> dict[str, Any]:
    """The labelled values, as the evaluation reads them; people are named once."""
    found: dict[str, Any] = {}
    for label, start, end in spans:
        value = text[start:end]
        if label in _PEOPLE:
            found.setdefault(label, []).append(value)
        else:
            found.setdefault(label, value)
    if "authors" in found:
        found["authors"] = _once(found["authors"])
    if "date" in found and (year := re.search(r"\d{4}", found["date"])):
        found["year"] = year.group()
    return found


def _once(names: list[str]) -> list[str]:
    """Names of which a later one does not repeat the family name of an earlier one."""
    families: set[str] = set()
    kept = []
    for name in names:
        words = [word.casefold() for word in re.findall(r"[^\W\d_]{2,}", name)]
        if families.isdisjoint(words):
            kept.append(name)
            families.add(max(words, key=len))
    return kept
