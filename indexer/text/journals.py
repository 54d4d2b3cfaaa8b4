"""Titles of journals and other containers: keys, and comparison that bears abbreviations.

"Вестн. Моск. ун-та. Сер. 1" abbreviates "Вестник Московского университета. Серия 1: Математика",
"ЖЭТФ" abbreviates "Журнал экспериментальной и теоретической физики".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from indexer.text.folding import fold, fold_word
from indexer.text.scripts import clean

_CONNECTING_WORDS = """
и i в v на по для из о об при им имени і ў з у мен және жана և
of the and in on for de la et und der die das des
"""
_CONNECTORS = frozenset(_CONNECTING_WORDS.split())
_CONNECTING = frozenset(map(fold_word, _CONNECTORS))
_JOURNAL = frozenset(map(fold_word, ["журнал", "журн", "journal", "часопіс", "часопис", "j"]))
# contractions that are not the beginning of their word (GOST R 7.0.12, ISO 4), folded
_CONTRACTIONS = {
    fold_word(short): fold_word(long)
    for short, long in {
        "унт": "университет",
        "инт": "институт",
        "ово": "общество",
        "обво": "общество",
        "здние": "заседание",
        "отдние": "отделение",
        "матлы": "материалы",
        "бка": "библиотека",
        "intl": "international",
        "natl": "national",
        "dept": "department",
    }.items()
}
_HYPHENATED = re.compile(r"([^\W\d_]+)-([^\W\d_]{1,4})(?![^\W\d_])")
_HIGHER_SCHOOLS = re.compile(r"(?<!\w)вуз(?:ов|ы)?(?!\w)", re.IGNORECASE)
_BREAK = re.compile(r"\s*[:;/(]|\.\s+(?=\S)")
_RAW_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\W\d_a-zа-яёա-և][^\WA-ZА-ЯЁԱ-Ֆ\d_]*")
_LONGEST_ACRONYM = 7


class _Word(NamedTuple):
    """A folded word of a title with the folded pieces it stands for, if it is an acronym."""

    text: str
    pieces: tuple[str, ...]


@lru_cache(maxsize=1 << 15)
def container_key(title: str) -> str:
    """The folded title without connecting words and "журнал"; all of it if nothing is left."""
    folded = fold(clean(title)).split()
    telling = [word for word in folded if word not in _CONNECTING and word not in _JOURNAL]
    return " ".join(telling or folded)


@lru_cache(maxsize=1 << 15)
def abbreviates(a: str, b: str) -> bool:
    """Whether one title may be an abbreviation of the other, whichever way round.

    Every word of the shorter form begins or contracts the word in its place, or is an acronym of
    the words there ("АН", "КазНУ"); connecting words do not count. The longer form may go on with
    a subtitle or a series, but not with further words: "Physical Review" is not short for
    "Physical Review Letters". Titles that fold alike abbreviate each other.
    """
    if not fold(a) or not fold(b):
        return False
    if container_key(a) == container_key(b):
        return True
    return _short_for(a, b) or _short_for(b, a)


def _short_for(short: str, long: str) -> bool:
    words = _words(short)
    if not words or (len(words) == 1 and not words[0].pieces):
        return False  # a single word abbreviates nothing: "Вестн." could be a hundred journals
    return any(_fits(words, [word.text for word in _words(head)]) for head in _heads(long))


def _heads(title: str) -> list[str]:
    """The title whole and up to each place where a subtitle or a series may begin."""
    return [title, *(title[: match.start()] for match in _BREAK.finditer(title))]


def _words(title: str) -> list[_Word]:
    text = _HIGHER_SCHOOLS.sub("ВУЗ", _HYPHENATED.sub(r"\1\2", clean(title)))
    raw = _RAW_WORD.findall(text)
    shouted = text.isupper() and any(len(word) > _LONGEST_ACRONYM for word in raw)
    telling = [word for word in raw if (word.lower() if shouted else word) not in _CONNECTORS]
    return [_Word(fold_word(word), () if shouted else _pieces(word)) for word in telling]


def _pieces(word: str) -> tuple[str, ...]:
    """ "КазНУ" stands for words in "каз", "н" and "у"; a word with one capital for itself only."""
    pieces = _PIECE.findall(word)
    if not 2 <= len(pieces) <= _LONGEST_ACRONYM or "".join(pieces) != word:
        return ()
    return tuple(map(fold_word, pieces))


def _fits(words: list[_Word], full: list[str]) -> bool:
    """Whether the words abbreviate the full ones one by one, an acronym several at once."""
    spelt = {0}  # how many of the full words those so far may stand for
    for word in words:
        spelt = {after for before in spelt for after in _next(word, full, before)}
    return len(full) in spelt


def _next(word: _Word, full: list[str], before: int) -> Iterator[int]:
    if before < len(full) and _begins(word.text, full[before]):
        yield before + 1
    count = len(word.pieces)
    there = full[before : before + count]
    if count and len(there) == count and all(map(str.startswith, there, word.pieces)):
        yield before + count


def _begins(short: str, long: str) -> bool:
    """``short`` is ``long``, begins it, is it in another case, or contracts it ("ун-та")."""
    if short in _JOURNAL and long in _JOURNAL:
        return True
    if short == long or (long.startswith(short) and not short.isdigit()):
        return True
    return _same_stem(short, long) or any(
        short.startswith(contraction) and _same_stem(whole, long)
        for contraction, whole in _CONTRACTIONS.items()
    )


def _same_stem(a: str, b: str) -> bool:
    """The same word in two cases: "университет", "университета"; "московский", "московского"."""
    common = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    if common is None:
        common = min(len(a), len(b))
    return common >= 5 and max(len(a), len(b)) - common <= 3
