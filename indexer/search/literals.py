"""One literal of a query → its node, by the field that it stands in."""

from __future__ import annotations

import re

from indexer.search.errors import QuerySyntaxError
from indexer.search.field_names import FIELDS, NUMBER_FIELDS
from indexer.search.lexer import Token
from indexer.search.tree import Node, Phrase, Prefix, Range, Wildcard, Word

MIN_PREFIX = 2
MAX_SLOP = 50
_MOST = re.compile(r"(<=?|>=?|≤|≥)\s*([0-9]{1,9})")


def literal(token: Token, field: str | None, slop: int = 0) -> Node:
    """The node of a literal. Raises QuerySyntaxError for what its field cannot have."""
    numeric = field is not None and field in NUMBER_FIELDS
    match token.kind:
        case "range" | "bad_range":
            return _range(token, field)
        case "prefix" | "wildcard" if numeric:
            text = f"{token.text}*" if token.kind == "prefix" else token.text
            raise QuerySyntaxError("bad_number", token.start, text=text, field=str(field))
        case "prefix":
            return _prefix(token)
        case "wildcard":
            return _wildcard(token, field)
    if numeric:
        return _numbers(token, str(field))
    return Phrase(token.text, min(slop, MAX_SLOP)) if token.kind == "phrase" else Word(token.text)


def _prefix(token: Token) -> Node:
    if sum(map(str.isalnum, token.text)) < MIN_PREFIX:
        raise QuerySyntaxError("prefix_too_short", token.start, text=token.text, least=MIN_PREFIX)
    return Prefix(token.text)


def _wildcard(token: Token, field: str | None) -> Node:
    if field is not None and FIELDS[field].kind != "text":
        raise QuerySyntaxError("no_wildcards", token.start, text=token.text, field=field)
    return Wildcard(token.text)


def _range(token: Token, field: str | None) -> Node:
    if field is None:
        raise QuerySyntaxError("range_without_field", token.start, text="[2015 TO 2020]")
    if field not in NUMBER_FIELDS:
        fields = ", ".join(sorted(NUMBER_FIELDS))
        raise QuerySyntaxError("range_not_possible", token.start, field=field, fields=fields)
    if token.kind == "bad_range":
        raise QuerySyntaxError("bad_range", token.start, text=token.text, field=field)
    low, high = token.text[1:-1].split(" ")
    least, most = _bound(low, token, field), _bound(high, token, field)
    # as in Lucene, a curly bracket leaves its end out
    return Range(
        least + 1 if least is not None and token.text.startswith("{") else least,
        most - 1 if most is not None and token.text.endswith("}") else most,
    )


def _numbers(token: Token, field: str) -> Range:
    """``2019``, ``>=2015`` or, as people write it, ``2015-2020``."""
    if found := _MOST.fullmatch(token.text):
        return _compared(found[1], int(found[2]))
    low, _, high = re.sub("[–—]", "-", token.text).partition("-")
    return Range(_number(low, token, field), _number(high or low, token, field))


def _compared(sign: str, number: int) -> Range:
    match sign:
        case "<":
            return Range(None, number - 1)
        case ">":
            return Range(number + 1, None)
        case ">=" | "≥":
            return Range(number, None)
    return Range(None, number)


def _bound(text: str, token: Token, field: str) -> int | None:
    return None if text == "*" else _number(text, token, field)


def _number(text: str, token: Token, field: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise QuerySyntaxError("bad_number", token.start, text=text, field=field)
    return int(text)
