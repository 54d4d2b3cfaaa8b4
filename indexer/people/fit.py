"""How far two names fit one person: which part of the given name both say alike, or that they contradict each other.

:mod:`indexer.text.agreement` asks whether two names *may* be one, of papers that are alike already. Here names come
from papers that have nothing in common, so given names that only look alike (Ольга, Олег; Lin, Lan) are two.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import IntEnum
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from indexer.text.agreement import Agreement, compare_first_names, is_same_family
from indexer.text.chinese import is_palladius, is_pinyin, pinyin_syllables
from indexer.text.folding import fold, skeleton
from indexer.text.given_names import is_one_given_name
from indexer.text.name_key import NameKey

_MOST_SYLLABLES = 3  # of a Chinese given name
_MOST_ALIKE = 2  # keys of either whose family names are compared by rule
_SLIP = 0.75  # written-out given names more alike than this may differ by a slip
_SAME_FATHER = 0.6  # consonants of the fathers' names more alike than this are of one
_PATRONYMIC = re.compile(
    "(?:i?[oea]vich|ich|i?[oea]vna|i?[ae]una|inichna|ichna|[uy]u?li|[uy]ul[ui]|[kg]izi|ogl[iu]|i)$"
)
_DAUGHTER = re.compile("(?:na|kizi|gizi)$")
_FEMININE = re.compile("[aeiou]$")


class Fit(IntEnum):
    """What two names say of each other, from nothing in common to given name and patronymic alike."""

    CONFLICT = -1
    FAMILY = 0
    """One side has no given name at all."""
    INITIAL = 1
    INITIALS = 2
    """Two or more; or a Chinese given name of one syllable, which tells as little."""
    GIVEN = 3
    GIVEN_AND_MORE = 4


@lru_cache(maxsize=1 << 18)
def fit(left: tuple[NameKey, ...], right: tuple[NameKey, ...]) -> Fit:
    """What the first keys that do not contradict say, one of either side; the likeliest keys come first.

    Family names are compared by rule, which takes long, only where no keys are the same. Who has no name fits nobody.
    """
    if not (left and right):
        return Fit.CONFLICT
    if left == right and left[0].initials and not is_chinese(left[0]):
        return _of_one(left[0])
    same = [(a, b) for a in left for b in right if a.family == b.family]
    alike = same or [(a, b) for a in _by_rule(left) for b in _by_rule(right) if _may_be_alike(a, b)]
    found = (each for a, b in alike if (each := _of_keys(a, b)) is not Fit.CONFLICT)
    return next(found, Fit.CONFLICT)


@lru_cache(maxsize=1 << 16)
def _by_rule(names: tuple[NameKey, ...]) -> list[NameKey]:
    """The keys whose family names are compared by rule, if no others are the same."""
    return [key for key in names if key.written][:_MOST_ALIKE] or list(names[:1])


def _may_be_alike(a: NameKey, b: NameKey) -> bool:
    """Whether two family names may be one by rule: few that do not have the same consonants are."""
    return consonants(a.family) == consonants(b.family) or (is_chinese(a) and is_chinese(b))


@lru_cache(maxsize=1 << 16)
def consonants(family: str) -> str:
    """The consonants of a folded family name in coarse classes."""
    return "".join(skeleton(word) for word in family.split())


def _of_one(key: NameKey) -> Fit:
    """What a name says with itself."""
    several = len(key.initials) > 1
    if key.given:
        return Fit.GIVEN_AND_MORE if several else Fit.GIVEN
    return Fit.INITIALS if several else Fit.INITIAL


def are_two_patronymics(left: Collection[str], right: Collection[str]) -> bool:
    """Whether both sides write folded patronymics out, and none is one of the other's.

    Иванович is Іванавіч, and Канатовна Қанатқызы; Иванович and Ивановна are two, as are Иванович and Ильич.
    """
    if not (left and right):
        return False
    return not any(_is_one_patronymic(a, b) for a in left for b in right)


@lru_cache(maxsize=1 << 14)
def _is_one_patronymic(one: str, other: str) -> bool:
    ours, theirs = _PATRONYMIC.sub("", one), _PATRONYMIC.sub("", other)
    if bool(_DAUGHTER.search(one)) != bool(_DAUGHTER.search(other)):
        return False
    return (
        is_one_given_name(ours, theirs)
        or Levenshtein.normalized_similarity(skeleton(ours), skeleton(theirs)) >= _SAME_FATHER
    )


@lru_cache(maxsize=1 << 17)
def _of_keys(a: NameKey, b: NameKey) -> Fit:
    if not is_same_family(a, b):
        return Fit.CONFLICT
    if not a.initials or not b.initials:
        return Fit.FAMILY
    if is_chinese(a) and is_chinese(b):
        return _chinese(a, b)
    return _other(a, b)


@lru_cache(maxsize=1 << 16)
def is_chinese(key: NameKey) -> bool:
    """Whether the family name is a syllable of Chinese, in either script."""
    written = key.written or key.family
    return is_pinyin(written) or is_palladius(written)


def _other(a: NameKey, b: NameKey) -> Fit:
    if compare_first_names(a, b) is Agreement.CONFLICT:
        return Fit.INITIAL if _differ_by_armenian_h(a, b) else Fit.CONFLICT
    several = min(len(a.initials), len(b.initials)) > 1
    if not (a.given and b.given):
        return Fit.INITIALS if several else Fit.INITIAL
    if is_one_given_name(a.given, b.given) or _joined(a) == _joined(b):
        return Fit.GIVEN_AND_MORE if several else Fit.GIVEN
    if not _may_be_one(a.given, b.given):
        return Fit.CONFLICT
    return Fit.INITIALS if several else Fit.INITIAL


def _differ_by_armenian_h(a: NameKey, b: NameKey) -> bool:
    """Whether all that differs is the father's initial, Հ, for which Russian has А, О or Г: Հակոբ, Акоп."""
    if not (a.family.endswith("ian") and a.initials[:1] == b.initials[:1]):
        return False
    second = {a.initials[1:2], b.initials[1:2]}
    return "h" in second and second <= {"h", "a", "o", "g"} and not _are_two_given(a, b)


