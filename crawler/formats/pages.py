"""Page ranges."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^\D{0,4}?([A-Za-zА-Яа-я]?\d+)\s*[-‐‑‒–—―−]\s*([A-Za-zА-Яа-я]?\d+)\b")
_NUMBERED = re.compile(r"^([A-Za-zА-Яа-я]?)(\d{1,9})$")
_SINGLE = re.compile(r"^\D{0,4}?([A-Za-zА-Яа-я]?\d+)\D{0,3}$")


def last_page(first: str, last: str) -> str:
    """The last page in full where it is shortened: 2603 and ``15`` → ``2615``, ``S12`` and ``5`` → ``S15``.

    A last page that would still not be behind the first is left as it is given.
    """
    start, end = _NUMBERED.match(first), _NUMBERED.match(last)
    if start is None or end is None or end[1] not in {"", start[1]} or len(end[2]) >= len(start[2]):
        return last
    whole = start[2][: -len(end[2])] + end[2]
    return f"{start[1]}{whole}" if int(whole) > int(start[2]) else last


def split_pages(text: str | None) -> tuple[str | None, str | None]:
    """``31-36`` → (31, 36); ``С. 5`` → (5, None); (None, None) if it is no range."""
    given = (text or "").strip()
    if match := _RANGE.match(given):
        return match.group(1), match.group(2)
    match = _SINGLE.match(given)
    return (match.group(1), None) if match else (None, None)
