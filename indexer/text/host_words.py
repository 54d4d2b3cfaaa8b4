"""Compares folded names of hosts word by word, in order.

Each word is equal to the one in its place, begins it, is another case of it, contracts it (GOST R 7.0.12-2011, ISO 4),
means the same in another language, or stands for several words as an acronym ("АН", "КазНУ").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA, Prefix

from indexer.text.host_names import is_general
from indexer.text.host_vocabulary import FOLDED, is_a, meaning

Names = tuple[str, ...]

_LONGEST_ACRONYM = 8
_ACRONYM_PIECE = 3  # letters that an acronym takes of a word at most: "КазНУ"
_LONE = FOLDED["lone"]
_VOWELS = frozenset("aeiou")
_ENDINGS = FOLDED["endings"] | {""}
_STEM = 4  # letters that two cases of a word share at least
_HYPHENATED = FOLDED["hyphenated"]
_MOVED = frozenset({"journal", "herald", "news", "reports"})
_DECLINED = FOLDED["declined"] | {""}
_FOLDED_ON = {"i": "e", "k": "c"}
_STATE = "g"  # the letter of "государственный", which names spelt out may leave out
_TRANSLATED = 3  # words of a name that must all mean the same
_SLIP_LENGTHS = (4, 9)  # letters from which one slip, and two, make no other word


def rests(one: Names, other: Names) -> tuple[Names, Names] | None:
    """What each name goes on with where the other one has ended; None if they are not the same until there.

    At least one of the two is empty; both are if the names are the same word by word.
    """
    reached = _reached(one, other)
    ended = [(i, j) for i, j in reached if i == len(one) or j == len(other)]
    if not ended:
        return None
    i, j = max(ended, key=sum)
    return one[i:], other[j:]


def same_words(one: Names, other: Names) -> bool:
    """Whether two names are the same word by word."""
    return rests(one, other) == ((), ())


def _reached(one: Names, other: Names) -> set[tuple[int, int]]:
    """How many words of each side may stand for one another, in all ways from the beginning."""
    reached = {(0, 0)}
    waiting = [(0, 0)]
    while waiting:
        i, j = waiting.pop()
        for step in _steps(one, other, i, j):
            if step not in reached:
                reached.add(step)
                waiting.append(step)
    return reached


def _steps(one: Names, other: Names, i: int, j: int) -> Iterator[tuple[int, int]]:
    mine, theirs = one[i : i + 1], other[j : j + 1]
    if mine and theirs and words_agree(mine[0], theirs[0]):
        yield i + 1, j + 1
    if 0 < i < len(one) - 1 and _may_be_missing(one[i]):
        yield i + 1, j
    if 0 < j < len(other) - 1 and _may_be_missing(other[j]):
        yield i, j + 1
    if mine and theirs:
        yield from ((i + 1, after) for after in _spelt_out(mine[0], other, j))
        yield from ((after, j + 1) for after in _spelt_out(theirs[0], one, i))
        if _contracts(one[i : i + 2], theirs[0]):
            yield i + 2, j + 1
        if _contracts(other[j : j + 2], mine[0]):
            yield i + 1, j + 2


@lru_cache(maxsize=1 << 14)
def _may_be_missing(word: str) -> bool:
    return word in _LONE or is_a(word, "left_out")


def _spelt_out(acronym: str, words: Names, start: int) -> Iterator[int]:
    """Behind which words the acronym has been spelt out: all letters used, two words at least."""
    if words[start][0] != acronym[0] or len(acronym) > _LONGEST_ACRONYM or acronym.isdecimal():
        return
    states = {(0, 0)}  # letters used, words begun
    for at in range(start, min(start + _LONGEST_ACRONYM, len(words))):
        word = words[at]
        states = {found for used, begun in states for found in _taken(acronym, word, used, begun)}
        if not states:
            return
        if any(begun > 1 and acronym[used:] in _DECLINED for used, begun in states):
            yield at + 1


def _taken(acronym: str, word: str, used: int, begun: int) -> Iterator[tuple[int, int]]:
    """The letters used of the acronym once this word has given its first ones."""
    if begun and (len(word) == 1 or _may_be_missing(word)):
        yield used, begun
    if begun and acronym[used : used + 1] == _STATE and word[0] != _STATE:
        used += 1
    for letters in range(1, _ACRONYM_PIECE + 1):
        piece = acronym[used : used + letters]
        if len(piece) == letters and word.startswith(piece):
            yield used + letters, begun + 1
    if begun and used and word[0] == acronym[used - 1]:
        yield used, begun + 1  # the folding writes two equal letters as one


def _contracts(two: Names, word: str) -> bool:
    """ "un ta" (ун-та) stands for "universiteta", "s h" (с.-х.) for "selskohoziaistvenni"."""
    if len(two) < 2 or not word.startswith(two[0]) or len(word) <= len(two[0]) + len(two[1]):
        return False
    if len(two[1]) == 1 and f"o{two[1]}" in word:
        return True
    return two[1] in _HYPHENATED and two[1][0] in word[-5:]


@lru_cache(maxsize=1 << 16)
def words_agree(one: str, other: str) -> bool:
    """Whether two folded words may be one: abbreviated, in another case, contracted, or in another language."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if short == long:
        return True
    if short.isdecimal() or long.isdecimal():
        return False
    meant = meaning(short)
    if meant and meant == meaning(long):
        return True
    short, long = _northern(short), _northern(long)
    if len(short) > 1 and short[0] != long[0]:
        return False  # as most words do; what follows wants a beginning in common
    return words_begin(short, long) or _is_another_case(short, long) or _is_squeezed(short, long)


