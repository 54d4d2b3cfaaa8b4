"""The people of two descriptions of one publication: each once, with what either says of them.

The list of the first counts, since it leads. A person of the second is one of the first if their names can be those of
one person; the place in the list decides between several, and alone where names are in two scripts. Nobody is doubled:
whoever is only in the second is taken in only if all others were found again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

import msgspec

from catalogue.harvested.joined_texts import folded, script
from schemas.identifiers import scheme_of
from schemas.record import Contributor, Identifier, PersonName

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")

People = tuple[Contributor, ...]


def joined_people(first: People, second: People) -> People:
    """The contributors of both."""
    if not first or not second:
        return first or second
    found = _found(first, second)
    united = [
        _united(who, second[found[at]]) if at in found else who for at, who in enumerate(first)
    ]
    return (*united, *_further(first, second, found))


def _found(first: People, second: People) -> dict[int, int]:
    """The places of the first's people with the places of the same people in the second."""
    found: dict[int, int] = {}
    places, left = _places(first), _Left(second)
    for same in (left.named_alike, left.may_be_named_alike):
        for at, who in enumerate(first):
            if at in found:
                continue
            chosen = left.chosen(same(who), places[at])
            if chosen is not None:
                found[at] = chosen
                left.take(chosen)
    for at, other in _by_place(first, second):
        if at not in found and other in left and _cannot_be_compared(first[at], second[other]):
            found[at] = other
            left.take(other)
    return found


def _places(people: People) -> list[int]:
    """The place of each among those of the same role."""
    counts: Counter[str] = Counter()
    places = []
    for who in people:
        places.append(counts[who.role])
        counts[who.role] += 1
    return places


class _Left:
    """The people of the second who are not found yet, by their words.

    Some papers have thousands of authors, who cannot be compared each with each.
    """

    def __init__(self, people: People) -> None:
        self._left = dict.fromkeys(range(len(people)))
        self._words = [[_words(name) for name in who.names] for who in people]
        self._alike: defaultdict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
        self._with_word: defaultdict[str, dict[int, None]] = defaultdict(dict)
        for at, names in enumerate(self._words):
            for words in names:
                self._alike[tuple(sorted(words))][at] = None
                for word in words:
                    self._with_word[word][at] = None
        self._at_place: defaultdict[int, list[int]] = defaultdict(list)
        for at, place in enumerate(_places(people)):
            self._at_place[place].append(at)

    def __contains__(self, at: int) -> bool:
        return at in self._left

    def take(self, at: int) -> None:
        """Take the person out."""
        del self._left[at]
        for words in self._words[at]:
            self._alike[tuple(sorted(words))].pop(at, None)
            for word in words:
                self._with_word[word].pop(at, None)

    def named_alike(self, who: Contributor) -> Collection[int]:
        """Who has a name of the same words, in whatever order."""
        keys = {tuple(sorted(_words(name))) for name in who.names}
        return _together(self._alike[key] for key in keys)

    def may_be_named_alike(self, who: Contributor) -> Collection[int]:
        """Whose name can be short for one of these ("Иванов И. И.", "Иванов Иван Иванович"), or the other way round."""
        ours = [_words(name) for name in who.names]
        whole = {word for words in ours for word in words if len(word) > 1}
        near = _together(self._with_word[word] for word in whole)
        return [at for at in near if _may_be_short(ours, self._words[at])]

    def chosen(self, alike: Collection[int], place: int) -> int | None:
        """Of several that may be the one, whoever stands at the same place; else nobody."""
        if len(alike) == 1:
            return next(iter(alike))
        return next((at for at in self._at_place[place] if at in alike), None)


def _together(groups: Iterable[dict[int, None]]) -> Collection[int]:
    found = [group for group in groups if group]
    return found[0] if len(found) == 1 else {at for group in found for at in group}


def _by_place(first: People, second: People) -> Iterable[tuple[int, int]]:
    """Who stands at the same place, in roles of which both tell of as many."""
    for role in dict.fromkeys(who.role for who in first):
        ours, theirs = (
            [at for at, who in enumerate(people) if who.role == role] for people in (first, second)
        )
        if len(ours) == len(theirs):
            yield from zip(ours, theirs, strict=True)


def _words(name: PersonName) -> list[str]:
    return [folded(word) for word in _WORD.findall(name.literal)]


def _may_be_short(ours: list[list[str]], theirs: list[list[str]]) -> bool:
    return any(_is_short_for(*sorted((a, b), key=_length)) for a in ours for b in theirs)


def _length(words: Sequence[str]) -> tuple[int, int]:
    return len(words), sum(map(len, words))


def _is_short_for(short: list[str], long: list[str]) -> bool:
    """True if a whole word is in both, and each other word of the short one begins one of the long one."""
    if not any(len(word) > 1 and word in long for word in short):
        return False
    rest = list(long)
    for word in sorted(short, key=len, reverse=True):
        match = next((other for other in rest if other.startswith(word) or word == other), None)
        match = match or next((o for o in rest if len(o) == 1 and word.startswith(o)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _cannot_be_compared(one: Contributor, two: Contributor) -> bool:
    """True if the names are in two scripts, or written so that only a family name is the same."""
    scripts, others = ({script(name.literal) for name in who.names} for who in (one, two))
    if scripts.isdisjoint(others):
        return True
    ours, theirs = ({w for name in who.names for w in _words(name)[:1]} for who in (one, two))
    initials = [{w[:1] for name in who.names for w in _words(name)[1:]} for who in (one, two)]
    return not ours.isdisjoint(theirs) and not initials[0].isdisjoint(initials[1])


def _further(first: People, second: People, found: dict[int, int]) -> Iterable[Contributor]:
    """Whoever is only in the second, in roles in which all of the first's were found there."""
    missed = {who.role for at, who in enumerate(first) if at not in found}
    taken = set(found.values())
    return (who for at, who in enumerate(second) if at not in taken and who.role not in missed)


def _united(one: Contributor, two: Contributor) -> Contributor:
    """One person: what the second says fills what the first leaves out."""
    return msgspec.structs.replace(
        one,
        names=_names(one.names, two.names),
        role=two.role if one.role == "other" else one.role,
        identifiers=with_further_schemes(one.identifiers, two.identifiers),
        affiliations=one.affiliations or two.affiliations,
    )


def _names(first: tuple[PersonName, ...], second: tuple[PersonName, ...]) -> tuple[PersonName, ...]:
    known = {_form(name) for name in first}
    return (*first, *(name for name in second if _form(name) not in known))


def _form(name: PersonName) -> tuple[str, ...]:
    return tuple(sorted(_words(name)))


def with_further_schemes(
    first: tuple[Identifier, ...], second: tuple[Identifier, ...]
) -> tuple[Identifier, ...]:
    """The identifiers of the first, and of the second those of schemes that the first has none of."""
    known = {scheme_of(each.scheme) for each in first}
    return (*first, *(each for each in second if scheme_of(each.scheme) not in known))
