"""Reads a labelled table of affiliation strings; finds its "new" institutions in today's registry by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from indexer.evaluate.sets import read_table
from indexer.institutions import institutions
from indexer.institutions.tokens import expand, stems
from indexer.text.scripts import script_of

_COLUMNS = ("string", "expected_ids", "expected_names", "country", "note")
_COUNTRY = re.compile(r"[A-Z]{2}")
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_SINCE = re.compile(r"^(?:formerly|до \d{4})\s+")
_KAZAKH = re.compile("[әғқұһ]", re.IGNORECASE)
_KYRGYZ = re.compile("[ңөү]|университети|мамлекет|атындагы|академияс", re.IGNORECASE)
_BELARUSIAN = re.compile("[ўі]|акадэмі|універс", re.IGNORECASE)
_ROMANISED = re.compile(
    r"skij\b|skii\b|nyi\b|nyj\b|ulttyq|petakan|üniversite|rossi|\bRAN\b", re.IGNORECASE
)
# what the makers of such tables note of a string, by kind; the first that fits counts
_KINDS = (
    (
        "trap",
        r"trap|one word more|same letters|same honorific|other |different|\bnot\b|begins like|close to|inside"
        r"|ambiguous|general|place|address only|honorific of|a school|a title|publisher",
    ),
    ("former name", r"former|predecessor|merged"),
    ("short form", r"acronym|abbr|short|letters"),
    ("institute or branch", r"institute|branch|department|centre|observatory"),
    ("typing error", r"typo|spelling|a Latin|orthography|no hyphen|apostrophe|ampersand"),
    ("inflected", r"genitive|inflected|ending"),
    ("several", r"\btwo\b|joined|numbers?\b|lettered"),
)


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """A string and the ids of the registry that it should give; ``note`` says what is special about it."""

    text: str
    expected: frozenset[str]
    countries: frozenset[str]
    note: str
    elsewhere: bool = False  # the registry of the table's makers held none of its institutions


def read_labels(path: Path) -> Iterator[Labels]:
    """The rows of a table. What is "new" and not in the registry is left out of ``expected``."""
    for text, ids, names, countries, note in read_table(path, *_COLUMNS):
        yield Labels(
            text=text,
            expected=frozenset(_expected(ids, names)),
            countries=frozenset(countries.split("|")) - {""},
            note=note,
            elsewhere=all(each.startswith("new:") for each in ids.split("|")),
        )


def _expected(ids: str, names: str) -> Iterator[str]:
    given = [each for each in ids.split("|") if each and each != "none"]
    described = names.split("; ") if names else []
    for at, identifier in enumerate(given):
        if not identifier.startswith("new:"):
            yield identifier
        elif at < len(described) and (known := _known_as(described[at])):
            yield known


def _known_as(description: str) -> str | None:
    """The institution of "name / English name, city, country", which all have to agree."""
    names, _, country = description.rpartition(", ")
    if not _COUNTRY.fullmatch(country):
        names, country = description, ""
    names, _, _city = names.rpartition(", ")
    for form in _forms(names):
        for identifier in _named().get(stems(expand(form)), ()):
            if country in {"", institutions()[identifier].country}:
                return identifier
    return None


def _forms(names: str) -> Iterator[str]:
    for name in names.split(" / "):
        yield from (_BRACKET.sub("", name), _SINCE.sub("", name))
        yield from (_SINCE.sub("", inside) for inside in _BRACKET.findall(name))


@cache
def _named() -> dict[tuple[str, ...], tuple[str, ...]]:
    owners: dict[tuple[str, ...], tuple[str, ...]] = {}
    for entry in institutions().values():
        for name in (name for names in entry.names.values() for name in names):
            key = stems(expand(name))
            owners[key] = (*owners.get(key, ()), entry.id)
    return owners


def kind_of(labels: Labels) -> str:
    """The kind of a string by its note; a noted string of an institution that was new to the makers is a trap."""
    if labels.elsewhere and labels.note:
        return "trap"
    found = (kind for kind, words in _KINDS if re.search(words, labels.note, re.IGNORECASE))
    return next(found, "other" if labels.note else "plain")


def language_of(text: str) -> str:
    """The language or script of a string as far as its letters and common words tell."""
    if script_of(text) == "Latn":
        return "romanised" if _ROMANISED.search(text) else "en"
    if script_of(text) == "Armn":
        return "hy"
    tests = (("kk", _KAZAKH), ("ky", _KYRGYZ), ("be", _BELARUSIAN))
    return next((code for code, test in tests if test.search(text)), "ru")
