"""The little language of the forms.

``{field}`` is a value, ``{.term}`` a word of the language, ``<…>`` a group that is left out when a value in it is
missing, and ``<one|two>`` the first alternative whose values are there; ``<%one|two>`` chooses by chance, an empty
alternative too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from random import Random
from typing import NamedTuple

Piece = tuple[str, str | None]  # a text, and the field whose value it is, or None


class Field(NamedTuple):
    """A value or a term to put in."""

    name: str


class Group(NamedTuple):
    """Alternatives, of which one is printed."""

    choices: tuple[tuple[Part, ...], ...]
    by_chance: bool


Part = str | Field | Group
Term = Callable[[str], str]


@lru_cache(maxsize=4096)
def parsed(template: str) -> tuple[Part, ...]:
    """The parts of a template; raises ValueError where a bracket does not close."""
    choices, end = _choices(template, 0)
    if end != len(template) or len(choices) != 1:
        raise ValueError(f"a bracket too many in {template!r}")
    return choices[0]


def _choices(text: str, at: int) -> tuple[list[tuple[Part, ...]], int]:
    """The alternatives from a place on, up to the bracket that closes them or the end."""
    choices: list[list[Part]] = [[]]
    while at < len(text) and text[at] != ">":
        if text[at] == "|":
            choices.append([])
            at += 1
        elif text[at] == "<":
            part, at = _group(text, at)
            choices[-1].append(part)
        elif text[at] == "{":
            end = text.index("}", at)
            choices[-1].append(Field(text[at + 1 : end]))
            at = end + 1
        else:
            end = min((found for mark in "<>{|" if (found := text.find(mark, at)) >= 0), default=-1)
            end = len(text) if end < 0 else end
            choices[-1].append(text[at:end])
            at = end
    return [tuple(parts) for parts in choices], at


def _group(text: str, at: int) -> tuple[Group, int]:
    by_chance = text.startswith("<%", at)
    choices, end = _choices(text, at + 1 + by_chance)
    if end >= len(text):
        raise ValueError(f"a bracket is open in {text!r}")
    return Group(tuple(choices), by_chance), end + 1


def settled(template: str, chance: Random) -> tuple[Part, ...]:
    """The parts of a template; one that is nothing but a choice by chance is decided."""
    parts = parsed(template)
    only = parts[0] if len(parts) == 1 else None
    return chance.choice(only.choices) if isinstance(only, Group) and only.by_chance else parts


def needed(parts: tuple[Part, ...]) -> set[str]:
    """The values without which the parts cannot be printed."""
    return {part.name for part in parts if isinstance(part, Field)}


def filled(
    parts: tuple[Part, ...], values: Mapping[str, list[Piece]], term: Term, chance: Random
) -> list[Piece]:
    """The pieces of parts with their values; raises KeyError where a value that is needed has no name."""
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append((part, None))
        elif isinstance(part, Group):
            pieces += filled(_chosen(part, values, chance), values, term, chance)
        elif part.name.startswith("."):
            pieces.append((term(part.name[1:]), None))
        else:
            pieces += values[part.name]
    return pieces


def _chosen(group: Group, values: Mapping[str, list[Piece]], chance: Random) -> tuple[Part, ...]:
    """The alternative that is printed: one whose values are there, or none."""
    choices = list(group.choices)
    if group.by_chance:
        chance.shuffle(choices)
    for parts in choices:
        if all(name.startswith(".") or values.get(name) for name in needed(parts)):
            return parts
    return ()
