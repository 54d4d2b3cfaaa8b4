"""Titles of journals and other containers: keys, and comparison that bears abbreviations.

"Вестн. Моск. ун-та. Сер. 1" abbreviates "Вестник Московского университета. Серия 1: Математика".
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text.folding import fold, fold_word
from indexer.text.scripts import clean

# what an abbreviated title leaves out at will, folded
_EMPTY = """
и в на по для из о об при им имени і ў з у мен және жана և
of the and in on for a an de la et und der die das des
журнал journal часопіс часопис
"""
_STOP_WORDS = frozenset(map(fold_word, _EMPTY.split()))
# contractions that are not the beginning of their word (GOST 7.12, ISO 4 word abbreviations), folded
_CONTRACTIONS = {
    fold_word(short): tuple(fold_word(long) for long in longs.split())
    for short, longs in {
        "ун-т": "университет universitet university universiteti",
        "ин-т": "институт institut institute",
        "гос": "государственный",
        "о-во": "общество",
        "об-во": "общество",
        "журн": "журнал",
        "з-д": "завод",
        "отд-ние": "отделение",
        "мат-лы": "материалы",
        "б-ка": "библиотека",
        "сб": "сборник",
        "тр": "труды",
        "нац": "национальный",
        "изд-во": "издательство",
        "intl": "international",
        "natl": "national",
        "dept": "department",
    }.items()
}
_CONTRACTED = re.compile(r"([^\W\d_]+)-([^\W\d_]{1,4})(?![^\W\d_])")
_ACRONYM_MIN = 3


@lru_cache(maxsize=1 << 15)
def container_key(title: str) -> str:
    """The folded title without words that tell nothing ("журнал", "of"); the plain folding if
    nothing is left.
    """
    folded = fold(clean(title)).split()
    return " ".join(word for word in folded if word not in _STOP_WORDS) or " ".join(folded)


@lru_cache(maxsize=1 << 15)
def abbreviates(a: str, b: str) -> bool:
    """Whether one title may be an abbreviation of the other, whichever way round; equal folded
    titles do.

    Every word of the shorter form must begin a word of the longer form, or contract it, in order
    and from the first word on; the longer form may go on (a subtitle or series). An acronym ("ДАН",
    "PNAS") abbreviates the initials of the telling words.
    """
    if not fold(a) or not fold(b):
        return False
    if container_key(a) == container_key(b):
        return True
    return _short_for(a, b) or _short_for(b, a)


def _short_for(short: str, long: str) -> bool:
    words = _telling(short)
    full = _telling(long)
    if not words or not full or len(words) > len(full):
        return False
    if len(words) == 1:
        return _is_acronym(short, full) or (_begins(words[0], full[0]) and len(full) == 1)
    if not _begins(words[0], full[0]):
        return False
    place = 0
    for word in words[1:]:
        place = next((i for i in range(place + 1, len(full)) if _begins(word, full[i])), 0)
        if not place:
            return False
    return True


def _telling(title: str) -> list[str]:
    """The folded words, contractions with a hyphen ("ун-та") kept as one, words that tell nothing
    left out.
    """
    joined = _CONTRACTED.sub(r"\1\2", clean(title))
    return [word for word in fold(joined).split() if word not in _STOP_WORDS]


def _begins(short: str, long: str) -> bool:
    """``short`` is ``long``, begins it or contracts it; case endings of contractions ("ун-та",
    "ин-тов") do not count.
    """
    if short == long or (long.startswith(short) and not short.isdigit()):
        return True
    if _same_stem(short, long):
        return True
    return any(
        short.startswith(contraction) and any(_same_stem(full, long) for full in fulls)
        for contraction, fulls in _CONTRACTIONS.items()
    )


def _same_stem(a: str, b: str) -> bool:
    """The same word in two cases: "университет", "университета"; "московский", "московского"."""
    common = sum(1 for _ in _common(a, b))
    return common >= 5 and max(len(a), len(b)) - common <= 3


def _common(a: str, b: str) -> list[str]:
    shared = []
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared.append(x)
    return shared


def _is_acronym(short: str, full: list[str]) -> bool:
    letters = clean(short).replace(".", "").replace(" ", "")
    if not letters.isupper() or len(letters) < _ACRONYM_MIN:
        return False
    return fold(letters) == "".join(word[0] for word in full)
