"""Puts values back that stand in the wrong attribute, for one pair: what the other record says tells them.

Careless imports put the year, the host or the authors behind the title and leave their own attribute empty ("Реки и лёд
Труды общества 1999"). By itself a record does not tell such a tail from a title that truly ends so ("Итоги 2010",
"История журнала Вопросы истории"). Beside another record it does: only what an attribute of the other record says, and
what its title lacks, is taken off. So nothing of what is stored or shown changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

import msgspec

from indexer.dedupe.displaced import (
    Cut,
    Names,
    Person,
    Words,
    host_at_end,
    names_told,
    only_here,
    shared_starts,
    without_given,
    without_host,
    without_names,
    without_year,
)
from indexer.dedupe.prepared import Memory, names_of
from indexer.dedupe.swapped import swapped
from indexer.dedupe.titles import words_of
from indexer.profiles.profile import Profile

_SAME_START = 8  # letters with which titles begin alike before a host is looked for behind one
_IN_COMMON = 0.4  # words of the title with fewer
_SURE_START = 3  # words that two titles share before what neither side's attribute says
_PRINTED_YEARS, _YEAR_DIGITS = range(1450, 2101), 4
_ROMAN = {
    "i": "1",
    "v": "5",
    "h": "10",
}  # initials at the end of a title that count as numerals, folded

Pair = tuple[Profile, Profile]


class _Draft(msgspec.Struct, frozen=True, gc=False):
    """A profile, one of its titles as words, and what was taken off it: where it goes, and the words."""

    profile: Profile
    title: str
    words: Words
    year: int | None
    people: tuple[Person, ...]
    container: tuple[str, ...]
    taken: Words = ()

    def less(self, cut: Cut, **attribute: object) -> _Draft:
        """With an attribute and without the words that said it, if that leaves a title."""
        if not cut.taken or not cut.words:
            return self
        taken = self.taken + cut.taken
        return msgspec.structs.replace(self, words=cut.words, taken=taken, **attribute)

    def with_tail(self, start: int, tail: Words) -> _Draft:
        """With these words behind the first ones instead of what is there."""
        return msgspec.structs.replace(self, words=self.words[:start] + tail)


Drafts = tuple[_Draft, _Draft]


def all_mended(pairs: Sequence[Pair]) -> list[Pair]:
    """What :func:`mended` gives for each pair."""
    return [pair if _is_whole(pair[0]) and _is_whole(pair[1]) else mended(*pair) for pair in pairs]


def mended(left: Profile, right: Profile) -> Pair:
    """Both profiles with what is misplaced in its attribute, or as they are; which is which does not matter."""
    if _is_whole(left) and _is_whole(right):
        return left, right
    if bool(left.people) != bool(right.people) or bool(left.container) != bool(right.container):
        left, right = swapped(left, right), swapped(right, left)  # one has what the other lacks
    if not _may_need(left, right):
        return left, right
    one, other = _drafts(left, right)
    starts = shared_starts(one.words, other.words)
    drafts = _explained(one, right, starts[0]), _explained(other, left, starts[1])
    one, other = _people_in_order(_hosts_found(_same_year(drafts)))
    return _finished(one), _finished(other)


def _is_whole(one: Profile) -> bool:
    return bool(one.year and one.people and one.container)


class _Look(msgspec.Struct, frozen=True, gc=False):
    """What a quick look at a profile needs: its year or else those in its titles, words of titles and their starts."""

    years: frozenset[str]
    words: frozenset[str]
    starts: frozenset[str]


def _look(profile: Profile) -> _Look:
    words = words_of(profile.titles)
    years = (str(profile.year),) if profile.year else _years_among(words)
    starts = frozenset([title[:_SAME_START] for title in profile.titles])
    return _Look(frozenset(years), words, starts)


def _years_among(words: Iterable[str]) -> Iterable[str]:
    return [word for word in words if word.isdecimal() and _is_year(word)]


_looks = Memory(_look)


def _may_need(left: Profile, right: Profile) -> bool:
    """Whether a title of either side may hold what its attribute lacks: a quick look, as most pairs have nothing."""
    if not (left.titles and right.titles):
        return False
    return _may_lack(left, right) or _may_lack(right, left)


def _may_lack(one: Profile, other: Profile) -> bool:
    if one.year is None and _shares_years(_looks(one), other):
        return True
    if not one.people and other.people and not _looks(one).words.isdisjoint(names_of(other)):
        return True
    if one.container and (one.people or other.people):
        return False
    return one.titles != other.titles and _are_near(_looks(one), _looks(other))


def _shares_years(one: _Look, other: Profile) -> bool:
    """Whether a year of its titles is one of the other; most tell none."""
    return bool(one.years) and not one.years.isdisjoint(_looks(other).years)


def _told(profile: Profile) -> tuple[Names, ...]:
    return tuple(map(names_told, profile.people))


_names_told = Memory(_told)


def _are_near(one: _Look, other: _Look) -> bool:
    """Whether titles begin alike, and words of theirs are the same."""
    if one.starts.isdisjoint(other.starts):
        return False
    fewer = min(len(one.words), len(other.words))
    return len(one.words & other.words) >= _IN_COMMON * fewer


def _drafts(left: Profile, right: Profile) -> Drafts:
    """The two titles that begin with the most words in common, or the first ones."""
    both = [
        (_draft(left, one), _draft(right, other))
        for one, other in product(left.titles, right.titles)
    ]
    if len(both) == 1:
        return both[0]
    return max(both, key=lambda pair: (_shared(pair), sorted(each.title for each in pair)))


def _draft(profile: Profile, title: str) -> _Draft:
    words = tuple(title.split())
    return _Draft(profile, title, words, profile.year, profile.people, profile.container)


def _shared(drafts: Drafts) -> int:
    """How many words the two begin with alike."""
    return min(_starts(drafts))


def _starts(drafts: Drafts) -> tuple[int, int]:
    return shared_starts(drafts[0].words, drafts[1].words)


def _explained(draft: _Draft, other: Profile, start: int) -> _Draft:
    """Without what the attributes of the other side say, where the own ones are empty."""
    if draft.year is None and other.year:
        draft = draft.less(without_year(draft.words, max(start, 1), other.year), year=other.year)
    if not draft.people and other.people:
        cut = without_names(draft.words, start, _names_told(other))
        draft = draft.less(cut, people=cut.people)
    if not draft.container and other.container:
        cut = without_host(draft.words, max(start, 1), other.container)
        draft = draft.less(cut, container=(" ".join(cut.taken),))
    return draft


def _same_year(drafts: Drafts) -> Drafts:
    """Where neither attribute has a year: the one that stands behind both titles."""
    one, other = drafts
    if one.year or other.year:
        return drafts
    for word in reversed(one.words[1:]):
        if word in other.words[1:] and _is_year(word):
            cuts = (without_year(each.words, 1, int(word)) for each in drafts)
            one, other = (
                each.less(cut, year=int(word)) for each, cut in zip(drafts, cuts, strict=True)
            )
            break
    return one, other


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == _YEAR_DIGITS and int(word) in _PRINTED_YEARS


def _hosts_found(drafts: Drafts) -> Drafts:
    """Where words are left behind what the titles share: hosts, if one side's attribute or both of them say so."""
    one, other = drafts
    if bool(one.container) != bool(other.container):
        return _host_of(drafts), _host_of((other, one))
    if one.container or _shared(drafts) < _SURE_START:
        return drafts
    mine, theirs = _alone(drafts), _alone((other, one))
    found = host_at_end(mine, (" ".join(theirs),))
    if found and (their_host := host_at_end(theirs, (" ".join(mine),))):
        return _hosted(one, found), _hosted(other, their_host)
    return drafts


