"""Finds the host of a work in what a parser has cut wrongly out of a reference.

Where a parser loses the border between title and host, the title ends with the host ("Timeline. Pat Barker"), or the
host lacks what went elsewhere ("Lung and Circulation" of "Heart, Lung and Circulation"). The text holds the whole.
"""

from __future__ import annotations

from functools import lru_cache

from indexer.text.host_names import host_name, is_general
from indexer.text.hosts import likeness

_SHORTEST = 8  # letters of a name that does not stand in a longer text by chance
_FOUND = 0.9


@lru_cache(maxsize=1 << 16)
def joined(folded: str) -> str:
    """Folded text without its spaces."""
    return folded.replace(" ", "")


def host_in_text(mine: str, theirs: str, text: str) -> float:
    """Likeness 0..1 of the host that was read and the work's, which may stand whole in the text (without spaces)."""
    found = likeness(mine, theirs)
    if found >= _FOUND or len(joined(theirs)) < _SHORTEST:
        return found
    cut = joined(mine) in joined(theirs) and joined(theirs) in text
    return _FOUND if cut else found


@lru_cache(maxsize=1 << 16)
def host_in_title(title: str, host: str) -> float:
    """Likeness 0..1 of what was read as a title and a host, with which it may end or begin.

    What else the title holds has to be telling: "Applied Physics" does not stand so in "Journal of Applied Physics".
    """
    found = likeness(title, host)
    if found >= _FOUND or len(joined(host)) < _SHORTEST or f" {host} " not in f" {title} ":
        return found
    rest = f" {title} ".replace(f" {host} ", " ", 1).strip()
    return found if is_general(host_name(rest).words) else _FOUND
