"""Tokens → the query tree, by precedence.

From loose to tight: words side by side (all of them), OR, AND, then NOT or ``-`` with what follows it. OR binds
tighter than the space between words: ``a b OR c`` is ``a AND (b OR c)``, as Lucene's users know it.

The tokens are well formed (:mod:`indexer.search.query` has checked them): parentheses pair, every operator and every
field has its operands. What is left to go wrong is a field inside a field, and depth.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.search.errors import QuerySyntaxError
from indexer.search.field_names import NUMBER_FIELDS, OPERATORS
from indexer.search.lexer import Token
from indexer.search.literals import literal
from indexer.search.tree import And, Boost, CitedBy, Field, Node, Not, Or, RefersTo

MAX_DEPTH = 30
MAX_CITATIONS = 3  # each asks the index and the catalogue
_MOST_BOOST = 100.0


class Grammar:
    """Reads the tokens of one query from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self._citing = 0

    def query(self, field: str | None = None) -> Node:
        """Words side by side, up to the end or a closing parenthesis."""
        nodes = [self._either(field)]
        while self._kind() not in {None, ")"}:
            nodes.append(self._either(field))
        if len(nodes) == 1:
            return nodes[0]
        # year:(2019 2020) can only mean either
        return Or(tuple(nodes)) if field in NUMBER_FIELDS else And(tuple(nodes))

    def _either(self, field: str | None) -> Node:
        nodes = [self._both(field)]
        while self._kind() == "OR":
            self._taken()
            nodes.append(self._both(field))
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def _both(self, field: str | None) -> Node:
        nodes = [self._but(field)]
        while self._kind() == "AND":
            self._taken()
            nodes.append(self._but(field))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def _but(self, field: str | None) -> Node:
        """What stands behind any number of NOT."""
        nots = 0
        while self._kind() == "NOT":
            self._taken()
            nots += 1
        self._deeper(nots)
        node = self._boosted(field)
        self._depth -= nots
        for _ in range(nots):
            node = Not(node)
        return node

    def _boosted(self, field: str | None) -> Node:
        node = self._operand(field)
        if self._kind() == "boost":
            node = Boost(node, _factor(self._taken()))
        return node

    def _operand(self, field: str | None) -> Node:
        token = self._taken()
        if token.kind == "field":
            return self._field(token, field)
        if token.kind == "(":
            return self._group(field)
        slop = int(self._taken().text) if self._kind() == "slop" else 0
        return literal(token, field, slop)

    def _field(self, token: Token, outer: str | None) -> Node:
        if outer is not None:
            raise QuerySyntaxError("field_in_field", token.start, field=outer)
        if token.text in OPERATORS:
            return self._citations(token)
        return Field(token.text, self._operand(token.text))

    def _citations(self, token: Token) -> Node:
        """Works by their citations: behind ``citedby:`` and ``refersto:`` stands a query of its own."""
        self._citing += 1
        if self._citing > MAX_CITATIONS:
            raise QuerySyntaxError("too_many_citations", token.start, most=MAX_CITATIONS)
        inner = self._operand(None)
        return CitedBy(inner) if token.text == "citedby" else RefersTo(inner)

    def _group(self, field: str | None) -> Node:
        self._deeper(1)
        node = self.query(field)
        self._taken()
        self._depth -= 1
        return node

    def _deeper(self, levels: int) -> None:
        self._depth += levels
        if self._depth > 2 * MAX_DEPTH:
            raise QuerySyntaxError("too_deep", 0, most=MAX_DEPTH)

    def _kind(self) -> str | None:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else None

    def _taken(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]


def _factor(token: Token) -> float:
    factor = float(token.text)
    if not 0 < factor <= _MOST_BOOST:
        raise QuerySyntaxError("bad_boost", token.start, text=token.text, most=int(_MOST_BOOST))
    return factor
