"""Text as it would read had another keyboard layout been on: ``ctvfynbrf`` → ``семантика``, ``ыщшд`` → ``soil``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from indexer.text.scripts import script_of


def retyped(text: str) -> Iterator[str]:
    """What the text may have been meant to be, the likeliest layout first; nothing for text in several scripts."""
    scripts = {script_of(word) for word in text.split() if any(map(str.isalpha, word))}
    if scripts <= {"Latn", "Zyyy"} and any("a" <= letter <= "z" for letter in text.lower()):
        tables = [table for _, table in _to_others()]
    elif len(scripts) == 1:
        tables = [_inverse(table) for _, table in _to_others()]
    else:
        return
    readings = dict.fromkeys(text.translate(table) for table in tables)
    yield from (each for each in readings if each != text and _is_one_script(each))


def _is_one_script(text: str) -> bool:
    letters = {script_of(letter) for letter in text if letter.isalpha()}
    return len(letters) == 1


def _inverse(table: dict[int, str]) -> dict[int, str]:
    """Keys of the other layout → those of the Latin one."""
    return {ord(value): chr(key) for key, value in table.items()}


@cache
def _to_others() -> tuple[tuple[str, dict[int, str]], ...]:
    """The tables from Latin keys to those of each layout."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    lower, upper = data["latin"], data["shifted"]
    named: dict[str, str] = data["layouts"]
    found = []
    for name in ("ru", "be", "kk", "hy", "hy-east"):
        keys = named.get(name) or named[data["like"][name]]
        table = dict(zip(map(ord, lower), keys, strict=True))
        table |= {
            ord(shifted): letter.upper()
            for shifted, letter in zip(upper, keys, strict=True)
            if letter.isalpha()
        }
        table |= _pairs(data["digits"].get(name, ""))
        found.append((name, table))
    return tuple(found)


def _pairs(keys: str) -> dict[int, str]:
    return {ord(key): letter for key, letter in zip(keys[::2], keys[1::2], strict=True)}
