"""An evaluation as text to read: figures, tables of scores, and the worst errors one under the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_SCORES = ("precision", "recall", "f1")


def as_text(outcome: Mapping[str, Any]) -> str:
    """What an evaluation gave, ready for the terminal; the order is kept, the errors come last."""
    plain = {name: value for name, value in outcome.items() if not isinstance(value, dict | list)}
    lines = [*_aligned(plain)]
    for name, value in outcome.items():
        if isinstance(value, dict):
            lines += ["", name, *(_table(value) if _is_table(value) else _aligned(value, "  "))]
    lines += [*_errors(outcome.get("worst", []))]
    return "\n".join(lines) + "\n"


def _aligned(figures: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    width = max((len(name) for name in figures), default=0)
    for name, value in figures.items():
        yield f"{indent}{name:<{width}}  {_shown(value)}"


def _is_table(value: Mapping[str, Any]) -> bool:
    """Whether every entry has its own scores, as fields, kinds and languages have."""
    return bool(value) and all(isinstance(row, dict) and "f1" in row for row in value.values())


def _table(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    width = max(len(name) for name in rows)
    yield f"  {'':<{width}}" + "".join(f"{score:>11}" for score in _SCORES)
    for name, scores in rows.items():
        yield f"  {name:<{width}}" + "".join(f"{_shown(scores[score]):>11}" for score in _SCORES)


def _errors(worst: list[Any]) -> Iterator[str]:
    if worst:
        yield f"\nthe worst {len(worst)} errors"
    for number, error in enumerate(worst, 1):
        if isinstance(error, dict):
            yield f"{number:>3}"
            yield from _aligned(error, "    ")
        else:
            yield f"{number:>3}  {error}"


def _shown(value: Any) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)
