"""The registry of institutions, read once from ``registry/*.toml`` (``registry/README.md`` explains its fields)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from indexer.institutions import gazetteer

_FOLDER = Path(__file__).parent / "registry"
_LANGUAGES = ("ru", "en", "be", "kk", "ky", "hy", "tr")
_TOWN = "г. "


class Institution(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A university, an academy or one of its institutes. ``names`` by language; the other fields as in the README."""

    id: str
    country: str
    city: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    region: str | None = None
    other_regions: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    honorific: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    parent: str | None = None
    academy: bool = False
    domains: tuple[str, ...] = ()
    ror: str | None = None
    merged: tuple[str, ...] = ()
    source: str = "common knowledge"

    def name(self, language: str) -> str:
        """The name to show in this language, else the Russian one."""
        return self.names.get(language, self.names["ru"])[0]

    @property
    def own_name(self) -> str | None:
        """The name in the country's own language where that is neither Russian nor English."""
        own = [
            forms[0] for language, forms in self.names.items() if language not in {"ru", "en", "tr"}
        ]
        return own[0] if own else None

    @property
    def regions(self) -> frozenset[str]:
        """The regions of its cities, as ISO 3166-2."""
        return frozenset(filter(None, (self.region, *self.other_regions)))

    def city_name(self, language: str) -> str:
        """The city's name in Russian ("ru") or English (anything else)."""
        return self.city[0] if language == "ru" else self.city[1]


@cache
def institutions() -> dict[str, Institution]:
    """All institutions by id, in the order of the files. A later file may add to an entry of an earlier one."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for identifier, fields in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[identifier] = united(found.get(identifier, {}), fields)
    return {identifier: _institution(identifier, fields) for identifier, fields in found.items()}


def united(fields: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry with those that another file adds: lists grow, the first of other values stays."""
    lists = {
        name: [*dict.fromkeys([*fields.get(name, ()), *values])]
        for name, values in added.items()
        if isinstance(values, list)
    }
    return added | fields | lists


def _institution(identifier: str, fields: dict[str, Any]) -> Institution:
    """An entry as the files write it: names under the codes of their languages, cities under their keys."""
    names = {code: tuple(fields.pop(code)) for code in _LANGUAGES if code in fields}
    town = gazetteer.city(fields.pop("city"))
    others = [gazetteer.city(key) for key in fields.pop("also_in", ())]
    given = {
        "id": identifier,
        "country": identifier.partition("-")[0].upper(),
        "city": [name.removeprefix(_TOWN) for place in (town, *others) for name in place.names],
        "region": town.region,
        "other_regions": [place.region for place in others if place.region],
        "names": names,
    }
    return msgspec.convert(given | fields, Institution)


def institution(identifier: str) -> Institution | None:
    """The institution of this id, or the one into which that was merged, or None."""
    return institutions().get(identifier) or institutions().get(_merged().get(identifier, ""))


@cache
def _merged() -> dict[str, str]:
    return {former: entry.id for entry in institutions().values() for former in entry.merged}


def ancestors(identifier: str) -> tuple[str, ...]:
    """The institutions that this one is a part of, the nearest first."""
    found: list[str] = []
    entry = institution(identifier)
    while entry and entry.parent and entry.parent not in found:
        found.append(entry.parent)
        entry = institution(entry.parent)
    return tuple(found)
