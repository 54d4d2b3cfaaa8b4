"""What tells sibling titles apart: numbers, roman numerals and letters after a part marker.

"Отчёт 2019" and "Отчёт 2020", "Part I" and "Part II", "Часть 1" and "Часть 2" differ in their
numerals only, and in nothing else that a fuzzy comparison would notice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from indexer.text.folding import fold_word
from indexer.text.scripts import clean

# part, volume, issue, book, section, message, chapter, series in our languages; compared folded,
# so that transliterated titles ("Chast' pervaja") are covered too
_MARKER_WORDS = """
часть части частина частка том тома выпуск выпуски книга сообщение раздел глава серия этап
кніга выпуск раздзел серыя паведамленне бөлім бөлімі бөлік бөлүк бөлүм томы кітап китеп чыгарылыш
մաս հատոր գիրք part volume vol issue book section series chapter teil band
"""
_ABBREVIATIONS = "ч т вып кн сер гл pt vol no сообщ bd"  # markers with a stop only
# markers that their number stands in front of: "I бөлім"
_MARKERS_BEHIND = frozenset(
    map(fold_word, ["бөлім", "бөлімі", "бөлік", "бөлүк", "бөлүм", "томы", "кітап", "китеп"])
)
_MARKERS = frozenset(map(fold_word, _MARKER_WORDS.split()))
_SHORT_MARKERS = frozenset(map(fold_word, _ABBREVIATIONS.split()))
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
# L, C, D and M only where no word, symbol or abbreviation looks like it ("MIX", "CD", "СМ")
_LIKELY = re.compile(r"[IVX]+|XL[IVX]*|L[IVX]{2,}|M[MDCLXVI]{3,}")
# capitals that are printed for roman digits: Cyrillic and Greek look-alikes, the Ukrainian І, the palochka
_LOOKALIKES = str.maketrans("ІӀХСМУΙΧ", "IIXCMVIX")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_ORDINAL_WORDS = {
    "one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4, "five": 5, "fifth": 5,
    "первая": 1, "первое": 1, "первый": 1, "вторая": 2, "второе": 2, "второй": 2, "третья": 3, "третье": 3, "третий": 3,
    "четвертая": 4, "четвертое": 4, "четвертый": 4, "пятая": 5, "пятое": 5, "пятый": 5,
    "бірінші": 1, "екінші": 2, "үшінші": 3, "биринчи": 1, "экинчи": 2, "үчүнчү": 3,
    "առաջին": 1, "երկրորդ": 2, "երրորդ": 3,
    "першая": 1, "другая": 2, "трэцяя": 3,
}  # fmt: skip
_ORDINALS = {fold_word(word): str(value) for word, value in _ORDINAL_WORDS.items()}
_LONE = frozenset("IVXІХ")
_SENTENCE_END = re.compile(r"[^\W\d_]{3}[.?!]$")
_SPOILT_CASE = {"Ii": "2", "Iii": "3", "Iv": "4"}  # what title-casing makes of II, III, IV


class _Token(msgspec.Struct, frozen=True, gc=False):
    """A word or number of a title: its folding, its value as a number, and whether it is a part marker or may be a
    roman numeral by itself. ``stopped``: it is a letter with a stop. A title without a ``telling`` one has no numerals.
    """

    text: str
    folded: str
    marker: bool
    roman: bool
    number: str
    stopped: bool
    telling: bool


def numerals(title: str) -> tuple[str, ...]:
    """The numerals of a title in order, as arabic digits.

    Roman numerals count in capitals, from two letters on anywhere; of one letter only after a part marker, before a
    Kazakh or Kyrgyz one ("I бөлім"), or at the end of the title ("Название. I") or of its first sentence: "I", "C" and
    "X" are words and symbols too. They may be printed with Cyrillic letters ("ХVIII", "ІІ"). Ordinals ("часть вторая",
    "Part one") count beside a marker, and so does a capital letter behind one ("Часть А"), which
    is given folded. Leading zeros go.
    """
    chunks = clean(title).split()
    tokens = [token for chunk in chunks for token in _tokens(chunk)]
    if not any(token.telling for token in tokens):  # as in most titles
        return ()
    found = [str(roman(letter)) for letter in _lone(chunks)]
    before = None
    for position, token in enumerate(tokens):
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        if token.number:
            found.append(token.number)
        elif token.roman or (before and before.marker) or (after and after.marker):
            found.append(_value(before, token, after))
        before = token
    return tuple(filter(None, found))


def _lone(chunks: list[str]) -> Iterator[str]:
    """Roman numerals of one letter behind a full stop with more behind them: "… балки. I Известия вузов"."""
    for before, chunk, after in zip(chunks, chunks[1:], chunks[2:], strict=False):
        part = chunk in _LONE or (chunk[:-1] in _LONE and chunk[-1] == "." and after[0].isdecimal())
        if part and _SENTENCE_END.search(before) and (after[0].isupper() or after[0].isdecimal()):
            yield chunk[0]


@lru_cache(maxsize=1 << 15)
def _tokens(chunk: str) -> tuple[_Token, ...]:
    """The words and numbers of a title between two white spaces."""
    text = unicodedata.normalize("NFKC", chunk)
    return tuple(_token(match.group(), text[match.end() :]) for match in _TOKEN.finditer(text))


def _token(text: str, rest: str) -> _Token:
    folded = fold_word(text)
    marker = folded in _MARKERS or (rest.startswith(".") and folded in _SHORT_MARKERS)
    number = text[0].isdecimal()
    may_be_roman = text in _SPOILT_CASE or roman(text) is not None
    return _Token(
        text=text,
        folded=folded,
        marker=marker,
        roman=may_be_roman,
        number=".".join(str(int(part)) for part in re.split("[.,]", text)) if number else "",
        stopped=len(text) == 1 and rest.startswith("."),
        telling=number or marker or may_be_roman,
    )


def _value(before: _Token | None, token: _Token, after: _Token | None) -> str:
    """What a word says between its neighbours, or ""."""
    behind_marker = before is not None and before.marker
    if behind_marker and not token.marker:
        initials = before is not None and before.stopped and token.stopped  # "Дятлов Т. И."
        return _behind_marker(token, initials=initials)
    if after is not None and after.marker and token.folded in _ORDINALS:
        return _ORDINALS[token.folded]
    if len(token.text) > 1:
        spoilt = _SPOILT_CASE.get(token.text, "") if after is None else ""
        return str(roman(token.text) or spoilt)
    at_end = after is None and before is not None
    at_end = at_end or (after is not None and after.folded in _MARKERS_BEHIND)
    return str(roman(token.text) or "") if at_end else ""


def _behind_marker(token: _Token, *, initials: bool) -> str:
    value = roman(token.text.upper() if len(token.text) > 1 else token.text)
    if value:
        return str(value)
    # "Часть А", "Part B"; a small letter is a word ("часть и целое")
    lone = len(token.text) == 1 and token.text.isupper() and not initials
    letter = token.folded if lone else ""
    return _ORDINALS.get(token.folded, letter)


def roman(token: str) -> int | None:
    """The value of a roman numeral in capitals, Cyrillic look-alikes allowed; None for others."""
    latin = token.translate(_LOOKALIKES)
    if not _LIKELY.fullmatch(latin) or not _ROMAN.fullmatch(latin):
        return None
    total = 0
    for letter, following in zip(latin, [*latin[1:], ""], strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if value < _ROMAN_VALUES.get(following, 0) else value
    return total
