"""Why an affiliation is an institution's: its name, its ROR id, or the domain of an e-mail address in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from indexer.institutions.registry import institutions

_ADDRESS = re.compile(r"@([\w-]+(?:\.[\w-]+)+)")
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}")  # the form of ROR ids, see ror.readme.io


class Evidence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The piece of the string, and the registry's name, acronym, abbreviation, domain or ROR id that it is."""

    piece: str
    name: str


class Claim(msgspec.Struct, frozen=True, gc=False):
    """An institution's id with the evidence."""

    institution: str
    evidence: Evidence


def by_ror(identifiers: Iterable[tuple[str, str]]) -> Iterator[Claim]:
    """The institutions with these ROR ids, of pairs of scheme and value."""
    for scheme, value in identifiers:
        found = _ROR.search(value.lower()) if scheme == "ror" else None
        if found and (owner := _rors().get(found[0])):
            yield Claim(owner, Evidence(piece=value, name=found[0]))


def by_domain(text: str) -> Iterator[Claim]:
    """The institutions whose domains, or hosts under them, the e-mail addresses of a text have."""
    for match in _ADDRESS.finditer(text.lower()) if "@" in text else ():
        labels = match[1].split(".")
        for at in range(len(labels) - 1):
            domain = ".".join(labels[at:])
            if owner := _domains().get(domain):
                yield Claim(owner, Evidence(piece=match[1], name=domain))
                break


@cache
def _rors() -> dict[str, str]:
    return {entry.ror: entry.id for entry in institutions().values() if entry.ror}


@cache
def _domains() -> dict[str, str]:
    return {domain: entry.id for entry in institutions().values() for domain in entry.domains}
