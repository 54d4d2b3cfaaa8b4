"""How far an identifier reaches: whether it names the same thing everywhere, on its server, or in its file only.

Crawler and deduplication share this: only what is :func:`is_global` may join records of two sources, or name a
record of a file. The rules are data, in ``vocabularies/identifier_reach.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from schemas.identifiers import bare, scheme_of

Reach = Literal["global", "server", "file"]
_DATA = Path(__file__).parent / "vocabularies" / "identifier_reach.toml"


class _Schemes(msgspec.Struct, frozen=True, kw_only=True):
    everywhere: frozenset[str] = msgspec.field(name="global")
    file: frozenset[str]


class _Rules(msgspec.Struct, frozen=True, kw_only=True):
    schemes: _Schemes
    unregistered: dict[str, frozenset[str]]
    placeholders: dict[str, frozenset[str]]


@cache
def _rules() -> _Rules:
    loaded = msgspec.convert(tomllib.loads(_DATA.read_text(encoding="utf-8")), _Rules)
    plain = {
        scheme: frozenset(bare(scheme, value) for value in values)
        for scheme, values in loaded.placeholders.items()
    }
    return msgspec.structs.replace(loaded, placeholders=plain)


def reach(scheme: str, value: str = "") -> Reach:
    """How far the identifier reaches; without a value, how far its scheme does.

    A handle of DSpace's default prefix (``123456789/78``) reaches as far as its server, for it is not registered; the
    same holds of test DOIs, and of values that stand in templates.
    """
    name, rules = scheme_of(scheme), _rules()
    if name in rules.schemes.file:
        return "file"
    if name not in rules.schemes.everywhere:
        return "server"
    if not value or not (name in rules.unregistered or name in rules.placeholders):
        return "global"
    form = bare(name, value)
    prefix = form.partition("/")[0]
    local = prefix in rules.unregistered.get(name, ()) or form in rules.placeholders.get(name, ())
    return "server" if local else "global"


def is_global(scheme: str, value: str) -> bool:
    """Whether the identifier names the same thing in every source."""
    return reach(scheme, value) == "global"
