"""Keeps a record within the limits of its contract (:mod:`schemas.limits`). Pure functions.

Hardly any record breaks one, so a struct is first checked as a whole, against types made from the limits; the same
types give the JSON Schema its ``maxLength`` and ``maxItems``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from math import inf
from typing import Any, Final

import msgspec

from schemas.limited_types import limited_type
from schemas.limits import IDENTITY, MOST_TEXT, RECORD, WORK, YEARS, Limit
from schemas.record import HarvestedRecord
from schemas.work import Work

_GONE: Final = object()
_NEAR = 100  # characters back to the end of a word
_SURELY_FEW = min(MOST_TEXT.values())
_LONGEST_ID, _LONGEST_VALUE = RECORD["identifier"].most, RECORD["identifiers[].value"].most


def within_limits(record: HarvestedRecord) -> tuple[HarvestedRecord, tuple[str, ...]]:
    """The record within its limits, and what was cut or left out, in lines that its ``warnings`` now hold too.

    The identifier of the record stays as it is: see :func:`refusal`. Once within its limits a record stays the same.
    """
    return _fitted(record, len(msgspec.json.encode(record)))


def read_record(encoded: bytes) -> HarvestedRecord:
    """A record as the catalogue keeps it, within its limits even if it was stored before there were any."""
    return _fitted(msgspec.json.decode(encoded, type=HarvestedRecord), len(encoded))[0]


def read_work(encoded: bytes) -> Work:
    """A work as the catalogue keeps it, within its limits even if it was derived before there were any."""
    work = msgspec.json.decode(encoded, type=Work)
    if _fits(work, len(encoded)):
        return work
    kept: Work = _Cutting(WORK).struct(work, "")
    return kept


def _fitted(record: HarvestedRecord, size: int) -> tuple[HarvestedRecord, tuple[str, ...]]:
    if _fits(record, size):
        return record, ()
    cutting = _Cutting(RECORD)
    kept: HarvestedRecord = cutting.struct(record, "")
    lines = cutting.lines()
    if not lines:
        return record, ()
    most = RECORD["warnings"].most
    return msgspec.structs.replace(kept, warnings=(*lines, *kept.warnings)[:most]), lines


def refusal(record: HarvestedRecord) -> str | None:
    """Why the record cannot be taken, because to cut it would make it another one; None if it can."""
    if (length := len(record.identifier)) > _LONGEST_ID:
        return f"its identifier has {length:,} characters, more than {_LONGEST_ID:,}"
    if not record.identifiers:
        return None
    named = [name for name in record.identifiers if name.scheme.lower() in IDENTITY]
    for name in named:
        if (length := len(name.value)) > _LONGEST_VALUE:
            return f"its {name.scheme} has {length:,} characters, more than {_LONGEST_VALUE:,}"
    most = RECORD["identifiers"].most
    if len(named) > most:
        return f"it has {len(named):,} identifiers of publications, more than {most:,}"
    return None


@cache
def _checked(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    return limited_type(kind, RECORD if kind is HarvestedRecord else WORK)


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a struct with their defaults."""
    return tuple((field.name, field.default) for field in msgspec.structs.fields(kind))


def _fits(item: msgspec.Struct, size: int) -> bool:
    """True if nothing is beyond a limit; ``size`` is that of its JSON, which is never less than that of its texts."""
    if size > _SURELY_FEW:
        return False
    try:
        msgspec.convert(item, _checked(type(item)), from_attributes=True)
    except msgspec.ValidationError:
        return False
    return True


class _Cutting:
    """Walks through a struct, notes what is beyond its limits, and counts the texts of long lists."""

    def __init__(self, limits: dict[str, Limit]) -> None:
        self._limits = limits
        self._left = inf  # characters of the list at work
        self._found: Counter[tuple[str, str]] = Counter()

    def lines(self) -> tuple[str, ...]:
        """What was done, a line a field."""
        return tuple(f"{path}: {what} ({count:,})" for (path, what), count in self._found.items())

    def struct(self, item: msgspec.Struct, path: str) -> Any:
        """The struct within its limits; :data:`_GONE` if something is left out that must be there."""
        changed: dict[str, Any] = {}
        for name, default in _fields(type(item)):
            before = getattr(item, name)
            if before is default:
                continue
            after = self._value(before, f"{path}{name}")
            if after is _GONE:
                if default is msgspec.NODEFAULT:
                    return _GONE
                after = default
            if after is not before:
                changed[name] = after
        return msgspec.structs.replace(item, **changed) if changed else item

    def _value(self, value: Any, path: str) -> Any:
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, tuple):
            return self._items(value, path)
        if isinstance(value, msgspec.Struct):
            return self.struct(value, f"{path}.")
        if isinstance(value, int) and path.rpartition(".")[2] == "year":
            return self._year(value, path)
        return value

    def _text(self, text: str, path: str) -> Any:
        limit = self._limits.get(path)
        if limit is None or len(text) <= limit.most or limit.beyond == "refused":
            self._left -= len(text)
            return text
        self._found[path, f"{limit.beyond}, over {limit.most:,} characters"] += 1
        if limit.beyond == "left out":
            return _GONE
        self._left -= limit.most
        return _shortened(text, limit.most)

    def _items(self, items: tuple[Any, ...], path: str) -> tuple[Any, ...]:
        limit = self._limits.get(path)
        chosen = items
        if limit is not None and len(items) > limit.most:
            self._found[path, f"left out, over {limit.most:,} of them"] += len(items) - limit.most
            chosen = self._chosen(items, path, limit.most)
        self._left = MOST_TEXT.get(path, self._left)
        kept = tuple(self._each(chosen, path))
        self._left = inf if path in MOST_TEXT else self._left
        same = len(kept) == len(items) and all(a is b for a, b in zip(kept, items, strict=True))
        return items if same else kept

    def _each(self, items: tuple[Any, ...], path: str) -> Iterator[Any]:
        for place, item in enumerate(items):
            if self._left <= 0 and path in MOST_TEXT:
                told = f"left out, over {MOST_TEXT[path]:,} characters in all"
                self._found[path, told] += len(items) - place
                return
            after = self._value(item, f"{path}[]")
            if after is not _GONE:
                yield after

    def _chosen(self, items: tuple[Any, ...], path: str, most: int) -> tuple[Any, ...]:
        """The first ones; of identifiers those that say which publication this is before all others."""
        if path == "identifiers":
            items = tuple(sorted(items, key=lambda name: name.scheme.lower() not in IDENTITY))
        return items[:most]

    def _year(self, year: int, path: str) -> Any:
        if YEARS[0] <= year <= YEARS[1]:
            return year
        self._found[path, f"left out, not from {YEARS[0]} to {YEARS[1]}"] += 1
        return _GONE


def _shortened(text: str, most: int) -> str:
    """The beginning of the text, to the end of a word if one is near."""
    end = text.rfind(" ", most - _NEAR, most + 1)
    return text[: end if end > 0 else most].rstrip()
