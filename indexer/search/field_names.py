"""The fields that a query can name, in English and Russian."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

Kind = Literal["text", "exact", "number", "identifier", "works"]


class SearchField(msgspec.Struct, frozen=True, kw_only=True):
    """A field: what its values are, one for messages, its Russian name and its other names."""

    kind: Kind
    example: str
    ru: str = ""
    names: tuple[str, ...] = ()


def _read() -> dict[str, SearchField]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, SearchField])


FIELDS = _read()
"""By canonical name."""
NUMBER_FIELDS = frozenset(name for name, each in FIELDS.items() if each.kind == "number")
OPERATORS = frozenset(name for name, each in FIELDS.items() if each.kind == "works")
"""Names that take a query of its own: whatever a query can have, fields too."""
_CANONICAL = {
    written: name
    for name, each in FIELDS.items()
    for written in filter(None, (name, each.ru, *each.names))
}


def canonical(written: str) -> str | None:
    """The canonical name of a field as somebody writes it: ``Автор`` → ``author``; None if there is none."""
    return _CANONICAL.get(written.lower())


def all_names() -> str:
    """The names that exist, for a message: ``title (название), author (автор), …, doi``."""
    shown = (f"{name} ({each.ru})" if each.ru else name for name, each in FIELDS.items())
    return ", ".join(shown)
