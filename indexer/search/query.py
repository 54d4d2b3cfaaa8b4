"""A scholar's query → the query tree.

Syntax: words (all of them), "phrases", ``author:Иванов``, ``year:[2015 TO 2020]``, AND OR NOT
(also И ИЛИ НЕ between words in lower case), ``-word``, parentheses, ``prefix*``. OR binds tighter
than the space between words, as luqum has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from luqum import tree as luqum_tree
from luqum.exceptions import ParseError
from luqum.thread import parse as luqum_parse

from indexer.search.errors import QuerySyntaxError
from indexer.search.lexer import FIELDS, LITERALS, Token, tokenize
from indexer.search.tree import EVERYTHING, And, Field, Node, Not, Or, Phrase, Prefix, Range, Word

MAX_LENGTH = 2000
MAX_WORDS = 200
MAX_DEPTH = 30
MAX_PREFIXES = 20  # each is looked up in every field, and may stand for thousands of words
MIN_PREFIX = 2
NUMBER_FIELDS = frozenset({"year", "citations"})

_PLACEHOLDER = re.compile(r"w(\d+)")
_LUQUM_POSITION = re.compile(r"position (\d+)")


def parse_query(query: str) -> Node:
    """The tree of a query; a blank query means everything. Raises QuerySyntaxError and nothing else."""
    if len(query) > MAX_LENGTH:
        raise QuerySyntaxError("too_long", MAX_LENGTH, most=MAX_LENGTH)
    if not query.strip():
        return EVERYTHING
    tokens = _without_punctuation(tokenize(query))
    _check(tokens)
    pieces = [_piece(index, token) for index, token in enumerate(tokens)]
    return _Reader(tokens, pieces).node(_grammar(tokens, pieces))


def plain_words(query: str) -> list[tuple[int, str]]:
    """The plain words of a query and where each starts: no phrase, star, field or operator. Raises QuerySyntaxError."""
    tokens = _without_punctuation(tokenize(query))
    return [(token.start, token.text) for token in tokens if token.kind == "word"]


def _without_punctuation(tokens: Sequence[Token]) -> list[Token]:
    """Leave out literals that hold no letter or digit (a lone dash, ":"), and brackets around running text."""
    kept: list[Token] = []
    for token in tokens:
        after_field = bool(kept) and kept[-1].kind == "field"
        if token.kind == "bad_range" and not after_field:
            kept += _without_punctuation(tokenize_inside(token))
        elif token.kind not in LITERALS or _says_something(token):
            kept.append(token)
    return kept


def tokenize_inside(token: Token) -> list[Token]:
    """The tokens between a pair of brackets that is no range."""
    inner = tokenize(token.text[1:-1])
    return [Token(each.kind, each.text, each.start + token.start + 1) for each in inner]


def _says_something(token: Token) -> bool:
    return token.kind in {"range", "bad_range"} or any(map(str.isalnum, token.text))


def _check(tokens: Sequence[Token]) -> None:
    literals = sum(token.kind in LITERALS for token in tokens)
    if literals > MAX_WORDS:
        raise QuerySyntaxError("too_many_words", 0, most=MAX_WORDS)
    prefixes = [token.start for token in tokens if token.kind == "prefix"]
    if len(prefixes) > MAX_PREFIXES:
        raise QuerySyntaxError("too_many_prefixes", prefixes[MAX_PREFIXES], most=MAX_PREFIXES)
    _check_parentheses(tokens)
    for before, token, after in _with_neighbours(tokens):
        _check_field(token, after)
        _check_operator(before, token, after)
    if not literals:
        raise QuerySyntaxError("nothing_to_search", 0)


def _with_neighbours(
    tokens: Sequence[Token],
) -> Iterable[tuple[Token | None, Token, Token | None]]:
    return zip([None, *tokens], tokens, [*tokens[1:], None], strict=False)


def _check_field(token: Token, after: Token | None) -> None:
    if token.kind != "field" or (after and after.kind in LITERALS | {"("}):
        return
    if after and after.kind == "field":
        raise QuerySyntaxError("field_in_field", after.start, field=token.text)
    example = FIELDS[token.text]
    raise QuerySyntaxError("field_without_value", token.start, field=token.text, example=example)


def _check_operator(before: Token | None, token: Token, after: Token | None) -> None:
    lacks_right = after is None or after.kind in {"AND", "OR", ")"}
    lacks_left = before is None or before.kind in {"AND", "OR", "NOT", "("}
    binary = token.kind in {"AND", "OR"}
    if (binary and (lacks_left or lacks_right)) or (token.kind == "NOT" and lacks_right):
        raise QuerySyntaxError("dangling_operator", token.start, operator=token.text)


def _check_parentheses(tokens: Sequence[Token]) -> None:
    opened: list[Token] = []
    for before, token, _ in _with_neighbours(tokens):
        if token.kind == "(":
            opened.append(token)
        elif token.kind == ")":
            _check_closing(before, token, opened)
            opened.pop()
        if len(opened) > MAX_DEPTH:
            raise QuerySyntaxError("too_deep", token.start, most=MAX_DEPTH)
    if opened:
        raise QuerySyntaxError("unclosed_parenthesis", opened[-1].start)


def _check_closing(before: Token | None, token: Token, opened: Sequence[Token]) -> None:
    if not opened:
        raise QuerySyntaxError("unopened_parenthesis", token.start)
    if before is not None and before.kind == "(":
        raise QuerySyntaxError("empty_parentheses", before.start)


def _piece(index: int, token: Token) -> str:
    """What luqum sees of a token: literals are placeholders, ``w7`` for the literal of token 7."""
    if token.kind in LITERALS:
        return f"w{index}"
    return f"{token.text}:" if token.kind == "field" else token.kind


def _grammar(tokens: Sequence[Token], pieces: Sequence[str]) -> luqum_tree.Item:
    try:
        return luqum_parse(" ".join(pieces))
    except ParseError as error:
        found = _LUQUM_POSITION.search(str(error))
        index = _index_at(int(found[1]), pieces) if found else -1
        raise QuerySyntaxError("not_understood", tokens[index].start) from error


def _index_at(offset: int, pieces: Sequence[str]) -> int:
    """The index of the piece that holds this offset of the joined pieces."""
    ends = list(accumulate(len(piece) + 1 for piece in pieces))
    return min(bisect_right(ends, offset), len(pieces) - 1)


class _Reader:
    """Luqum's tree → ours."""

    def __init__(self, tokens: Sequence[Token], pieces: Sequence[str]) -> None:
        self._tokens = tokens
        self._pieces = pieces

    def node(self, item: luqum_tree.Item, field: str | None = None, depth: int = 0) -> Node:
        if depth > 2 * MAX_DEPTH:
            raise QuerySyntaxError("too_deep", 0, most=MAX_DEPTH)
        if isinstance(item, luqum_tree.Word):
            return self._literal(self._token(item), field)
        if isinstance(item, luqum_tree.SearchField):
            return self._field(item, field, depth + 1)
        nodes = tuple(self.node(child, field, depth + 1) for child in item.children)
        if isinstance(item, luqum_tree.BaseOperation):
            # year:(2019 2020) can only mean either
            either = isinstance(item, luqum_tree.UnknownOperation) and field in NUMBER_FIELDS
            return Or(nodes) if either or isinstance(item, luqum_tree.OrOperation) else And(nodes)
        return Not(nodes[0]) if isinstance(item, luqum_tree.Not) else nodes[0]  # else a Group

    def _token(self, item: luqum_tree.Word) -> Token:
        found = _PLACEHOLDER.fullmatch(item.value)
        assert found is not None, "luqum sees no words but placeholders"  # noqa: S101
        return self._tokens[int(found[1])]

    def _field(self, item: luqum_tree.SearchField, outer: str | None, depth: int) -> Node:
        if outer is not None:
            position = self._tokens[_index_at(item.pos, self._pieces)].start
            raise QuerySyntaxError("field_in_field", position, field=outer)
        return Field(item.name, self.node(item.expr, item.name, depth))

    def _literal(self, token: Token, field: str | None) -> Node:
        match token.kind:
            case "range" | "bad_range":
                return _range(token, field)
            case "prefix":
                return _prefix(token, field)
        if field is not None and field in NUMBER_FIELDS:
            return _numbers(token, field)
        return Phrase(token.text) if token.kind == "phrase" else Word(token.text)


