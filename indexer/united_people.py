"""The people of a work out of those of its records, each with what every record says of him.

The record that names most authors leads. Whoever another record names is looked for among its people: by an identifier
of the person, by the key of a name, by the place in the list; an identifier or an initial that contradicts parts them.
Names, identifiers and affiliations of all records are kept, each with the sources that give it. People of a role that
the leading record does not know (editors, translators) are added. Others whom it leaves out would mostly be its own
people once more, in a spelling that tells nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import msgspec

from indexer.dedupe.people import same_person
from indexer.profiles.of_record import people_keys
from indexer.text.author_key import author_key
from indexer.text.folding import fold
from indexer.text.name_key import NameKey
from schemas import Affiliation, Attributed, AttributedContributor, Contributor, Identifier
from schemas.identifiers import cleaned
from schemas.record import ContributorRole
from schemas.work import PersonStatement

_MOST_FORMS = 30  # of a name: who has more namesakes on a paper is not told apart by them
_ALIKE = 0.7  # the least agreement of two names of one person (indexer/dedupe/people.py)
_BY_ID = 2.0  # more than any agreement of names

Part = tuple[str, Sequence[Contributor]]
"""The source of a record, and its people."""


class Given(NamedTuple):
    """A person as a record of a source gives him."""

    source: str
    person: Contributor


def united(parts: Sequence[Part]) -> tuple[AttributedContributor, ...]:
    """The people of a work, from those of its records, the oldest record first."""
    lead = max(parts, key=lambda part: _authors_and_all(part[1]))
    source, people = lead
    gathered = [[Given(source, person)] for person in people]
    known = _Known(people)
    for other, others in (part for part in parts if part is not lead):
        for place, person in known.places(others):
            gathered[place].append(Given(other, person))
    roles = {person.role for person in people}
    added = _of_other_roles((part for part in parts if part is not lead), roles)
    return tuple([_one(given) for given in (*gathered, *([one] for one in added))])


def _authors_and_all(people: Sequence[Contributor]) -> tuple[int, int]:
    return sum(person.role == "author" for person in people), len(people)


def _of_other_roles(parts: Iterable[Part], roles: set[ContributorRole]) -> Iterator[Given]:
    """The people of roles that are not known yet, of the first record that has such a role."""
    for source, people in parts:
        found = [Given(source, person) for person in people if person.role not in roles]
        roles = roles | {given.person.role for given in found}
        yield from found


class _Known:
    """The people of the leading record, to find those of others among them."""

    def __init__(self, people: Sequence[Contributor]) -> None:
        self._people = people
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_id: dict[Identifier, int] = {}
        for place, person in enumerate(people):
            for key in {author_key(name) for name in person.names} - {""}:
                self._by_key[key].append(place)
            for identifier in _identifiers(person):
                self._by_id.setdefault(identifier, place)

    def places(self, others: Sequence[Contributor]) -> Iterator[tuple[int, Contributor]]:
        """Who of the others is whom, each at most once; the surest first."""
        options = sorted(
            (-likeness, abs(place - index), index, place)
            for index, person in enumerate(others)
            for place in self._candidates(index, person)
            if (likeness := _likeness(self._people[place], person)) >= _ALIKE
        )
        taken: set[int] = set()
        placed: set[int] = set()
        for _, _, index, place in options:
            if index not in placed and place not in taken:
                placed.add(index)
                taken.add(place)
                yield place, others[index]

    def _candidates(self, index: int, person: Contributor) -> set[int]:
        """Few at most, however many people a paper has: who shares an identifier, a key or the place."""
        keys = {author_key(name) for name in person.names}
        named = [place for key in keys for place in islice(self._by_key.get(key, ()), _MOST_FORMS)]
        by_id = [self._by_id[each] for each in _identifiers(person) if each in self._by_id]
        same_place = [index] if index < len(self._people) else []
        return {*by_id, *named, *same_place}


def _likeness(one: Contributor, other: Contributor) -> float:
    """How surely two entries are one person: 0 if something contradicts, else as far as their names agree."""
    if one.role != other.role or one.kind != other.kind:
        return 0.0
    mine, theirs = _identifiers(one), _identifiers(other)
    if mine & theirs:
        return _BY_ID
    if {each.scheme for each in mine} & {each.scheme for each in theirs}:
        return 0.0
    return max((same_person(a, b) for a in _keys(one) for b in _keys(other)), default=0.0)


@lru_cache(maxsize=1 << 12)
def _keys(person: Contributor) -> tuple[tuple[NameKey, ...], ...]:
    return people_keys([person])


def _identifiers(person: Contributor) -> frozenset[Identifier]:
    """The identifiers in their normal form, without those that are none."""
    if not person.identifiers:  # as with most people
        return frozenset()
    found = ((each.scheme, cleaned(each.scheme, each.value)) for each in person.identifiers)
    return frozenset(Identifier(scheme, value) for scheme, value in found if value)


def _one(given: Sequence[Given]) -> AttributedContributor:
    """One person as all the records give him; the first of them leads."""
    person = given[0].person
    keys = [key for name in person.names if (key := author_key(name))]
    forms: dict[tuple[str, str | None], dict[str, None]] = defaultdict(dict)
    for source, each in given:
        for name in each.names:
            if len(forms) < _MOST_FORMS or (name.literal, name.lang) in forms:
                forms[name.literal, name.lang][source] = None
    ordered = sorted(forms, key=lambda form: form[0].isupper())
    return AttributedContributor(
        contributor=_with_all(person, [each for _, each in given[1:]]),
        key=keys[0] if keys else "",
        forms=tuple(
            [
                Attributed(text=text, lang=lang, sources=tuple(forms[text, lang]))
                for text, lang in ordered
            ]
        ),
        statements=_statements(given) if len(given) > 1 else (),
    )


def _with_all(person: Contributor, others: Sequence[Contributor]) -> Contributor:
    """The person with the identifiers and affiliations of the other entries."""
    if not any(other.identifiers or other.affiliations for other in others):
        return person
    identifiers = {
        cleaned(each.scheme, each.value) or each.value: each for each in person.identifiers
    }
    for other in others:
        for each in other.identifiers:
            identifiers.setdefault(cleaned(each.scheme, each.value) or each.value, each)
    places = (place for each in (person, *others) for place in each.affiliations)
    return msgspec.structs.replace(
        person, identifiers=tuple(identifiers.values()), affiliations=_affiliations(places)
    )


def _affiliations(places: Iterable[Affiliation]) -> tuple[Affiliation, ...]:
    """The affiliations once each: two of which a name is the same are one, with the names of both."""
    found: list[Affiliation] = []
    named: dict[str, int] = {}
    for place in places:
        keys = [fold(name.text) for name in place.names]
        at = next((named[key] for key in keys if key in named), None)
        if at is None:
            at = len(found)
            found.append(place)
        else:
            found[at] = _filled(found[at], place)
        for key in filter(None, keys):
            named.setdefault(key, at)
    return tuple(found)


def _filled(one: Affiliation, other: Affiliation) -> Affiliation:
    known = {fold(name.text) for name in one.names}
    return Affiliation(
        names=(*one.names, *(name for name in other.names if fold(name.text) not in known)),
        country=one.country or other.country,
        city=one.city or other.city,
        identifiers=tuple(dict.fromkeys((*one.identifiers, *other.identifiers))),
    )


def _statements(given: Sequence[Given]) -> tuple[PersonStatement, ...]:
    """What each source says beside the name, those that say something."""
    return tuple(
        PersonStatement(
            source=source, identifiers=person.identifiers, affiliations=person.affiliations
        )
        for source, person in given
        if person.identifiers or person.affiliations
    )
