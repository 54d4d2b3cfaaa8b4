"""A whole reference in the search box: whether a text looks like one, and what it was recognised as."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from indexer.search.lexer import Token
from schemas import ReferenceFields

_LEAST = 25
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]\d\d|20[0-4]\d)(?!\d)")
_LETTER = r"[^\W\d_]"
# what references are made of, by GOST, APA, Vancouver and their kin
_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.]){_LETTER}{{1,2}}\.\s?(?:{_LETTER}{{1,2}}\.)?",  # initials
        rf"^{_LETTER}+(?:-{_LETTER}+)? [A-Z]{{1,3}}(?:,|\.)",  # Vancouver: "Smith JA,"
        r"//",
        r"[.,] [—–-] ",
        r"\((?:1[5-9]|20)\d\d[a-zа-я]?\)",
        r"(?<!\w)(?:С|P|Pp|Стр|S|Б|Էջ|էջ)\.?\s?\d",
        r"(?<!\w)(?:№|no\.|vol\.|т\.|вып\.|том)\s?\d",
        r"\d\s?\(\d+\)\s?[,:]\s?\d",
        r"\b10\.\d{4,9}/\S",
        r";\s?\d+",
        rf"[:.] {_LETTER}[^:]{{2,60}}, (?:1[5-9]|20)\d\d",  # a publisher and a year
        r"et al|и др\.|және т\. ?б|ISBN|eds?\.|под ред",
    )
)
_PIECE = re.compile(r"[^\s()\[\]{}\"«»“”„]+")


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """The work that a reference cites by the matcher, how sure that is, and what was read from the reference."""

    work: int
    score: float
    fields: ReferenceFields


Recognise = Callable[[str], Recognised | None]


def looks_like_reference(text: str) -> bool:
    """Whether to have it matched: long enough, dated, with two signs of a reference. Other texts match nothing."""
    if len(text) < _LEAST or _YEAR.search(text) is None:
        return False
    signs = 0
    for sign in _SIGNS:
        signs += sign.search(text) is not None
        if signs > 1:
            return True
    return False


def tokens_of_text(text: str) -> list[Token]:
    """The words of a text that is no query: nothing in it is syntax."""
    return [
        Token("word", found.group(), found.start())
        for found in _PIECE.finditer(text)
        if any(map(str.isalnum, found.group()))
    ]