def _prefix(token: Token, field: str | None) -> Node:
    if field in NUMBER_FIELDS:
        raise QuerySyntaxError("bad_number", token.start, text=f"{token.text}*", field=str(field))
    if sum(map(str.isalnum, token.text)) < MIN_PREFIX:
        raise QuerySyntaxError("prefix_too_short", token.start, text=token.text, least=MIN_PREFIX)
    return Prefix(token.text)


def _range(token: Token, field: str | None) -> Node:
    if field is None:
        raise QuerySyntaxError("range_without_field", token.start, text="[2015 TO 2020]")
    if field not in NUMBER_FIELDS:
        fields = ", ".join(sorted(NUMBER_FIELDS))
        raise QuerySyntaxError("range_not_possible", token.start, field=field, fields=fields)
    if token.kind == "bad_range":
        raise QuerySyntaxError("bad_range", token.start, text=token.text, field=field)
    low, high = token.text.split(" ")
    return Range(_bound(low, token, field), _bound(high, token, field))


def _numbers(token: Token, field: str) -> Range:
    """``2019`` or, as people write it, ``2015-2020``."""
    low, _, high = re.sub("[–—]", "-", token.text).partition("-")
    return Range(_number(low, token, field), _number(high or low, token, field))


def _bound(text: str, token: Token, field: str) -> int | None:
    return None if text == "*" else _number(text, token, field)


def _number(text: str, token: Token, field: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise QuerySyntaxError("bad_number", token.start, text=text, field=field)
    return int(text)
