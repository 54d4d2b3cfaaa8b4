"""Text of a query → tokens, so tolerant that a pasted title, DOI or chemical name is just text.

The lexer decides what is syntax and what is text; the grammar sees literals as wholes. So no character of the
scholar's text can upset it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from indexer.search.errors import QuerySyntaxError
from indexer.search.field_names import all_names, canonical

_OPERATORS: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND", "||": "OR"}
_RUSSIAN_OPERATORS: dict[str, Kind] = {"И": "AND", "ИЛИ": "OR", "НЕ": "NOT"}

_DOI = r"10\.\d{4,9}/[^\s\"«»“”]+"
_QUOTES = r'"[^"]*"|«[^»]*»|“[^”]*”|„[^“”]*[“”]'
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<url>https?://[^\s"]+)
  | (?P<doi>{_DOI})
  | (?P<field>[^\W\d_][\w.-]*):
  | (?P<quoted>{_QUOTES})
  | (?P<unclosed>["«“„])
  | (?P<slop>(?<=["»”“])~\d{{1,3}}(?=[\s)^]|$))
  | (?P<boost>(?<=["»”“)])\^\d{{1,4}}(?:\.\d{{1,4}})?(?=[\s)]|$))
  | (?P<range>[\[{{][^\[\]{{}}]*[\]}}])
  | (?P<open>\()
  | (?P<close>\))
  | (?P<minus>(?<![^\s(])-(?=[^\s-]))
  | (?P<plus>(?<![^\s(])\+(?=[^\W\d_"«“„(]))
  | (?P<word>[^\s()\[\]{{}}:"«»“”„]+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_RANGE = re.compile(r"([\[{])\s*(\S+?)\s+(?:TO|ДО)\s+(\S+?)\s*([\]}])")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,3}")
# a power of a word is no mathematics: "слово^2", but "b^2" and "x1^2" are text
_BOOSTED = re.compile(r"([^\W\d_]{3,}\*?)(\^\d{1,4}(?:\.\d{1,4})?)")
_FUZZY = re.compile(r"[^\W\d_]{3,}(~)(?:\d(?:\.\d)?)?")
# two letters, a wildcard, and letters again: "организа?ия", "col*r"; a capital after "?" begins a sentence
_WILDCARD = re.compile(r"[^\W\d_]{2,}(?:\?(?=[^\WA-ZА-ЯЁ\d_])|\*+(?=[^\W\d_])|[^\W\d_])*\*?")
_LEADING_STAR = re.compile(r"\*+[^\W\d_]")

Kind = Literal[
    "word", "phrase", "prefix", "wildcard", "range", "bad_range", "field", "boost", "slop",
    "AND", "OR", "NOT", "(", ")",
]  # fmt: skip
LITERALS: frozenset[Kind] = frozenset(
    {"word", "phrase", "prefix", "wildcard", "range", "bad_range"}
)


class Token(msgspec.Struct, frozen=True):
    """``text`` is the literal, or the field's canonical name; ``start`` its place in the query."""

    kind: Kind
    text: str
    start: int


def tokenize(query: str) -> list[Token]:
    """The tokens of a query. Raises QuerySyntaxError for an unclosed quote or an unknown field."""
    russian = _russian_operators_count(query)
    tokens = (
        token for match in _matches(query) for token in _tokens_of(match, query, russian=russian)
    )
    return list(_joined_initials(tokens))


def _russian_operators_count(query: str) -> bool:
    # in a title pasted in capitals ("НАУКА И ЖИЗНЬ") the conjunction is a word
    return any(letter.islower() for letter in query)


