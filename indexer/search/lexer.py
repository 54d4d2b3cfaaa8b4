"""Text of a query → tokens, so tolerant that a pasted title, DOI or chemical name is just text.

The lexer decides what is syntax and what is text; the grammar (operators, parentheses, precedence)
is luqum's, which sees literals only as placeholders. So no character of the scholar's text can
upset it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from indexer.search.errors import QuerySyntaxError

# Canonical field → an example value for messages.
FIELDS = {
    "title": "экономика",
    "author": '"Иванов И.И."',
    "abstract": "климат",
    "keyword": "миграция",
    "journal": '"Вестник МГУ"',
    "institution": "ЕНУ",
    "year": "2019",
    "citations": "[10 TO *]",
    "country": "KZ",
    "language": "ru",
    "type": "article",
    "source": "cyberleninka",
    "kind": "held",
    "doi": "10.1234/abc",
    "edn": "ABCDEF",
    "issn": "1234-5678",
    "isbn": "978-5-00000-000-0",
    "orcid": "0000-0002-1825-0097",
    "id": "0123456789abc",
}
_ALIASES = {
    "автор": "author",
    "название": "title",
    "заглавие": "title",
    "аннотация": "abstract",
    "журнал": "journal",
    "организация": "institution",
    "год": "year",
    "страна": "country",
    "язык": "language",
    "тип": "type",
    "источник": "source",
    "name": "author",
    "container": "journal",
    "affiliation": "institution",
    "lang": "language",
}
_OPERATORS = {"AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND", "||": "OR"}
_RUSSIAN_OPERATORS = {"И": "AND", "ИЛИ": "OR", "НЕ": "NOT"}

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
  | (?P<range>[\[{{][^\[\]{{}}]*[\]}}])
  | (?P<open>\()
  | (?P<close>\))
  | (?P<minus>(?<![^\s(])-(?=[^\s-]))
  | (?P<word>[^\s()\[\]{{}}:"«»“”„]+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_RANGE = re.compile(r"[\[{]\s*(\S+?)\s+(?:TO|ДО)\s+(\S+?)\s*[\]}]")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,3}")

Kind = Literal[
    "word", "phrase", "prefix", "range", "bad_range", "field", "AND", "OR", "NOT", "(", ")"
]
LITERALS: frozenset[Kind] = frozenset({"word", "phrase", "prefix", "range", "bad_range"})


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
            yield from _phrase(text[1:-1], start)
        case "unclosed":
            raise QuerySyntaxError("unclosed_quote", start)
        case "range":
            yield from _range(text, start)
        case "open" | "close":
            yield Token("(" if text == "(" else ")", text, start)
        case "minus":
            yield Token("NOT", text, start)
        case "url" | "doi" | "word":
            yield _word(text, start, russian=russian)


def _field(match: re.Match[str], query: str) -> Iterator[Token]:
    written, start = match.group("field"), match.start()
    name = _ALIASES.get(written.lower(), written.lower())
    if name in FIELDS:
        yield Token("field", name, start)
    elif _value_follows(query[match.end() : match.end() + 1]):
        raise QuerySyntaxError("unknown_field", start, field=written, fields=", ".join(FIELDS))
    else:
        yield Token("word", written, start)  # "Theory: an outline" is a title, not a field


def _value_follows(letter: str) -> bool:
    return letter.isalnum() or (letter != "" and letter in '"«“„[(')


def _phrase(text: str, start: int) -> Iterator[Token]:
    if _says_something(text):
        yield Token("phrase", text, start)
    else:
        yield Token("word", text, start)


def _range(text: str, start: int) -> Iterator[Token]:
    if found := _RANGE.fullmatch(text):
        yield Token("range", f"{found[1]} {found[2]}", start)
        return
    # brackets without TO: an error after a field, punctuation in running text; the parser knows
    # which
    yield Token("bad_range", text, start)


def _word(text: str, start: int, *, russian: bool) -> Token:
    operator = _OPERATORS.get(text) or (_RUSSIAN_OPERATORS.get(text) if russian else None)
    if operator == "AND":
        return Token("AND", text, start)
    if operator == "OR":
        return Token("OR", text, start)
    if operator == "NOT":
        return Token("NOT", text, start)
    if text.endswith("*") and _says_something(text):
        return Token("prefix", text.rstrip("*"), start)
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
