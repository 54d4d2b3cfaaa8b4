"""What the rules for GOST forms find in a reference, for tables of literals."""

from __future__ import annotations

from typing import Any

import msgspec

from indexer.references.gost import parse_gost
from indexer.references.opening import opened
from indexer.text.printed import squeeze


def rows(table: str) -> list[tuple[str, dict[str, Any]]]:
    """A table in which a line of a text stands before one "=> field: value | field: value".

    A "-" says that there is no value; people are parted by " & ".
    """
    lines = [line.strip() for line in table.splitlines()]
    said = [line for line in lines if line and not line.startswith("#")]
    return [
        (text, dict(map(_field, values.removeprefix("=> ").split(" | "))))
        for text, values in zip(said[::2], said[1::2], strict=True)
    ]


def _field(text: str) -> tuple[str, Any]:
    name, _, value = text.partition(": ")
    if value == "-":
        return name, None
    if name in {"authors", "editors", "translators"}:
        return name, value.split(" & ")
    return name, int(value) if name == "year" else value


def found(text: str, expected: dict[str, Any]) -> dict[str, Any]:
    """The fields that ``expected`` names, as the rules read them, whatever style the text would be routed to."""
    fields = msgspec.to_builtins(parse_gost(opened(squeeze(text))))
    return {
        name: list(value) if isinstance(value := fields.get(name), tuple) else value
        for name in expected
    }
