"""The registry of institutions, read once from ``registry.toml`` (whose head says what each field means)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).parent / "registry.toml"


class Institution(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A university or academy. ``names`` by language; the other fields as ``registry.toml`` explains them."""

    id: str
    country: str
    city: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    honorific: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    parent: str | None = None

    def name(self, language: str) -> str:
        """The name to show in this language, else the Russian one."""
        return self.names.get(language, self.names["ru"])[0]

    @property
    def own_name(self) -> str | None:
        """The name in the country's own language where that is neither Russian nor English."""
        own = [forms[0] for language, forms in self.names.items() if language not in {"ru", "en"}]
        return own[0] if own else None

    def city_name(self, language: str) -> str:
        """The city's name in Russian ("ru") or English (anything else)."""
        return self.city[0] if language == "ru" else self.city[1]


@cache
def institutions() -> dict[str, Institution]:
    """All institutions by id, in the order of the file."""
    loaded = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    entries = msgspec.convert(loaded["institution"], tuple[Institution, ...])
    return {entry.id: entry for entry in entries}


def institution(identifier: str) -> Institution | None:
    """The institution of this id, or None."""
    return institutions().get(identifier)


def ancestors(identifier: str) -> tuple[str, ...]:
    """The institutions that this one is a part of, the nearest first."""
    found: list[str] = []
    entry = institution(identifier)
    while entry and entry.parent and entry.parent not in found:
        found.append(entry.parent)
        entry = institution(entry.parent)
    return tuple(found)
