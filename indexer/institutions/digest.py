"""One hash of all the lists by which institutions and countries are told."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path


@cache
def digest() -> str:
    """The hash of the registry, the gazetteer and the lists of words, as hexadecimal digits."""
    folder = Path(__file__).parent
    found = blake2b(digest_size=16)
    for path in sorted(folder.rglob("*.toml")):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