def _northern(word: str) -> str:
    """Belarusian and Ukrainian г is romanised as h and as g: both as g."""
    return word.replace("h", "g")


def words_begin(one: str, other: str) -> bool:
    """Whether one word begins the other: "phis", "phisical".

    The folding of a word's end depends on what follows: "sci" begins "scence" (ie), "sok" begins "soceti" (soft c).
    """
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if long.startswith(short):
        return True
    folded_on = _FOLDED_ON.get(short[-1])
    return folded_on is not None and long.startswith(short[:-1] + folded_on)


def _is_another_case(short: str, long: str) -> bool:
    """ "universitet", "universiteta"; "moskovski", "moskovskogo"."""
    at = Prefix.similarity(short, long)
    if at < _STEM:
        return False
    # the ending may share its first letter with the other one: "oi" and "ogo"
    return any(
        stem >= _STEM and short[stem:] in _ENDINGS and long[stem:] in _ENDINGS
        for stem in (at, at - 1)
    )


def _is_squeezed(short: str, long: str) -> bool:
    """ "natl" for "national", "dept" for "department": the first two letters and the last, hardly a vowel."""
    if len(short) < 4 or short[:2] != long[:2] or short[-1] not in long[-2:]:
        return False
    if 4 * sum(letter in _VOWELS for letter in short) > len(short):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def same_meanings(one: Names, other: Names) -> bool:
    """Whether two names differ in the order of their words only, as languages do.

    "Moscow University Bulletin" and "Вестник Московского университета" do, for "bulletin" is what may stand in front or
    behind. "История и философия" and "Философия и история" are two journals.
    """
    mine, theirs = _meanings(one), _meanings(other)
    for what in mine & theirs & _MOVED:
        rest = tuple(word for word in one if meaning(word) != what)
        others = tuple(word for word in other if meaning(word) != what)
        if rest and others and not is_general(rest) and same_words(rest, others):
            return True
    return len(mine) >= _TRANSLATED and mine == theirs and _is_translated(one, other)


@lru_cache(maxsize=1 << 14)
def _meanings(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(filter(None, map(meaning, words)))


def _is_translated(one: Names, other: Names) -> bool:
    """Whether all words mean the same, each of three or more, and one in a word of another language."""
    mine, theirs = (
        sorted((meaning(word), word) for word in words if not _may_be_missing(word))
        for words in (one, other)
    )
    if len(mine) != len(theirs):
        return False
    pairs = list(zip(mine, theirs, strict=True))
    return all(a[0] and a[0] == b[0] for a, b in pairs) and any(
        a[1][0] != b[1][0] for a, b in pairs
    )


def has_own_word(words: Names, others: Names) -> bool:
    """Whether a word tells the name from the other: not general, and no slip of the pen."""
    return any(
        _is_telling(word) and not any(_is_like(word, each) for each in others) for word in words
    )


def slips(words: Names, others: Names) -> bool:
    """Whether a word is equal to none of the others but for a slip of the pen."""
    return any(
        _is_telling(word) and not any(words_agree(word, each) for each in others) for word in words
    )


@lru_cache(maxsize=1 << 14)
def _is_telling(word: str) -> bool:
    if len(word) < 2 or word in _HYPHENATED or is_a(word, "places") or _may_be_missing(word):
        return False
    return not is_a(word, "general") or bool(meaning(word))


@lru_cache(maxsize=1 << 17)
def _is_like(one: str, other: str) -> bool:
    return words_agree(one, other) or _is_slip(one, other)


def _is_slip(one: str, other: str) -> bool:
    """A letter or two differ; not the last one only, nor between two words that are known to mean other things."""
    if meaning(one) and meaning(other):
        return False
    one, other = _northern(one), _northern(other)
    shorter, longer = sorted((len(one), len(other)))
    allowed = sum(shorter >= length for length in _SLIP_LENGTHS)
    if (
        longer - shorter > allowed
        or not allowed
        or OSA.distance(one, other, score_cutoff=allowed) > allowed
    ):
        return False
    return Prefix.similarity(one, other) < longer - 1
