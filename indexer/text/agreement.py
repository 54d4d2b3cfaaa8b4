"""Whether two names may be of one person: what their keys (:mod:`indexer.text.names`) say of each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

from rapidfuzz.distance import Levenshtein

from indexer.text.folding import skeleton
from indexer.text.given_names import is_one_given_name, may_begin, slavic_initials
from indexer.text.name_key import NameKey
from indexer.text.same_surname import are_two_surnames, is_one_chinese_surname, is_one_surname
from indexer.text.scripts import script_of


class Agreement(Enum):
    """What two names say of each other. MISSING: they neither agree in full nor contradict."""

    AGREE = "agree"
    CONFLICT = "conflict"
    MISSING = "missing"


# folded initials that may stand for one letter: Х as K(h) or H, Ц as T(s) or C, Дж as J, Г as H
_DOUBTFUL = frozenset(map(frozenset, ("hk", "ct", "zi", "gh")))
# х and с of Palladius are x in pinyin, ч zh or q, ц j, q, z or c, ж r
_CHINESE = frozenset(map(frozenset, ("hs", "cz", "ck", "ci", "zr", "zc")))
_ULADZIMIR = frozenset("uv")  # hardly any other name begins with У., so this is no doubt
_SLAVIC_END = re.compile("(?:en[ck][oa]|u[kc]|i[ck]h?|[ai]k|k[oa]|ec|el|ul|[oae]u|cki|ski)$")
_LONG_HALF = 4  # letters of half a double family name
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
    family names agree, but one side has no initials, or they may or may not mean the same; or one is
    part of the other (Петрова, Петрова-Водкина) and the initials agree. AGREE otherwise; the shorter
    list of initials must begin the longer one ("И." agrees with "И.И.").
    """
    if not is_same_family(a, b):
        part = _is_part(a, b) and compare_first_names(a, b) is Agreement.AGREE
        return Agreement.MISSING if part else Agreement.CONFLICT
    return compare_first_names(a, b)


def _is_part(a: NameKey, b: NameKey) -> bool:
    """Whether one family name is the other's first or last half."""
    short, long = sorted((a.family, b.family), key=len)
    return len(short) >= _LONG_HALF and (long.startswith(f"{short} ") or long.endswith(f" {short}"))


def compare_first_names(a: NameKey, b: NameKey) -> Agreement:
    """What :func:`compare_names` says of two names of one family."""
    if not a.initials or not b.initials:
        return Agreement.MISSING
    if a.initials == b.initials and a.given == b.given:
        return Agreement.AGREE
    known = int(_is_one_first_name(a, b))
    letters = zip(a.initials[known:], b.initials[known:], strict=False)
    pairs = [frozenset(pair) for pair in letters if pair[0] != pair[1]]
    if any(pair not in _DOUBTFUL and not _is_customary(pair, a, b) for pair in pairs):
        return Agreement.CONFLICT
    given = Agreement.AGREE if known else _compare_given(a.given, b.given)
    doubtful = any(pair != _ULADZIMIR for pair in pairs)
    return Agreement.MISSING if doubtful and given is Agreement.AGREE else given


def _is_one_first_name(a: NameKey, b: NameKey) -> bool:
    """Whether a written-out first name is the other's in another language, or may be what its initial stands for."""
    if a.given and b.given:
        return is_one_given_name(a.given, b.given)
    if a.initials[0] == b.initials[0] or not (a.given or b.given):
        return False
    return may_begin(a.given or b.given, (b if a.given else a).initials[0])


def _is_customary(pair: frozenset[str], a: NameKey, b: NameKey) -> bool:
    """Whether two initials are of one name in Belarusian and Russian, or in pinyin and Palladius."""
    if pair in _CHINESE:
        return is_one_chinese_surname(a.written, b.written)
    if pair not in slavic_initials() or not any(map(_SLAVIC_END.search, (a.family, b.family))):
        return False
    cyrillic = "Cyrl" in {script_of(a.written), script_of(b.written)}
    # a lone М. and a lone Н. are two people
    return cyrillic and (pair == _ULADZIMIR or min(len(a.initials), len(b.initials)) > 1)


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
