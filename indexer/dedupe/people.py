"""Compares two lists of people. A list that is missing agrees with nothing and contradicts nothing."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from rapidfuzz.distance import Indel

from indexer.text.agreement import Agreement, compare_first_names, is_same_family
from indexer.text.name_key import NameKey

_COMPARED = 12  # of long lists the first people decide
_MOST_KEYS = 64  # of a person, its own before those of namesakes
_SIMILAR_FAMILY = 0.8  # a slip in a family name, judged only where the initials agree
_CUT = 4  # letters that are left of a family name where a list was cut off
_TURNED = 0.4  # each family name begins with an initial of the other: "B. Yang" and "Y. Beverly"
_ONE_LETTER = frozenset("ei")
"""Folded initials that may be one: "Y." is i, but "Yoav" and "Yevgeny" begin with e as Ё and Е do."""

Person = tuple[NameKey, ...]
People = tuple[Person, ...]


class PeopleMatch(msgspec.Struct, frozen=True):
    """``known``: both sides name people. ``share``: how far the people of the shorter list are in the longer one, 0..1.

    ``first``: how far the two first people agree, 0..1. ``missing``: the difference of the lengths, 0..1 of the longer.
    """

    known: bool = False
    share: float = 0.0
    first: float = 0.0
    missing: float = 0.0


def compare_people(left: People, right: People) -> PeopleMatch:
    """How two lists of people agree; the order of the two does not matter."""
    left, right = compared(left), compared(right)
    if not left or not right:
        return PeopleMatch()
    if (len(left), _family(left)) > (len(right), _family(right)):
        left, right = right, left
    elif len(left) == len(right) and _family(left) == _family(right) and left != right:
        left, right = sorted((left, right), key=_families)
    return PeopleMatch(
        known=True,
        share=_assigned(left, right) / len(left),
        first=same_person(left[0], right[0]),
        missing=(len(right) - len(left)) / len(right),
    )


def compared(people: People) -> People:
    """Whom of the people a comparison looks at: the first ones, and not the last of whom one letter is left."""
    people = people[:_COMPARED]
    while people and people[-1] and len(people[-1][0].family) < 2:
        people = people[:-1]
    return people


def _family(people: People) -> str:
    """The first family name, which mostly says already which list comes first."""
    return people[0][0].family if people[0] else ""


def _families(people: People) -> list[list[tuple[str, ...]]]:
    """Something to sort by: keys themselves have no order."""
    return [
        [(key.family, key.initials, key.given, key.written) for key in person] for person in people
    ]


@lru_cache(maxsize=65536)
def same_person(left: Person, right: Person) -> float:
    """1 the names agree; 0.8 the family agrees and no more is known; down to 0 for different people."""
    best = 0.0
    for a in left[:_MOST_KEYS]:
        for b in right[:_MOST_KEYS]:
            # neither the family nor the initials: that is most pairs, and nobody
            if a.family == b.family or a.initials[:1] == b.initials[:1]:
                best = max(best, _same_name(a, b))
                if best >= 1:
                    return best  # no other form of the two names can say more
            elif b.family[:1] in a.initials and _are_turned(a, b):
                best = max(best, _TURNED)
    return best


def _assigned(left: People, right: People) -> float:
    """The sum of agreement over the best pairs, each person used once, best pairs first."""
    if len(left) == len(right) == 1:
        return same_person(left[0], right[0])
    options = sorted(
        (-agreement, i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (agreement := same_person(a, b))
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    total = 0.0
    for minus, i, j in options:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            total -= minus
    return total


def _are_turned(left: NameKey, right: NameKey) -> bool:
    """Whether given and family name may be in each other's place."""
    return (
        bool(left.initials and right.initials)
        and left.family[:1] in right.initials
        and right.family[:1] in left.initials
    )


def _same_name(left: NameKey, right: NameKey) -> float:
    if not is_same_family(left, right):
        return _same_but_for_a_slip(left, right)
    match compare_first_names(left, right):
        case Agreement.AGREE:
            return 1.0
        case Agreement.MISSING:
            return 0.8
    return 0.8 if _differ_by_spelling(left, right) else 0.3


def _differ_by_spelling(left: NameKey, right: NameKey) -> bool:
    """Whether one of two initials that differ is :data:`_ONE_LETTER` as others write it; names in full say more."""
    first = {left.initials[:1], right.initials[:1]}
    return first == _ONE_LETTER and not (left.given and right.given)


def _same_but_for_a_slip(left: NameKey, right: NameKey) -> float:
    if Indel.normalized_similarity(left.family, right.family) < _SIMILAR_FAMILY:
        return 0.7 if left.initials and _is_cut(left.family, right.family) else 0.0
    return 0.7 if left.initials else 0.5


def _is_cut(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _CUT and longer.startswith(shorter)
