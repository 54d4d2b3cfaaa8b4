"""What a person's works say of the person: names in all scripts, identifiers, affiliations by year. Pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from catalogue.derived.works import WorkEntry
from indexer.text.folding import fold
from schemas import AttributedContributor
from schemas.identifiers import cleaned


class NameForm(msgspec.Struct, frozen=True):
    """A written form of the name, and in how many of the works it stands."""

    text: str
    lang: str | None
    works: int


class Place(msgspec.Struct, frozen=True):
    """An affiliation, with the first and the last year of the works that give it (None: of undated works alone)."""

    text: str
    lang: str | None
    first: int | None
    last: int | None
    works: int


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """All of them. Identifiers are (scheme, value)."""

    names: tuple[NameForm, ...]
    identifiers: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]


def facts_of(person: int, works: Sequence[WorkEntry]) -> Facts:
    """What these works say of the person."""
    mentions = [(entry, who) for entry in works for who in _mentions(person, entry)]
    people = [who for _, who in mentions]
    return Facts(
        names=tuple(_names(people)),
        identifiers=tuple(_identifiers(people)),
        places=tuple(_places(mentions)),
    )


def _mentions(person: int, entry: WorkEntry) -> Iterator[AttributedContributor]:
    return (who for who, number in entry.named if number == person)


def _names(people: Iterable[AttributedContributor]) -> list[NameForm]:
    """Most frequent first; of equally frequent ones in the order of the alphabet."""
    counts: Counter[str] = Counter()
    langs: dict[str, str | None] = {}
    for who in people:
        for text in {form.text for form in who.forms}:
            counts[text] += 1
        for form in who.forms:
            langs[form.text] = langs.get(form.text) or form.lang
    ordered = sorted(counts, key=lambda text: (-counts[text], text))
    return [NameForm(text, langs[text], counts[text]) for text in ordered]


def _identifiers(people: Iterable[AttributedContributor]) -> list[tuple[str, str]]:
    found = {
        (each.scheme, cleaned(each.scheme, each.value) or each.value)
        for who in people
        for each in who.contributor.identifiers
    }
    return sorted(found)


def _places(mentions: Iterable[tuple[WorkEntry, AttributedContributor]]) -> list[Place]:
    """Latest first; the same words in another case are one affiliation."""
    years: defaultdict[str, list[int | None]] = defaultdict(list)
    said: dict[str, tuple[str, str | None]] = {}
    for entry, who in mentions:
        names = [place.names[0] for place in who.contributor.affiliations if place.names]
        for key, name in {fold(name.text): name for name in names}.items():
            said.setdefault(key, (name.text, name.lang))
            years[key].append(entry.body.year)
    found = [_place(*said[key], years[key]) for key in years]
    return sorted(found, key=lambda place: (-(place.last or 0), -place.works, place.text))


def _place(text: str, lang: str | None, years: Sequence[int | None]) -> Place:
    dated = [year for year in years if year is not None]
    return Place(text, lang, min(dated, default=None), max(dated, default=None), len(years))
