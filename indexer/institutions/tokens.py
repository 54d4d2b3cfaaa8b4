"""An affiliation string as words that can be compared: folded, without endings, and with the edges between its parts.

The stems are for comparing names of institutions with each other only: they are too coarse for anything else.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from indexer.text.folding import fold_word
from indexer.text.scripts import repair_homoglyphs

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W\d_]+)*")
_EDGE = re.compile(r"[,;:|/\n]|[–—]|\s-\s")
_BRACKETS = re.compile(r"[()\[\]«»„“”\"]")
_OPENING = re.compile(r"[«„“]|(?<=\s)\"")
_HYPHEN = re.compile("[-‐‑]")
# endings of folded Russian, Belarusian, Kazakh, Kyrgyz and Armenian words; longest first
_ENDING = re.compile(
    r"(?:inin|inde|inda|ogo|ego|aga|aha|omu|emu|imi|ami|iai|oi|oe|om|em|ei|im|ih|um|aia|uiu|iu|ia|ai|a|e|i|o|u)$"
)
_ABBREVIATIONS = (
    (r"\bгос(?:ударственный)?(?:\.\s*|\s+)?ун(?:-т|иверситет)\w*", "государственный университет"),
    (r"\bим\.", "имени "),
    (r"\bун-т\w*", "университет"),
    (r"\bин-т\w*", "институт"),
    (r"\bгос\.|\bгосуд\.", "государственный "),
    (r"\bнац\.", "национальный "),
    (r"\bфед\.", "федеральный "),
    (r"\bполитехн\.", "политехнический "),
    (r"\bтехн\.", "технический "),
    (r"\bмед\.", "медицинский "),
    (r"\bпед\.", "педагогический "),
)
_LATIN_ABBREVIATIONS = (
    (r"\buniv\.?(?=\W|$)", "University "),
    (r"\bnatl\b\.?", "National "),
    (r"\bacad\b\.? (?:of )?sci\b\.?", "Academy of Sciences "),
    # as the Web of Science writes addresses: "Tomsk Polytech Univ", "Siberian State Med Univ"
    (r"\bfed\b\.?(?= univ)", "Federal"),
    (r"\btech\b\.?(?= univ)", "Technical"),
    (r"\btechnol\b\.?(?= univ)", "Technological"),
    (r"\bpolytech\b\.?(?= univ)", "Polytechnic"),
    (r"\bmed\b\.? acad\b\.?(?! sci)", "Medical Academy"),
    (r"\bmed\b\.?(?= univ)", "Medical"),
    (r"\bpedag\b\.?(?= univ)", "Pedagogical"),
    (r"\b(?:agr|agrarian)\b\.?(?= univ)", "Agrarian"),
    (r"\blinguist\b\.?(?= univ)", "Linguistic"),
    (r"(?<=\w)\s*&\s*(?=\w)", " and "),
    (r"\bnamed (?:after|for)\b", "named after"),
)


def _any_of(abbreviations: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"({pattern})" for pattern, _ in abbreviations), re.IGNORECASE)


_ABBREVIATED, _LATIN_ABBREVIATED = _any_of(_ABBREVIATIONS), _any_of(_LATIN_ABBREVIATIONS)
# to look for these first is fast
_MAY_BE_SHORT = (
    *("гос.", "госун", "гос ", "н-т", "им.", "суд.", "нац.", "фед.", "техн.", "мед.", "пед."),
)
_LATIN_MAY_BE_SHORT = (
    *("univ.", "univ,", "univ ", "natl", "acad.", "acad ", "acad,", "&", "named for"),
)
_MAY_BE_MARKED = re.compile(r"^\s*\W?\d|[;\n)¹²³⁴⁵⁶⁷⁸⁹⁰*†‡§]|\b\d{1,2}[^\W\d_]")
# marks of notes before a name, which begin a new affiliation: "1 БГУ", "¹БГУ", "а) БГУ", "2Ташкентский университет"
_MARKS = re.compile(
    r"(?:^|(?<=[;\n]))\s*(?:\d{1,2}[.)]?|[¹²³⁴⁵⁶⁷⁸⁹⁰*†‡§]+|[а-еa-f]\))\s*(?=[^\W\d_]{2})"
    r"|(?<=,)\s*\d{1,2}\)\s*(?=[^\W\d_]{2})"
    r"|(?:^|(?<=[\s,;]))(?:\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)(?=[A-ZА-ЯЁӘІҚҒҰҮԱ-Ֆ][^\W\d_]{2})"
    r"|[¹²³⁴⁵⁶⁷⁸⁹⁰]+"
)
_PARTS = re.compile(r"[;\n]+")
_LONGEST_SUFFIX = 6  # letters of a case ending behind an acronym: "ԵՊՀ-ի", "ҚазҰУ-дың"
_BENT_ACRONYM = re.compile(
    "([А-ЯӘҒҚҢӨҰҮІԱ-Ֆ]{3,})(?:[ндт][ыиуүі][нң]|[ндт][ае]|[ндт][ае]н|[ндт][ае]г[ыи]|ում|ից|ի)"
)
# Turkic, Armenian: the word belongs to what follows
_GENITIVE = re.compile("(?:[ндт][іыиуү]ң|[нндт][иыуү]н|нда|нде|индеги|ի|ում|ից)$")


class Token(msgspec.Struct, frozen=True, gc=False):
    """One word. ``edge``: a comma or the like stands before it; ``bracket``: a bracket or quote;
    ``opens``: a quotation begins with it; ``hyphen``: it is joined on; ``genitive``: it stands in a case of Kazakh,
    Kyrgyz or Armenian that joins it to what follows.
    """

    raw: str
    stem: str
    start: int
    end: int
    edge: bool = False
    bracket: bool = False
    opens: bool = False
    hyphen: bool = False
    genitive: bool = False


def expand(text: str) -> str:
    """The text with the usual abbreviations of such names written out ("гос. ун-т", "Univ.")."""
    small = text.lower()
    if not text.isascii():
        text = repair_homoglyphs(text)
        small = text.lower()
        for short in _MAY_BE_SHORT:
            if short in small:
                text = _ABBREVIATED.sub(_written_out, text)
                break
    if small.endswith("univ"):
        return _LATIN_ABBREVIATED.sub(_written_out_in_latin, text)
    for short in _LATIN_MAY_BE_SHORT:
        if short in small:
            return _LATIN_ABBREVIATED.sub(_written_out_in_latin, text)
    return text


def _written_out(found: re.Match[str]) -> str:
    return _ABBREVIATIONS[(found.lastindex or 1) - 1][1]


def _written_out_in_latin(found: re.Match[str]) -> str:
    return _LATIN_ABBREVIATIONS[(found.lastindex or 1) - 1][1]


def parts(text: str) -> list[str]:
    """The affiliations of a list: "1 …; 2 …", "а) …; б) …"."""
    if not _MAY_BE_MARKED.search(text):
        return [text]
    return [part for part in _PARTS.split(_MARKS.sub(";", text)) if part.strip(" ,.")]


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
        start, end = match.span()
        gap = text[before:start]
        if gap == "-" and tokens and _is_suffix(match[0], tokens[-1].raw):
            tokens[-1] = msgspec.structs.replace(tokens[-1], end=end, genitive=True)
        else:
            word, folded, genitive = _read_word(match[0])
            edge, bracket, opens, hyphen = _SPACE if gap == " " else _read_gap(gap)
            edge = edge or not tokens or (gap[0] == "." and _ends_sentence(tokens[-1]))
            tokens.append(Token(word, folded, start, end, edge, bracket, opens, hyphen, genitive))
        before = end
    return tokens


@lru_cache(maxsize=1 << 14)
def _read_word(word: str) -> tuple[str, str, bool]:
    """The word without the case ending behind an acronym, its stem, and whether it belongs to what follows."""
    raw = _without_ending(word)
    bent = raw != word or (not word.isascii() and bool(_GENITIVE.search(word)))
    return raw, stem(raw), bent


_SPACE = (False, False, False, False)


@lru_cache(maxsize=1 << 10)
def _read_gap(gap: str) -> tuple[bool, bool, bool, bool]:
    """Whether what stands between two words is an edge, a bracket, the opening of a quotation, a hyphen."""
    return (
        bool(_EDGE.search(gap)),
        bool(_BRACKETS.search(gap)),
        bool(_OPENING.search(gap)),
        bool(_HYPHEN.fullmatch(gap)),
    )


def _without_ending(word: str) -> str:
    """An acronym without the case ending that is written right behind it: "КУУнун"."""
    bent = _BENT_ACRONYM.fullmatch(word)
    return bent[1] if bent else word


def _is_suffix(word: str, before: str) -> bool:
    """A case ending behind an acronym."""
    acronym = len(before) > 1 and before[-1].isupper()
    return acronym and word.islower() and len(word) <= _LONGEST_SUFFIX


def _ends_sentence(last: Token) -> bool:
    """A full stop after a whole word; after an initial or "им." it ends nothing."""
    return len(last.raw) >= 5


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text."""
    return tuple(token.stem for token in tokenise(text))
