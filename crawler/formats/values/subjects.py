"""Keywords and classification codes out of one subject string."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from schemas import Subject

# the names that sources write before a code, and what such a code looks like
_NAMED = {
    "udc": (("УДК", "ӘОЖ", "ЖОО", "UDC", "CZU", "ՀՏԴ"), r"\d.*"),
    "grnti": (("ГРНТИ", "МРНТИ", "ҒТАМР", "SRSTI", "IRSTI", "GRNTI"), r"\d\d(?:\.\d\d){0,2}.*"),
    "bbk": (("ББК", "BBK"), r"\S.*"),
    "jel": (("JEL",), r"[A-Z]\d.*"),
}
_CODES = {
    scheme: re.compile(rf"^(?:{'|'.join(names)})[:.]?\s*({code})$", re.IGNORECASE)
    for scheme, (names, code) in _NAMED.items()
}
_BEGINNINGS = frozenset(name[:3] for names, _ in _NAMED.values() for name in names)


@cache
def _outside_numbers(separators: str) -> re.Pattern[str]:
    signs = f"[{re.escape(separators)}]"
    return re.compile(rf"(?<!\d){signs}|{signs}(?!\d)")


def subjects_of(text: str, lang: str | None, separators: str) -> tuple[Subject, ...]:
    """Split at the separators (not inside brackets); a part with a code's name in front is that code."""
    # few parts begin as a code does: to see that here saves a call for each
    return tuple(
        [
            (part[:3].upper() in _BEGINNINGS and code_of(part))
            or Subject(scheme="keyword", value=part, lang=lang)
            for part in _split(text, separators)
            if part
        ]
    )


def code_of(text: str) -> Subject | None:
    """``УДК 519.2`` → the code; None if no code's name stands in front."""
    if text[:3].upper() in _BEGINNINGS:  # few are
        for scheme, pattern in _CODES.items():
            if match := pattern.match(text):
                return Subject(scheme=scheme, value=match.group(1).strip())
    return None


def _cuts_number(parts: list[str]) -> bool:
    # to look at the cuts costs a fifth of looking at every letter, and a generator as much again
    for before, after in pairwise(parts):  # noqa: SIM110
        if before[-1:].isdigit() and after[:1].isdigit():
            return True
    return False


def _split(text: str, separators: str) -> list[str]:
    if separators[0] not in text and separators[-1] not in text:  # one of two at most
        return [text.strip()]
    # a decimal comma or a bracket does not end a keyword: "1,2-дихлорэтан", "золото (Au, Ag)"
    if "(" not in text and "[" not in text:
        if len(separators) == 1:
            parts = text.split(separators)
            if not _cuts_number(parts):
                return [part.strip() for part in parts]
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