def _are_two_given(a: NameKey, b: NameKey) -> bool:
    return bool(a.given and b.given) and not (
        is_one_given_name(a.given, b.given) or _may_be_one(a.given, b.given)
    )


def _may_be_one(a: str, b: str) -> bool:
    """Whether two written-out given names may be one: cut, spelt in another language, or with a slip."""
    if a[0] != b[0]:
        return False
    short, long = sorted((a, b), key=len)
    if long.startswith(short):
        return not _FEMININE.search(long) or len(long) - len(short) > 1
    if bool(_FEMININE.search(a)) != bool(_FEMININE.search(b)):
        return False
    return skeleton(a) == skeleton(b) or Levenshtein.normalized_similarity(a, b) >= _SLIP


def _joined(key: NameKey) -> str:
    return key.given.replace(" ", "")


def _chinese(a: NameKey, b: NameKey) -> Fit:
    """Syllables are written apart, joined by a hyphen, or together; each begins with an initial."""
    left, right = _joined(a), _joined(b)
    if left and right and left == right:
        return Fit.GIVEN if len(_syllables(left)) > 1 else Fit.INITIALS
    if left and right and len(_syllables(left)) == len(_syllables(right)):
        return Fit.CONFLICT
    ours, theirs = all_initials(a), all_initials(b)
    shared = min(len(ours), len(theirs))
    if ours[:shared] != theirs[:shared] or (left and right):
        return Fit.CONFLICT
    for one, other in ((a, theirs), (b, ours)):
        if one.given and len(all_initials(one)) < len(other):
            return Fit.CONFLICT  # Wei has one syllable, "W. L." two
    return Fit.INITIALS if shared > 1 else Fit.INITIAL


@lru_cache(maxsize=1 << 16)
def all_initials(key: NameKey) -> str:
    """The initials, of a Chinese given name one a syllable: Lingfei is L. F."""
    if not key.given or len(key.initials) > 1 or not is_chinese(key):
        return key.initials
    return "".join(syllable[0] for syllable in _syllables(_joined(key))) or key.initials


@cache
def _folded_syllables() -> frozenset[str]:
    return frozenset(map(fold, pinyin_syllables()))


def is_syllable(folded: str) -> bool:
    """Whether a folded word is a syllable of pinyin."""
    return folded in _folded_syllables()


@lru_cache(maxsize=1 << 14)
def _syllables(given: str) -> tuple[str, ...]:
    """A folded given name in syllables, as few as will do; whole if it is no Chinese one."""
    for most in range(1, _MOST_SYLLABLES + 1):
        if found := _divided(given, most):
            return found
    return (given,)


def _divided(given: str, most: int) -> tuple[str, ...]:
    if given in _folded_syllables():
        return (given,)
    if most > 1:
        for end in range(len(given) - 1, 0, -1):
            if given[:end] in _folded_syllables() and (rest := _divided(given[end:], most - 1)):
                return (given[:end], *rest)
    return ()
