"""Page ranges."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^\D{0,4}?([A-Za-zА-Яа-я]?\d+)\s*[-‐‑‒–—―−]\s*([A-Za-zА-Яа-я]?\d+)\b")
_SINGLE = re.compile(r"^\D{0,4}?([A-Za-zА-Яа-я]?\d+)\D{0,3}$")


def split_pages(text: str | None) -> tuple[str | None, str | None]:
    """``31-36`` → (31, 36); ``С. 5`` → (5, None); (None, None) if it is no range."""
    given = (text or "").strip()
    if match := _RANGE.match(given):
        return match.group(1), match.group(2)
    match = _SINGLE.match(given)
    return (match.group(1), None) if match else (None, None)
