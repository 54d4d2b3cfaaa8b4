"""A scholar's query → the query tree.

Syntax: words (all of them), "phrases", ``"words near"~5``, ``author:Иванов``, ``year:[2015 TO 2020]``, AND OR NOT
(also И ИЛИ НЕ between words in lower case), ``-word``, ``+word``, parentheses, ``prefix*``, ``wo?d``, ``word^2``.
:mod:`indexer.search.lexer` makes tokens of it, here they are checked, :mod:`indexer.search.grammar` makes the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.search.errors import QuerySyntaxError
from indexer.search.field_names import FIELDS
from indexer.search.grammar import MAX_DEPTH, Grammar
from indexer.search.lexer import LITERALS, Token, tokenize
from indexer.search.tree import EVERYTHING, Node

MAX_LENGTH = 2000
MAX_WORDS = 200
MAX_PREFIXES = 20  # each is looked up in every field, and may stand for thousands of words


def parse_query(query: str) -> Node:
    """The tree of a query; a blank query means everything. Raises QuerySyntaxError and nothing else."""
    if len(query) > MAX_LENGTH:
        raise QuerySyntaxError("too_long", MAX_LENGTH, most=MAX_LENGTH)
    if not query.strip():
        return EVERYTHING
    tokens = tokens_of(query)
    _check(tokens)
    return Grammar(tokens).query()


def plain_words(query: str) -> list[tuple[int, str]]:
    """The plain words of a query and where each starts: no phrase, star, field or operator. Raises QuerySyntaxError."""
    return [(token.start, token.text) for token in tokens_of(query) if token.kind == "word"]


def tokens_of(query: str) -> list[Token]:
    """The tokens of a query without punctuation. Raises QuerySyntaxError."""
    return _with_lone_letters(_without_punctuation(tokenize(query)))


def _with_lone_letters(tokens: Sequence[Token]) -> list[Token]:
    """``Кант И``, ``Яблучанский Н И``: where "И" joins nothing, or stands before another initial, it is a letter."""
    return [
        Token("word", token.text, token.start) if _is_lone_letter(before, token, after) else token
        for before, token, after in _with_neighbours(tokens)
    ]


def _is_lone_letter(before: Token | None, token: Token, after: Token | None) -> bool:
    if token.kind != "AND" or token.text != "И":
        return False
    return before is None or after is None or (after.kind == "word" and len(after.text) == 1)


def _without_punctuation(tokens: Sequence[Token]) -> list[Token]:
    """Leave out literals that hold no letter or digit (a lone dash, ":"), and brackets around running text."""
    kept: list[Token] = []
    for token in tokens:
        after_field = bool(kept) and kept[-1].kind == "field"
        if token.kind == "bad_range" and not after_field:
            kept += _without_punctuation(_tokens_inside(token))
        elif token.kind in {"boost", "slop"}:
            kept += [token] if kept and _takes(kept[-1], token) else []
        elif token.kind not in LITERALS or _says_something(token):
            kept.append(token)
    return kept


def _takes(before: Token, token: Token) -> bool:
    """Whether a weight or a distance belongs to what stands before it; where that is nothing, it is punctuation."""
    if token.kind == "slop":
        return before.kind == "phrase"
    return before.kind in LITERALS | {")", "slop"}


def _tokens_inside(token: Token) -> list[Token]:
    """The tokens between a pair of brackets that is no range."""
    inner = tokenize(token.text[1:-1])
    return [Token(each.kind, each.text, each.start + token.start + 1) for each in inner]


def _says_something(token: Token) -> bool:
    return token.kind in {"range", "bad_range"} or any(map(str.isalnum, token.text))


def _check(tokens: Sequence[Token]) -> None:
    literals = sum(token.kind in LITERALS for token in tokens)
    if literals > MAX_WORDS:
        raise QuerySyntaxError("too_many_words", 0, most=MAX_WORDS)
    prefixes = [token.start for token in tokens if token.kind in {"prefix", "wildcard"}]
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
    example = FIELDS[token.text].example
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
