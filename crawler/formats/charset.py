"""What charset bytes really are in, when they are not in the one that their page declares.

Pages that say UTF-8 and are windows-1251 or koi8-r still come from old systems of the region, sometimes one record of a
page only. The guess looks at nothing but Cyrillic letters: which are frequent, and where capitals stand.
"""

from __future__ import annotations

import re

CANDIDATES = ("windows-1251", "koi8-r", "cp866")
_NAMES = {"cp866": "cp866 (DOS)"}
# share of each letter in Russian text, per mille (National Corpus of the Russian Language); the rest count little
_LETTERS = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_SHARES = (109, 85, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17, 17, 16, 16, 14, 12, 10, 9, 7, 6, 5,
           4, 3, 3, 1, 1)  # fmt: skip
_FREQUENCY = dict(zip(_LETTERS, _SHARES, strict=True)) | dict.fromkeys("іўїєґ", 10)
_MISPLACED_CAPITAL = re.compile(r"[а-яёіў][А-ЯЁІЎ]")
_MIXED_WORD = re.compile(r"[a-z][а-яё]|[а-яё][a-z]", re.IGNORECASE)
_FEWEST = 4  # letters; of fewer nothing can be told
_ESCAPED = re.compile("[\udc80-\udcff]")
_MOSTLY = 0.5


def guess(data: bytes) -> str | None:
    """The Cyrillic charset that makes most sense of bytes that are not UTF-8; None if none of them does."""
    scored = [(_score(data.decode(name, "replace")), name) for name in CANDIDATES]
    best, name = max(scored)
    return name if best > 0 else None


def _score(text: str) -> float:
    foreign = [letter for letter in text if letter > "\x7f"]
    if len(foreign) < _FEWEST:
        return 0
    known = sum(_FREQUENCY.get(letter.lower(), -80) for letter in foreign)
    return known - 200 * (len(_MISPLACED_CAPITAL.findall(text)) + len(_MIXED_WORD.findall(text)))


def is_mostly_other(data: bytes) -> bool:
    """True if most of the bytes above ASCII are not UTF-8: then the page is in another charset, not damaged."""
    high = sum(byte > 0x7F for byte in data)
    wrong = len(_ESCAPED.findall(data.decode("utf-8", "surrogateescape")))
    return high > 0 and wrong / high > _MOSTLY


def heal(text: str) -> tuple[str, str | None]:
    """Text decoded as UTF-8 with ``surrogateescape``, its foreign bytes read in the charset that they are in.

    Gives the text and what was done (None if nothing was). Single bytes that fit no charset become U+FFFD.
    """
    if not _ESCAPED.search(text):
        return text, None
    data = text.encode("utf-8", "surrogateescape")
    charset = guess(data) if is_mostly_other(data) else None
    if charset is None:
        healed = data.decode("utf-8", "replace")
        return healed, "repaired: bytes that are not in the page's encoding became U+FFFD"
    return data.decode(charset, "replace"), f"repaired: declared as UTF-8, read as {named(charset)}"


def named(charset: str) -> str:
    """The charset as people call it."""
    return _NAMES.get(charset, charset)