def _matches(query: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := _TOKEN.match(query, position):
        if match.lastgroup in {"doi", "url"}:
            match = _TOKEN.match(query, position, _address_end(match)) or match
        yield match
        position = match.end()


def _address_end(match: re.Match[str]) -> int:
    """The end of a DOI or URL without the brackets and stops of the text around it."""
    text = match.group()
    while True:
        shorter = text.rstrip(".,;:!?")
        for left, right in ("()", "[]"):
            if shorter.endswith(right) and shorter.count(right) > shorter.count(left):
                shorter = shorter[:-1]
        if shorter == text or not shorter:
            return match.start() + len(text)
        text = shorter


def _tokens_of(match: re.Match[str], query: str, *, russian: bool) -> Iterator[Token]:
    text, start = match.group(), match.start()
    match match.lastgroup:
        case "field":
            yield from _field(match, query)
        case "quoted":
            yield _phrase(text[1:-1], start)
        case "unclosed":
            raise QuerySyntaxError("unclosed_quote", start)
        case "slop" | "boost" as kind:
            yield Token("slop" if kind == "slop" else "boost", text[1:], start)
        case "range":
            yield _range(text, start)
        case "open" | "close":
            yield Token("(" if text == "(" else ")", text, start)
        case "minus":
            yield Token("NOT", text, start)
        case "url" | "doi":
            yield _literal(text, start)
        case "word":
            yield from _word(text, start, russian=russian)


def _field(match: re.Match[str], query: str) -> Iterator[Token]:
    written, start = match.group("field"), match.start()
    name = canonical(written)
    if name is not None:
        yield Token("field", name, start)
    elif _value_follows(query[match.end() : match.end() + 1]):
        raise QuerySyntaxError("unknown_field", start, field=written, fields=all_names())
    else:
        yield Token("word", written, start)  # "Theory: an outline" is a title, not a field


def _value_follows(letter: str) -> bool:
    return letter.isalnum() or (letter != "" and letter in '"«“„[(')


def _phrase(text: str, start: int) -> Token:
    return Token("phrase" if _says_something(text) else "word", text, start)


def _range(text: str, start: int) -> Token:
    """``[2015 TO 2020]`` as "[2015 2020]", its brackets in front and behind.

    Brackets without TO: an error after a field, punctuation in running text; the parser knows which.
    """
    found = _RANGE.fullmatch(text)
    if found is None:
        return Token("bad_range", text, start)
    return Token("range", f"{found[1]}{found[2]} {found[3]}{found[4]}", start)


def _word(text: str, start: int, *, russian: bool) -> Iterator[Token]:
    operator = _OPERATORS.get(text) or (_RUSSIAN_OPERATORS.get(text) if russian else None)
    if operator is not None:
        yield Token(operator, text, start)
    elif fuzzy := _FUZZY.fullmatch(text):
        raise QuerySyntaxError("no_fuzzy", start + fuzzy.start(1), text=text)
    elif _LEADING_STAR.match(text):
        raise QuerySyntaxError("leading_star", start, text=text)
    elif boosted := _BOOSTED.fullmatch(text):
        yield _literal(boosted[1], start)
        yield Token("boost", boosted[2][1:], start + boosted.start(2))
    else:
        yield _literal(text, start)


def _literal(text: str, start: int) -> Token:
    inner = text.rstrip("*")
    if ("?" in inner or "*" in inner) and _WILDCARD.fullmatch(text):
        return Token("wildcard", text, start)
    if text.endswith("*") and _says_something(text):
        return Token("prefix", inner, start)
    return Token("word", text, start)


def _says_something(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _joined_initials(tokens: Iterable[Token]) -> Iterator[Token]:
    """``author: Иванов И. И.`` is one name: initials go with the surname before them."""
    previous: list[Token] = []
    for token in tokens:
        if _continues_name(previous, token):
            surname = previous[-1]
            previous[-1] = Token("word", f"{surname.text} {token.text}", surname.start)
            continue
        yield from previous[:-1]
        previous = [*previous[-1:], token]
    yield from previous


def _continues_name(previous: list[Token], token: Token) -> bool:
    return (
        len(previous) == 2
        and previous[0] == Token("field", "author", previous[0].start)
        and previous[1].kind == "word"
        and token.kind == "word"
        and _INITIALS.fullmatch(token.text) is not None
    )
