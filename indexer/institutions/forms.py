"""The written names of the registry's institutions, by their first stem; and their short forms, by their first word.

Beside what the registry says, names follow customs: "имени …" is left out, and so is "национальный исследовательский";
what is a medical, pedagogical, technical or agrarian university today was an institute or an academy before the
renamings of the 1990s (``customs.toml``). What would so belong to two institutions counts beside the honorific only,
unless the registry itself says it of one.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec

from indexer.institutions.registry import Institution, institution, institutions
from indexer.institutions.tokens import expand, stem, stems, tokenise

_WORDS = Path(__file__).parent / "words.toml"
_CUSTOMS = Path(__file__).parent / "customs.toml"
_AFTER = re.compile(r"\s+(?:имени|им\.|імя|named after|named for|after)\s+(.*)$")
_BEFORE = re.compile(r"^(.*?)\s+(?:атындағы|атындагы|անվան)\s+")
_RESEARCH = re.compile(r"\b(?:национальный исследовательский|national research)\s+", re.IGNORECASE)
_INITIALS = re.compile(
    r"^(\S+) государственный университет ([^«].{5,})$"
)  # "МГУ геодезии и картографии"
_ACADEMY = re.compile(r"\b[А-ЯA-Z]{2,}\b")  # "имени Ж. Ж. Жеенбаева НАН КР"
_SURNAME = re.compile(r"[^\W\d_]{3,}")
_LEAST_WORDS = 3  # of a customary name: "Казанский университет" may be any of Kazan


class Form(msgspec.Struct, frozen=True, gc=False):
    """A written name as stems. ``honoured``: others share it, so it counts only beside the honorific."""

    stems: tuple[str, ...]
    name: str
    institution: str
    honoured: bool = False
    edges: tuple[int, ...] = ()  # places of commas and dashes inside


class Short(msgspec.Struct, frozen=True, gc=False):
    """An acronym or abbreviation. ``enough``: by itself, or only beside the city or the honorific."""

    words: tuple[str, ...]
    name: str
    institution: str
    enough: bool


@cache
def words(name: str) -> frozenset[str]:
    """A list of ``words.toml``, as stems."""
    return frozenset(map(stem, tomllib.loads(_WORDS.read_text(encoding="utf-8"))[name]))


@cache
def forms() -> dict[tuple[str, ...], list[Form]]:
    """Every written name by its stems; several institutions may share one."""
    found: dict[tuple[str, ...], list[Form]] = defaultdict(list)
    for form in _owned():
        found[form.stems].append(form)
    return dict(found)


@cache
def lengths() -> dict[str, dict[str, tuple[int, ...]]]:
    """How many stems the names have that begin with a stem, by the stem after it; "" for names of one."""
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for stems_of_name in forms():
        first, second, *_ = (*stems_of_name, "")
        found[first][second].add(len(stems_of_name))
    return {
        first: {second: tuple(sorted(of)) for second, of in seconds.items()}
        for first, seconds in found.items()
    }


def all_forms() -> Iterator[Form]:
    """Every written name."""
    return chain.from_iterable(forms().values())


def _owned() -> Iterator[Form]:
    """What the registry says outright goes before what custom makes of it."""
    given = [(name, entry.id) for entry in institutions().values() for name in written(entry)]
    taken: dict[tuple[str, ...], set[str]] = {}
    for customary in (_as_written, _shorter, _renamed):
        given = [*given, *((each, owner) for name, owner in given for each in customary(name))]
        for key, names in _owners(given).items():
            before = taken.get(key, set())
            after = before | names.keys()
            for owner in sorted(names.keys() - before):
                edges = _edges(names[owner])
                general = customary is not _as_written and len(key) < _LEAST_WORDS
                honoured = general or len(after) > 1
                yield Form(key, names[owner], owner, honoured=honoured, edges=edges)
            taken[key] = after


def _edges(name: str) -> tuple[int, ...]:
    tokens = tokenise(expand(name))
    return tuple(at for at, token in enumerate(tokens) if at and token.edge)


def _as_written(_name: str) -> Iterator[str]:
    yield from ()


def _owners(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, ...], dict[str, str]]:
    """The institutions of each row of stems, with the name that is it."""
    found: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for name, owner in pairs:
        found[stems(expand(name))].setdefault(owner, name)
    return dict(found)


def written(entry: Institution) -> Iterator[str]:
    """The names that the registry gives, of today and before."""
    for names in (*entry.names.values(), entry.former):
        yield from names


def _shorter(name: str) -> Iterator[str]:
    plain = _BEFORE.sub("", _AFTER.sub("", name))
    for shorter in (plain, _RESEARCH.sub("", name), _RESEARCH.sub("", plain)):
        each = shorter[:1].upper() + shorter[1:]
        if each != name and len(stems(each)) > 1:
            yield each


def _renamed(name: str) -> Iterator[str]:
    if match := _INITIALS.match(name):
        city, rest = match.groups()
        initials = "СПб" if city == "Санкт-Петербургский" else city[0]
        yield f"{initials}ГУ {rest}"
    for pattern, before in _customs():
        if match := pattern.match(name):
            yield from (match.expand(each) for each in before)


@cache
def _customs() -> list[tuple[re.Pattern[str], list[str]]]:
    customs = tomllib.loads(_CUSTOMS.read_text(encoding="utf-8"))
    return [
        (re.compile(rf"^(\S+(?: \S+)?) {kind}$"), before)
        for of_language in customs.values()
        for kind, before in of_language.items()
    ]


@cache
def short_forms() -> dict[str, list[Short]]:
    """Acronyms and abbreviations by first word."""
    found: dict[str, list[Short]] = defaultdict(list)
    for entry in institutions().values():
        for enough, names in ((True, entry.acronyms), (False, entry.abbreviations)):
            for name in names:
                said = tuple(token.raw for token in tokenise(name))
                found[said[0]].append(Short(said, name, entry.id, enough))
    return dict(found)


@cache
def honorific_stems(identifier: str) -> frozenset[str]:
    """The words of those in whose honour the institution is named."""
    entry = institution(identifier)
    assert entry is not None  # noqa: S101 -- ids come from forms
    found = set(map(stem, entry.honorific))
    for name in written(entry):
        tail = [*_AFTER.findall(name), *_BEFORE.findall(name)]
        said = (_ACADEMY.split(piece)[0] for piece in tail)
        found |= {
            stem(word) for piece in said for word in _SURNAME.findall(piece) if word.istitle()
        }
    return frozenset(found)
