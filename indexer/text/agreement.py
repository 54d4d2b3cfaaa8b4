"""Whether two names may be of one person: what their keys (:mod:`indexer.text.names`) say of each other."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from rapidfuzz.distance import Levenshtein

from indexer.text.folding import skeleton
from indexer.text.name_key import NameKey
from indexer.text.same_surname import are_two_surnames, is_one_surname


class Agreement(Enum):
    """What two names say of each other. MISSING: they neither agree in full nor contradict."""

    AGREE = "agree"
    CONFLICT = "conflict"
    MISSING = "missing"


# folded initials that may stand for one letter: Х as K(h) or H, Ц as T(s) or C, Дж as J, Г as H
_DOUBTFUL = frozenset(map(frozenset, ("hk", "ct", "zi", "gh")))
_LIKE = 0.5  # written-out given names less alike than this are different names


def is_same_family(a: NameKey, b: NameKey) -> bool:
    """Whether the family names of two keys may be one."""
    if a.family == b.family:
        return not (a.written and b.written and are_two_surnames(a.written, b.written))
    return bool(a.written or b.written) and is_one_surname(
        a.written or a.family, b.written or b.family
    )


def compare_names(a: NameKey, b: NameKey) -> Agreement:
    """Compare two names by one key each; :func:`compare_people` compares all their keys.

    CONFLICT: the family names differ, or an initial or a written-out given name does. MISSING: the
    family names agree, but one side has no initials, or they may or may not mean the same. AGREE
    otherwise; the shorter list of initials must begin the longer one ("И." agrees with "И.И.").
    """
    if not is_same_family(a, b):
        return Agreement.CONFLICT
    if not a.initials or not b.initials:
        return Agreement.MISSING
    pairs = [(x, y) for x, y in zip(a.initials, b.initials, strict=False) if x != y]
    if any(frozenset(pair) not in _DOUBTFUL for pair in pairs):
        return Agreement.CONFLICT
    given = _compare_given(a.given, b.given)
    return Agreement.MISSING if pairs and given is Agreement.AGREE else given


def _compare_given(a: str, b: str) -> Agreement:
    """AGREE if one is missing or begins the other, or if they differ in vowels (Sergey, Siarhei)."""
    if a.startswith(b) or b.startswith(a) or skeleton(a) == skeleton(b):
        return Agreement.AGREE
    alike = Levenshtein.normalized_similarity(a, b) >= _LIKE
    return Agreement.MISSING if alike else Agreement.CONFLICT


def compare_people(a: Iterable[NameKey], b: Iterable[NameKey]) -> Agreement:
    """The best that any key of the one says with any key of the other; MISSING without keys."""
    others = tuple(b)
    found = {compare_names(x, y) for x in a for y in others}
    if Agreement.AGREE in found:
        return Agreement.AGREE
    if Agreement.MISSING in found or not found:
        return Agreement.MISSING
    return Agreement.CONFLICT
