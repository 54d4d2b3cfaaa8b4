"""Undoes HTML entities that a source left in its texts, for comparing."""

from __future__ import annotations

import html
import re

_MOST = 3  # times that a text was escaped; of real ones at most twice
# the first letter of a word, parted from the rest by a tokeniser: "&#214; zsu"
_PARTED = re.compile(r"(?<![\w&;])(&#?\w{2,8};) (?=[^\W\d_])")


def unescaped(text: str) -> str:
    """The text without entities: "&amp;#252;" is "ü", and "&#214; zsu" is "Özsu"; one without "&" as it is."""
    for _ in range(_MOST):
        if "&" not in text:
            break
        text = html.unescape(_PARTED.sub(_joined, text))
    return text


def _joined(match: re.Match[str]) -> str:
    """A capital letter with the small ones behind it; anything else stands for itself."""
    letter, following = html.unescape(match[1]), match.string[match.end()]
    part_of_word = len(letter) == 1 and letter.isupper() and following.islower()
    return letter if part_of_word else match[0]
