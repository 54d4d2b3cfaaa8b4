"""Finds among the last words of a title what belongs in another attribute: a year, people, a host.

All words are folded. What is looked for is what another record, maybe of the same work, says there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec
from rapidfuzz.distance import Indel

from indexer.text.host_vocabulary import hardened, kinds, names_hosts
from indexer.text.host_words import words_agree
from indexer.text.hosts import DOUBTFUL, likeness, same_host_names
from indexer.text.name_key import NameKey
from indexer.text.name_words import word_of

Words = tuple[str, ...]
Person = tuple[NameKey, ...]

_LONG, _ALIKE = (
    5,
    0.8,
)  # letters from which a slip in a word counts as one, and how alike the two are
_INITIAL = 2  # letters of a folded initial at most: "Ю." is "iu"
_AGREEING = 3  # people in a list for each whose given name is another
_BESIDE = 2  # given names or initials on either side of a family name
_AGAIN = (1, 2)  # words that agree again behind one that does not
_BEFORE_HOSTS = frozenset({"the", "acm", "ieee"})  # words that names may leave out
_BEGIN_HOSTS = frozenset({"described", "publishers"})
_SHORT_HOST = 3  # words of a name that may begin with any: "SIGMOD conference"


class Cut(msgspec.Struct, frozen=True, gc=False):
    """The words that are left, those that were taken off, and the people found among these."""

    words: Words
    taken: Words = ()
    people: tuple[Person, ...] = ()


@lru_cache(maxsize=1 << 12)
def shared_starts(one: Words, other: Words) -> tuple[int, int]:
    """How many words of each of two titles they begin with alike.

    Words may be divided otherwise ("semi structured"), and one may be another if the next two agree again.
    """
    i = j = 0
    while i < len(one) and j < len(other):
        step = _step(one[i : i + 3], other[j : j + 3])
        if not step:
            break
        i, j = i + step[0], j + step[1]
    return i, j


def _step(one: Words, other: Words) -> tuple[int, int] | None:
    """How many words of each side stand for one another at the beginning of these three."""
    if same_word(one[0], other[0]):
        return 1, 1
    if "".join(one[:2]) == other[0]:
        return 2, 1
    if "".join(other[:2]) == one[0]:
        return 1, 2
    if len(one) == len(other) == len(_AGAIN) + 1 and all(map(same_word, one[1:], other[1:])):
        return 1, 1
    return None


def without_year(words: Words, start: int, year: int | None) -> Cut:
    """Without the last word from ``start`` on that is the year."""
    text = str(year)
    places = [at for at in range(start, len(words)) if words[at] == text]
    return Cut(words[: places[-1]] + words[places[-1] + 1 :], (text,)) if places else Cut(words)


class Names(msgspec.Struct, frozen=True, gc=False):
    """A person, and the words of all forms of the name: of the family, given ones, and the letters of initials.

    ``spelt``: a given name is written out; else any may stand for an initial.
    """

    person: Person
    families: frozenset[str]
    givens: frozenset[str]
    initials: frozenset[str]
    spelt: bool

    def is_family(self, word: str) -> bool:
        """Whether the word is of the family name."""
        return word in self.families or _is_slip_of(word, self.families)

    def is_given(self, word: str) -> bool:
        """Whether it is a given name or an initial, as far as that is known."""
        if len(word) <= _INITIAL:
            return word[0] in self.initials
        if word in self.givens or _is_slip_of(word, self.givens):
            return True
        if any(each.startswith(word) or word.startswith(each) for each in self.givens):
            return True  # "Bala" for "Balakrishna"
        return not self.spelt and word[0] in self.initials and not _kinds(word)


def names_told(person: Person) -> Names:
    """What the keys of a person hold."""
    return Names(
        person,
        frozenset(word for key in person for word in key.family.split()),
        frozenset(key.given for key in person if key.given),
        frozenset(letter for key in person for letter in key.initials),
        spelt=all(key.given for key in person),
    )


def without_names(words: Words, start: int, people: Sequence[Names]) -> Cut:
    """Without the runs of words from ``start`` on that are names of these people.

    A run has the family name of one of them, and beside it nothing but given names and initials, of which one has to
    be theirs: "Иванов А. А." is not "Иванов Б. Б.".
    """
    kept, taken = list(words[:start]), list[str]()
    found: list[Names] = []
    for run in _runs(words[start:], people):
        named = _named(run, people)
        found += named
        (taken if named else kept).extend(run)
    return Cut(tuple(kept), tuple(taken), tuple(each.person for each in people if each in found))


def _named(run: Words, people: Sequence[Names]) -> list[Names]:
    """Whom a run of words names: nobody if it names somebody's namesake; in a long list one may have another name."""
    named = [each for each in people if any(map(each.is_family, run))]
    others = sum(not _agrees(run, each, named) for each in named)
    return named if others * _AGREEING <= len(named) else []


def _agrees(run: Words, one: Names, named: Sequence[Names]) -> bool:
    """Whether a given name or initial beside the family name is the person's; no other may be there instead."""
    others = [each for each in named if each is not one]
    beside = [
        word
        for at, family in enumerate(run)
        if one.is_family(family)
        for word in _beside(run, at)
        if not any(each.is_family(word) for each in others)
    ]
    theirs = (one.is_given(word) or one.is_family(word) for word in beside)
    return not one.initials or not beside or any(theirs)


