"""Finds the number of the part or volume that a reference cites, wherever the parser put it.

"Название. Ч. 2", "Part I", "3-бөлім", "Մաս 2": a title without its number is that of every part. Volumes are told apart
from parts, for those of a journal say nothing about a title. Words are compared folded, so that romanised ones count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.text.folding import fold_word
from indexer.text.numerals import roman

_WORDS = {
    "part": "часть части часцы частка часткі частина сообщение паведамленне книга кніга part book բաժին մաս գիրք",
    "part.": "ч сообщ паведамл кн pt",
    "part behind": "бөлім бөлімі бөлік бөлігі бөлүк бөлүгү бөлүм бөлүмү кітап китеп մաս գիրք часть книга",
    "volume": "том тома vol volume հատոր հատ band t",
    "volume.": "т հ bd v",
    "volume behind": "том томы",
}
_MARKERS = {kind: frozenset(map(fold_word, words.split())) for kind, words in _WORDS.items()}
_TOKEN = re.compile(r"\d+|[^\W\d_]+['’ʹ]?\.?")
_LONGEST = 3  # digits of the number of a part; a year is none
_ROMAN = frozenset("IVXІХ")  # first letters of the numbers of parts
_HOST = "//"  # what stands behind it are the numbers of the host


@lru_cache(maxsize=4096)
def part_numbers(raw: str) -> frozenset[str]:
    """The numbers of parts in the text of a reference, but for those of its host, as Arabic digits.

    >>> sorted(part_numbers("Котов И. Реки. Ч. II. М., 1999. 300 с."))
    ['2']
    """
    return frozenset(_numbers(raw, "part"))


@lru_cache(maxsize=4096)
def volume_numbers(raw: str) -> frozenset[str]:
    """The same of volumes.

    >>> sorted(volume_numbers("Котов И. Реки: в 3 т. Т. 2. М., 1999. 300 с."))
    ['2']
    """
    return frozenset(_numbers(raw, "volume"))


def _numbers(raw: str, kind: str) -> Iterator[str]:
    tokens = _TOKEN.findall(raw.partition(_HOST)[0])
    for place, token in enumerate(tokens):
        value = _value(token)
        if value and (
            (place and _marks(tokens[place - 1], kind) and not _initials(tokens[place - 1], token))
            or (place + 1 < len(tokens) and _is(tokens[place + 1], f"{kind} behind"))
        ):
            yield value


def _value(token: str) -> str:
    """The number that a token says, or ""."""
    if token[0].isdecimal():
        return token.lstrip("0") if len(token) <= _LONGEST else ""
    return str(roman(token.rstrip(".")) or "") if token[0] in _ROMAN else ""


def _initials(marker: str, number: str) -> bool:
    """ "Т. И." are a person's, and so may "T. I." be."""
    return max(len(marker.rstrip(".")), len(number.rstrip("."))) == 1 and not number.isdecimal()


def _marks(token: str, kind: str) -> bool:
    return _is(token, kind) or (token.endswith(".") and _is(token, f"{kind}."))


def _is(token: str, kind: str) -> bool:
    return fold_word(token.rstrip(".'’ʹ")) in _MARKERS[kind]
