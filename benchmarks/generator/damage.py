"""What sources and typesetters do to text: letters of another keyboard, ё as е, slips of optical reading."""

from __future__ import annotations

from random import Random

_HOMOGLYPHS = dict(zip("аеорсухАВЕКМНОРСТХі", "aeopcyxABEKMHOPCTXi", strict=True))
_MISREAD = {
    "rn": "m",
    "cl": "d",
    "и": "н",
    "ш": "ц",
    "ц": "п",
    "l": "1",
    "з": "э",
    "ն": "մ",
    "h": "b",
}
_HYPHEN = "\u00ad"


def damaged(chance: Random, text: str, rate: float) -> str:
    """The text, with one kind of damage in that share of the cases."""
    if not text or chance.random() >= rate:
        return text
    kind = chance.choice((_homoglyph, _yo, _misread, _hyphen, _capitals))
    return kind(chance, text)


def _homoglyph(chance: Random, text: str) -> str:
    """One or two Cyrillic letters typed on the Latin keyboard."""
    for _ in range(chance.randint(1, 2)):
        text = _at_random(chance, text, _HOMOGLYPHS)
    return text


def _yo(_: Random, text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")


def _misread(chance: Random, text: str) -> str:
    return _at_random(chance, text, _MISREAD)


def _hyphen(chance: Random, text: str) -> str:
    """A soft hyphen that a line break left behind."""
    place = chance.randrange(len(text))
    return text[:place] + _HYPHEN + text[place:] if text[place].isalpha() else text


def _capitals(_: Random, text: str) -> str:
    return text.upper()


def _at_random(chance: Random, text: str, table: dict[str, str]) -> str:
    """One of the places where the table has something to change, changed."""
    start = chance.randrange(len(text))
    for place in (*range(start, len(text)), *range(start)):
        for width in (2, 1):
            piece = text[place : place + width]
            if piece in table:
                return text[:place] + table[piece] + text[place + width :]
    return text