def _alone(drafts: Drafts) -> Words:
    """What stands behind the shared words in the first of the two only, names that both have there apart."""
    (start, other_start), (one, other) = _starts(drafts), drafts
    tail, other_tail = one.words[start:], other.words[other_start:]
    return only_here(tail, other_tail)[0] if not one.people and not other.people else tail


def _host_of(drafts: Drafts) -> _Draft:
    """The first of the two, with its host, if the other one has it in its attribute."""
    one, other = drafts
    if one.container or not _shared(drafts):
        return one
    return _hosted(one, host_at_end(_alone(drafts), other.container))


def _hosted(draft: _Draft, host: Words) -> _Draft:
    """With this host, whose words are the last of their kind in the title."""
    left = Counter(host)
    kept = list[str]()
    for word in reversed(draft.words):
        if left[word] > 0:
            left[word] -= 1
        else:
            kept.append(word)
    return draft.less(Cut(tuple(reversed(kept)), host), container=(" ".join(host),))


def _people_in_order(drafts: Drafts) -> Drafts:
    """Where neither attribute has people: what both have behind the shared words in one order, for lists differ."""
    one, other = drafts
    if one.people or other.people or _shared(drafts) < _SURE_START:
        return drafts
    starts = _starts(drafts)
    tails = one.words[starts[0] :], other.words[starts[1] :]
    if set(tails[0]).isdisjoint(tails[1]):
        return drafts
    (mine, shared), (theirs, _) = only_here(*tails), only_here(*reversed(tails))
    if shared:
        mine, theirs = without_given(mine, theirs)
    return one.with_tail(starts[0], shared + mine), other.with_tail(starts[1], shared + theirs)


def _finished(draft: _Draft) -> Profile:
    """The profile with what was found; as it was if nothing was."""
    profile, title = draft.profile, " ".join(draft.words)
    if title == draft.title:
        return profile
    return msgspec.structs.replace(
        profile,
        titles=tuple(title if each == draft.title else each for each in profile.titles),
        year=draft.year,
        people=draft.people,
        container=draft.container,
        numerals=_numerals(draft),
    )


def _numerals(draft: _Draft) -> tuple[str, ...]:
    """The numerals of the titles without those of the words that were taken off."""
    taken: Iterable[str] = draft.taken
    gone = {str(int(word)) for word in taken if word.isdecimal()}
    last = draft.title.rpartition(" ")[2]
    if last in draft.taken and last in _ROMAN:
        gone.add(_ROMAN[last])
    gone -= set(draft.words)
    return tuple(number for number in draft.profile.numerals if number not in gone)
