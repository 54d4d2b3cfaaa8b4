"""Keywords and classification codes out of one subject string."""

from __future__ import annotations

import re
from functools import cache

from schemas import Subject

_CODES = (
    ("udc", re.compile(r"^(?:УДК|ӘОЖ|ЖОО|UDC|CZU|ՀՏԴ)[:.]?\s*(\d.*)$", re.IGNORECASE)),
    (
        "grnti",
        re.compile(
            r"^(?:ГРНТИ|МРНТИ|ҒТАМР|SRSTI|IRSTI|GRNTI)[:.]?\s*(\d\d(?:\.\d\d){0,2}.*)$",
            re.IGNORECASE,
        ),
    ),
    ("bbk", re.compile(r"^(?:ББК|BBK)[:.]?\s*(\S.*)$", re.IGNORECASE)),
    ("jel", re.compile(r"^JEL[:.]?\s*([A-Z]\d.*)$", re.IGNORECASE)),
)


@cache
def _outside_numbers(separators: str) -> re.Pattern[str]:
    signs = f"[{re.escape(separators)}]"
    return re.compile(rf"(?<!\d){signs}|{signs}(?!\d)")


def subjects_of(text: str, lang: str | None, separators: str) -> tuple[Subject, ...]:
    """Split at the separators (not inside brackets); a part with a code's name in front is that code."""
    return tuple(_subject(part, lang) for part in _split(text, separators) if part)


def _subject(text: str, lang: str | None) -> Subject:
    for scheme, pattern in _CODES:
        if match := pattern.match(text):
            return Subject(scheme=scheme, value=match.group(1).strip())
    return Subject(scheme="keyword", value=text, lang=lang)


def _split(text: str, separators: str) -> list[str]:
    # a decimal comma or a bracket does not end a keyword: "1,2-дихлорэтан", "золото (Au, Ag)"
    if "(" not in text and "[" not in text:
        return [part.strip() for part in _outside_numbers(separators).split(text)]
    depth, start, parts = 0, 0, []
    for position, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]" and depth > 0)
        decimal = (
            text[position - 1 : position].isdigit() and text[position + 1 : position + 2].isdigit()
        )
        if letter in separators and depth == 0 and not decimal:
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]
