"""Compares folded titles word by word: what agrees, what is there on one side only, what takes another's place.

"… in Minsk" and "… in Almaty" share most of their letters and yet are two works, while "insta-bility" and "instability"
are one word. So words are paired first, letters second: a word without a partner on both sides is a *substitution* and
speaks against the pair; on one side only it is *extra* (a subtitle, a series, a running head) and says little.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Prefix

from indexer.text.folding import fold

_SAME_WORD = 0.75  # below this two words count as two words, not as one with a slip of the pen
_SAME_RUN = 0.85  # the same for a run of words that were divided differently
_MOST_PAIRS = 10_000  # of words; two titles of a hundred words that have none in common
_ABBREVIATED = 3  # letters that the beginning of a word must have to stand for the word
_FOREIGN_WORDS = frozenset(
    word
    for text in ("the of and for with from to on by an at its their is are", "using")
    for word in fold(text).split()
)


class TitleMatch(msgspec.Struct, frozen=True):
    """How two titles agree. Shares are of letters, 0..1.

    ``similarity``: of the letters as one string. ``substituted``: the smaller of the two sides' letters in words
    without a partner. ``extra``: what the larger side has beyond that. ``slips``: letters that differ inside paired
    words. ``prefix``: the shorter title begins the longer one. ``length``: letters of the shorter title.
    """

    similarity: float
    substituted: float
    extra: float
    slips: float
    prefix: bool
    length: int
    start: int = 0
    rest: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@lru_cache(maxsize=65536)
def compare_titles(left: str, right: str) -> TitleMatch:
    """Compares two folded titles that are not empty; the order of the two does not matter."""
    if left == right:
        letters = _letters(left)
        return TitleMatch(1.0, 0.0, 0.0, 0.0, True, letters, letters)
    if (len(left), left) > (len(right), right):
        left, right = right, left
    words_left, words_right = left.split(), right.split()
    rest_left, rest_right = _without(words_left, words_right), _without(words_right, words_left)
    rest_left, rest_right, slips = _pair_similar(rest_left, rest_right)
    rest_left, rest_right, more = _pair_runs(rest_left, rest_right)
    alone_left, alone_right = _size(rest_left), _size(rest_right)
    shorter, longer = _letters(left), _letters(right)
    joined_left, joined_right = left.replace(" ", ""), right.replace(" ", "")
    return TitleMatch(
        similarity=Indel.normalized_similarity(joined_left, joined_right),
        substituted=min(alone_left, alone_right) / max(shorter, 1),
        extra=abs(alone_right - alone_left) / max(longer, 1),
        slips=(slips + more) / max(shorter, 1),
        prefix=_begins(joined_left, joined_right),
        length=shorter,
        start=Prefix.similarity(joined_left, joined_right),
        rest=(tuple(rest_left), tuple(rest_right)),
    )


def likeness(left: str, right: str) -> float:
    """How alike the letters of two titles are, 0..1, however words are divided."""
    return Indel.normalized_similarity(left.replace(" ", ""), right.replace(" ", ""))


@lru_cache(maxsize=1 << 14)
def words_of(titles: tuple[str, ...]) -> frozenset[str]:
    """The words of all the titles."""
    return frozenset(chain.from_iterable(map(str.split, titles)))


@lru_cache(maxsize=65536)
def contained(left: str, right: str) -> float:
    """How well the letters of the shorter title are found in one piece of the longer one, 0..1.

    Where words were divided does not count, nor what stands around: "levy a. thex-treean index structure. vldb".
    """
    if left == right:
        return 1.0
    return fuzz.partial_ratio(left.replace(" ", ""), right.replace(" ", "")) / 100


def looks_english(title: str) -> bool:
    """Whether a folded title holds words that only English (or a title in it) has."""
    return not _FOREIGN_WORDS.isdisjoint(title.split())


@lru_cache(maxsize=1 << 14)
def languages(titles: tuple[str, ...]) -> frozenset[bool]:
    """For each of the folded titles whether it looks English."""
    return frozenset(map(looks_english, titles))


def _without(words: list[str], others: list[str]) -> list[str]:
    """The words that have no equal among the others, in order; each of the others answers for one word."""
    left: dict[str, int] = {}
    for word in others:
        left[word] = left.get(word, 0) + 1
    rest = []
    for word in words:
        if left.get(word):
            left[word] -= 1
        else:
            rest.append(word)
    return rest


def _pair_similar(left: list[str], right: list[str]) -> tuple[list[str], list[str], float]:
    """What is left of both sides once similar words are paired, best first, and the letters that differ in them."""
    if not left or not right or len(left) * len(right) > _MOST_PAIRS:
        return left, right, 0.0
    options = sorted(
        (-likeness, i, j)
        for i, word in enumerate(left)
        for j, other in enumerate(right)
        if (likeness := _likeness(word, other)) >= _SAME_WORD
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    slips = 0.0
    for minus, i, j in options:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            slips += (1 + minus) * min(len(left[i]), len(right[j]))
    return (
        [word for i, word in enumerate(left) if i not in used_left],
        [word for j, word in enumerate(right) if j not in used_right],
        slips,
    )


def _pair_runs(left: list[str], right: list[str]) -> tuple[list[str], list[str], float]:
    """The same for what is divided into words differently: "data base" and "database", or a stray hyphen."""
    one, other = "".join(left), "".join(right)
    if not one or not other:
        return left, right, 0.0
    likeness = Indel.normalized_similarity(one, other, score_cutoff=_SAME_RUN)
    if likeness >= _SAME_RUN:
        return [], [], (1 - likeness) * min(len(one), len(other))
    return left, right, 0.0


def _likeness(word: str, other: str) -> float:
    if word.isdecimal() or other.isdecimal():
        return float(word == other)
    shorter, longer = (word, other) if len(word) <= len(other) else (other, word)
    if len(shorter) >= _ABBREVIATED and longer.startswith(shorter):
        return max(0.9, len(shorter) / len(longer))
    if 2 * len(shorter) < _SAME_WORD * (len(shorter) + len(longer)):
        return 0.0  # all letters of the shorter word would not be enough
    return Indel.normalized_similarity(word, other, score_cutoff=_SAME_WORD)


def _begins(shorter: str, longer: str) -> bool:
    return Indel.normalized_similarity(shorter, longer[: len(shorter)], score_cutoff=0.93) > 0


def _size(words: list[str]) -> int:
    return sum(map(len, words))


def _letters(title: str) -> int:
    return len(title) - title.count(" ")
