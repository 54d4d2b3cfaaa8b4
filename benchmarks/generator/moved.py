"""Moves values into the wrong attribute, as careless imports do: authors, host and year behind the title.

The recipe is that of DeepMatcher's "dirty" sets (Mudgal and others, SIGMOD 2018): each value goes with a probability of
one half into the title, and from its own attribute. In which order the values stand there, and what parts the names,
differs by record.
"""

from __future__ import annotations

from random import Random
from typing import Any

MOVED = 0.5
_ATTRIBUTES = ("authors", "container", "year")
_BETWEEN_NAMES = (" ", ", ")


def moved(chance: Random, line: dict[str, Any], rate: float = MOVED) -> dict[str, Any]:
    """A line of a labelled set with some of its values behind the title; the same for the same ``chance``."""
    between = chance.choice(_BETWEEN_NAMES)
    chosen = [name for name in _ATTRIBUTES if line.get(name) and chance.random() < rate]
    chance.shuffle(chosen)
    kept = {name: value for name, value in line.items() if name not in chosen}
    texts = [line.get("title") or "", *(_printed(line[name], between) for name in chosen)]
    return {**kept, "title": " ".join(texts).strip()}


def _printed(value: Any, between: str) -> str:
    return between.join(value) if isinstance(value, list) else str(value)
