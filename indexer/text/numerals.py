"""What tells sibling titles apart: numbers, roman numerals and letters after a part marker.

"Отчёт 2019" and "Отчёт 2020", "Part I" and "Part II", "Часть 1" and "Часть 2" differ in their
numerals only, and in nothing else that a fuzzy comparison would notice.
"""

from __future__ import annotations

import re
import unicodedata

from indexer.text.folding import fold_word
from indexer.text.scripts import clean

# Part, volume, issue, book, section, message, edition: in our languages, whole or abbreviated; English last
_MARKER = (
    r"(?:част(?:ь|и|ина)|частка|ч\.|том|т\.|вып(?:уск|\.)|книга|кн\.|сообщение|раздел|глава|серия|сер\.|этап"
    r"|бөлімі?|бөлік|бөлүк|бөлүм|томы?|кітап|китеп|мас|մաս|հատոր|գիրք|пр[ыі]ма"
    r"|part|pt\.?|vol(?:ume|\.)?|issue|book|section|series|no\.|chapter|teil|band|chast'?|tom|vyp(?:usk|\.))"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
# L, C, D and M only where no word, symbol or abbreviation looks like it ("MIX", "CD", "СМ")
_LIKELY = re.compile(r"[IVX]+|XL[IVX]*|L[IVX]{2,}|M[MDCLXVI]{3,}")
# capitals that are printed for roman digits: Cyrillic and Greek look-alikes, the Ukrainian І, the palochka
_LOOKALIKES = str.maketrans("ІӀХСМУΙΧ", "IIXCMVIX")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_MARKED = re.compile(rf"(?<!\w){_MARKER}\s*№?\s*([^\W\d_]+|\d+)(?!\w)", re.IGNORECASE)
_ORDINALS = {
    "one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4, "five": 5, "fifth": 5,
    "первая": 1, "первое": 1, "первый": 1, "вторая": 2, "второе": 2, "второй": 2, "третья": 3, "третье": 3, "третий": 3,
    "четвертая": 4, "четвертое": 4, "четвертый": 4, "пятая": 5, "пятое": 5, "пятый": 5,
    "бірінші": 1, "екінші": 2, "үшінші": 3, "биринчи": 1, "экинчи": 2, "үчүнчү": 3,
    "առաջին": 1, "երկրորդ": 2, "երրորդ": 3,
    "першая": 1, "другая": 2, "трэцяя": 3,
}  # fmt: skip


def numerals(title: str) -> tuple[str, ...]:
    """The numerals of a title in order, as arabic digits; a letter after a part marker ("Часть А")
    as that letter.

    Roman numerals count in capitals, from two letters on anywhere; of one letter only after a
    marker or at the end of the title ("Название. I"), for "I", "C" and "X" are words and symbols
    too. A roman numeral may be printed with Cyrillic letters ("ХVIII", "ІІ"). Leading zeros go.
    """
    title = unicodedata.normalize("NFKC", clean(title))
    marked = dict(_marked(title))
    found: list[str] = []
    tokens = list(_TOKEN.finditer(title))
    for index, match in enumerate(tokens):
        value = marked.get(match.start()) or _plain(match.group(), last=index == len(tokens) - 1)
        if value:
            found.append(value)
    return tuple(found)


def _marked(title: str) -> list[tuple[int, str]]:
    """Where a part marker is followed by a numeral, its place and its value; "Part one", "часть
    вторая" too.
    """
    found = []
    for match in _MARKED.finditer(title):
        value = _after_marker(match[1])
        if value:
            found.append((match.start(1), value))
    return found


def _after_marker(token: str) -> str:
    if token.isdecimal():
        return str(int(token))
    value = roman(token.upper() if len(token) > 1 else token)
    if value:
        return str(value)
    ordinal = _ORDINALS.get(token.lower().replace("ё", "е"))
    if ordinal:
        return str(ordinal)
    # "Часть А", "Part B"; small letters are words ("часть и целое")
    return fold_word(token) if len(token) == 1 and token.isupper() else ""


def _plain(token: str, *, last: bool) -> str:
    """A number or roman numeral that stands without a marker, or ""."""
    if token[0].isdecimal():
        return ".".join(str(int(part)) for part in re.split("[.,]", token))
    if len(token) == 1 and not (last and token.translate(_LOOKALIKES) in {"I", "V", "X"}):
        return ""
    value = roman(token)
    return str(value) if value else ""


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
