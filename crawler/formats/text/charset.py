"""What charset bytes really are in, when they are not in the one that their page declares.

Pages that say UTF-8 and are windows-1251 or koi8-r still come from old systems of the region, sometimes one record of a
page only. The guess looks at nothing but Cyrillic letters: which are frequent, and where capitals stand.
"""

from __future__ import annotations

import codecs
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
_ASCII = bytes(range(128))
_ENOUGH = 2**20  # bytes to tell a charset by
# Python also calls by such names what is no charset of text (zip, base64, rot13), what takes quadratic time (punycode,
# idna), what runs its own escapes (unicode_escape) and what hides ASCII (utf-7)
_NAMED = (
    "ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
    *(f"windows-{number}" for number in range(1250, 1259)), "cp437", "cp850", "cp852", "cp855", "cp866",
    *(f"iso-8859-{number}" for number in (*range(1, 12), *range(13, 17))), "koi8-r", "koi8-u", "koi8-t",
    "cp1125", "kz1048", "ptcp154", "mac-cyrillic", "mac-roman", "gb2312", "gbk", "gb18030", "big5", "shift_jis",
    "euc-jp", "euc-kr",
)  # fmt: skip
_KNOWN = frozenset(codecs.lookup(name).name for name in _NAMED)


def known(label: str) -> str | None:
    """Python's name of a charset that pages are written in; None for any other word."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return name if name in _KNOWN else None


def guess(data: bytes) -> str | None:
    """The Cyrillic charset that makes most sense of bytes that are not UTF-8; None if none of them does."""
    part = _telling(data)
    scored = [(_score(part.decode(name, "replace")), name) for name in CANDIDATES]
    best, name = max(scored)
    return name if best > 0 else None


def _telling(data: bytes) -> bytes:
    """So much of the bytes that the charset can be told, from the first on that is not ASCII."""
    if len(data) <= _ENOUGH:
        return data
    start = len(data) - len(data.lstrip(_ASCII))
    return data[start : start + _ENOUGH]


def _score(text: str) -> float:
    foreign = [letter for letter in text if letter > "\x7f"]
    if len(foreign) < _FEWEST:
        return 0
    known = sum(_FREQUENCY.get(letter.lower(), -80) for letter in foreign)
    return known - 200 * (len(_MISPLACED_CAPITAL.findall(text)) + len(_MIXED_WORD.findall(text)))


def is_mostly_other(data: bytes) -> bool:
    """True if most of the bytes above ASCII are not UTF-8: then the page is in another charset, not damaged."""
    high = len(data.translate(None, _ASCII))
    wrong = len(data) - len(data.decode("utf-8", "ignore").encode())
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
