"""Self-citations: does one work cite another of one of its own authors? Certainly, possibly, or not. Pure functions.

*Certain*: the two works share a person of the index, or an ORCID iD. *Possible*: an author of each has a name that may
be one person's (one family name, no initial and no given name that contradicts), and no iD contradicts. Whom people or
the clusters have told apart by more than the names say stays possible, for the clusters err towards apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from indexer.dedupe.people import same_person
from indexer.profiles.of_record import people_keys
from indexer.text.name_key import NameKey
from schemas import Contributor, PersonName

Own = Literal["certain", "possible", "no"]
_MAY_BE_ONE = (
    0.8  # the least agreement of names of which nothing differs (indexer/dedupe/people.py)
)


class Author(NamedTuple):
    """An author of a work: the author key, the main form of the name, the ORCID iD, and the person, where known."""

    key: str
    name: str
    orcid: str | None = None
    person: int | None = None


def self_citation(citing: Sequence[Author], cited: Sequence[Author]) -> Own:
    """Whether a work of these authors cites one of its own when it cites one of those."""
    if _shared(citing, cited):
        return "certain"
    named: defaultdict[str, list[Author]] = defaultdict(list)
    for author in citing:
        if author.key:
            named[author.key].append(author)
    pairs = ((one, other) for other in cited for one in named.get(other.key, ()))
    return "possible" if any(may_be_one(*both) for both in pairs) else "no"


def _shared(citing: Iterable[Author], cited: Iterable[Author]) -> bool:
    people, orcids = _named(citing)
    others, other_orcids = _named(cited)
    return not (people.isdisjoint(others) and orcids.isdisjoint(other_orcids))


def _named(authors: Iterable[Author]) -> tuple[set[int], set[str]]:
    people, orcids = set(), set()
    for author in authors:
        if author.person is not None:
            people.add(author.person)
        if author.orcid:
            orcids.add(author.orcid)
    return people, orcids


def may_be_one(one: Author, other: Author) -> bool:
    """Whether nothing that is known of two authors of one author key contradicts that they are one person."""
    if one.orcid and other.orcid and one.orcid != other.orcid:
        return False
    return same_person(_keys(one.name), _keys(other.name)) >= _MAY_BE_ONE


@lru_cache(maxsize=1 << 14)
def _keys(name: str) -> tuple[NameKey, ...]:
    people = people_keys([Contributor(names=(PersonName(literal=name),))])
    return people[0] if people else ()
