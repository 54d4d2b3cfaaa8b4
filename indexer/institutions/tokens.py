"""An affiliation string as words that can be compared: folded, without endings, and with the edges between its parts.

The stems are for comparing names of institutions with each other only: they are too coarse for anything else.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from indexer.text.folding import fold_word

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W\d_]+)*")
_EDGE = re.compile(r"[,;:|/\n]|[–—]|\s-\s")
_BRACKETS = re.compile(r"[()\[\]«»„“”\"]")
_OPENING = re.compile(r"[«„“]|(?<=\s)\"")
_HYPHEN = re.compile("[-‐‑]")
# endings of folded Russian, Belarusian and Kazakh words and of the English plural; longest first
_ENDING = re.compile(
    r"(?:inin|ogo|ego|aga|aha|omu|emu|imi|ami|oi|oe|om|em|ei|im|ih|aia|uiu|iu|ia|ai|a|e|i|o|u)$"
)
_ABBREVIATED = tuple(
    (re.compile(pattern, re.IGNORECASE), full)
    for pattern, full in (
        (r"\bун-т\w*", "университет"),
        (r"\bин-т\w*", "институт"),
        (r"\bгос\.|\bгосуд\.", "государственный "),
        (r"\bнац\.", "национальный "),
        (r"\bфед\.", "федеральный "),
        (r"\bтехн\.", "технический "),
        (r"\bмед\.", "медицинский "),
        (r"\bпед\.", "педагогический "),
        (r"\buniv\.", "University "),
        (r"\bnatl\.", "National "),
        (r"\bacad\. sci\.", "Academy of Sciences "),
    )
)


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """One word. ``edge``: a comma or the like stands before it; ``bracket``: a bracket or quote;
    ``opens``: a quotation begins with it; ``hyphen``: it is joined on.
    """

    raw: str
    stem: str
    start: int
    end: int
    edge: bool
    bracket: bool
    opens: bool
    hyphen: bool


def expand(text: str) -> str:
    """The text with the usual abbreviations of such names written out ("гос. ун-т", "Univ.")."""
    for pattern, full in _ABBREVIATED:
        text = pattern.sub(full, text)
    return text


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """The folded word without its ending; at least four letters stay."""
    folded = fold_word(word)
    shorter = _ENDING.sub("", folded)
    return shorter if len(shorter) >= 4 else folded


def tokenise(text: str) -> list[Token]:
    """The words of a text with what stands before each. The first one has an edge before it."""
    tokens: list[Token] = []
    before = 0
    for match in _WORD.finditer(text):
        gap = text[before : match.start()]
        tokens.append(
            Token(
                raw=match[0],
                stem=stem(match[0]),
                start=match.start(),
                end=match.end(),
                edge=not tokens or bool(_EDGE.search(gap)) or _ends_sentence(tokens[-1], gap),
                bracket=bool(_BRACKETS.search(gap)),
                opens=bool(_OPENING.search(gap)),
                hyphen=bool(_HYPHEN.fullmatch(gap)),
            )
        )
        before = match.end()
    return tokens


def _ends_sentence(last: Token, gap: str) -> bool:
    """A full stop after a whole word; after an initial or "им." it ends nothing."""
    return gap.startswith(".") and len(last.raw) >= 5


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text."""
    return tuple(token.stem for token in tokenise(text))