def _beside(run: Words, at: int) -> Words:
    return run[max(at - _BESIDE, 0) : at] + run[at + 1 : at + 1 + _BESIDE]


def _runs(words: Words, people: Sequence[Names]) -> Iterator[Words]:
    """The words in pieces, each as long as it can be: of names, and of other words."""
    names = _marked(words, people)
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or names[at] != names[start]:
            yield words[start:at]
            start = at


def _marked(words: Words, people: Sequence[Names]) -> list[bool]:
    """Which of the words are family names, or may be given names beside one."""
    marked = [any(each.is_family(word) for each in people) for word in words]
    for places in (range(len(words)), range(len(words) - 1, -1, -1)):
        before = False
        for at in places:
            marked[at] = before = marked[at] or (before and _may_be_given(words[at], people))
    return marked


def _may_be_given(word: str, people: Sequence[Names]) -> bool:
    """Beside a name: an initial of anybody, a patronymic, or a given name of one of them."""
    initial = len(word) <= _INITIAL and word.isalpha()
    return initial or _is_patronymic(word) or any(each.is_given(word) for each in people)


@lru_cache(maxsize=1 << 14)
def _is_patronymic(word: str) -> bool:
    """Whether a folded word has the form of one."""
    return word_of(word).patronymic


def _is_slip_of(word: str, others: frozenset[str]) -> bool:
    """Whether the word is one of the others but for a slip behind its first letter."""
    if len(word) < _LONG:
        return False
    return any(each[0] == word[0] and same_word(word, each) for each in others if each)


@lru_cache(maxsize=1 << 15)
def same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < _LONG or one.isdecimal():
        return False
    return Indel.normalized_similarity(one, other, score_cutoff=_ALIKE) >= _ALIKE


def without_host(words: Words, start: int, hosts: Sequence[str]) -> Cut:
    """Without the words from ``start`` on that are the name of one of the hosts, word by word."""
    for parts in (tuple(host.split()) for host in hosts):
        for at in range(len(words) - len(parts), start - 1, -1):
            if words[at : at + len(parts)] == parts:
                return Cut(words[:at] + words[at + len(parts) :], parts)
    return Cut(words)


@lru_cache(maxsize=1 << 15)
def _kinds(word: str) -> frozenset[str]:
    return kinds(hardened(word))


def host_at_end(words: Words, hosts: Sequence[str]) -> Words:
    """The last of the words, as many as name one of these hosts, or one that may be it in other words."""
    if not words:
        return ()
    known = [tuple(host.split()) for host in hosts if host]
    for at, word in enumerate(words):
        for host in known:
            if _begin_alike(word, host[0], lone=at == len(words) - 1 or len(host) == 1) and (
                same_host_names(" ".join(words[at:]), " ".join(host))
            ):
                return words[at:]
    return words if may_name_host(words) and _resemble(words, hosts) else ()


def _begin_alike(word: str, host: str, *, lone: bool) -> bool:
    """Whether the first words of two hosts may be one, so that no word of a title stands before; a lone one is maybe
    an acronym."""
    return (lone and word[0] == host[0]) or words_agree(word, host) or word in _BEFORE_HOSTS


def _resemble(words: Words, hosts: Sequence[str]) -> bool:
    return any(likeness(" ".join(words), host) >= DOUBTFUL for host in hosts)


@lru_cache(maxsize=1 << 12)
def may_name_host(words: Words) -> bool:
    """Whether the words say that they name a journal, a collection or a meeting, and begin so."""
    begin = names_hosts(words[0]) or not _BEGIN_HOSTS.isdisjoint(_kinds(words[0]))
    return (begin or len(words) <= _SHORT_HOST) and any(map(names_hosts, words))


def only_here(words: Words, others: Words) -> tuple[Words, Words]:
    """The words in their order that the others lack or that hosts are named by, and the rest, sorted."""
    left = Counter(others)
    alone, shared = list[str](), list[str]()
    for word in words:
        (shared if left[word] > 0 and not _kinds(word) else alone).append(word)
        left[word] -= 1
    return tuple(alone), tuple(sorted(shared))


def without_given(one: Words, other: Words) -> tuple[Words, Words]:
    """Nothing of either if one has but initials of the other's given names: "п и" and "петр иванович"."""
    kept, left = list[str](), list(other)
    for word in one:
        match = next((each for each in left if _stands_for(word, each)), None)
        kept += [] if match else [word]
        left = _without_first(left, match)
    mine, theirs = _no_patronymics(kept), _no_patronymics(left)
    if not (mine and theirs) and all(len(word) <= _INITIAL for word in mine + theirs):
        return (), ()
    return one, other


def _stands_for(word: str, other: str) -> bool:
    """Whether one is the initial of the other."""
    shorter, longer = sorted((word, other), key=len)
    return shorter.isalpha() and len(shorter) <= _INITIAL and shorter[0] == longer[0]


def _without_first(words: list[str], gone: str | None) -> list[str]:
    at = words.index(gone) if gone else len(words)
    return words[:at] + words[at + 1 :]


def _no_patronymics(words: list[str]) -> list[str]:
    return [word for word in words if not _is_patronymic(word)]
