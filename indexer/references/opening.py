"""What stands before a reference and is no part of it: bullets, numbers, and words that send a reader there ("Cf.")."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from indexer.text.printed import LETTER, LOWER, UPPER, unnumbered

# a bullet, or one dash with a space behind it; several dashes stand for the author of the reference before
_BULLET = re.compile(r"^(?:[•·●○◦▪■□►▶‣⁃∙✓*+]\s*|[–—―-]\s+)+(?=[^\s\d,.])")
_SUPERSCRIPT = re.compile(r"^[¹²³⁰⁴-⁹]{1,4}\s?")
_NUMBER_SIGN = re.compile(r"^(?:№|N[°º]?|#)\s?\d{1,4}[.):]?\s+(?=\D)")
_DOTTED = re.compile(rf"^\d{{1,2}}(?:\.\d{{1,3}}){{1,3}}[.)]?\s+(?=[{UPPER}«\"“])")
# a number without a mark, only before a person ("12 Громов П. А."): a title may begin with a number ("12 стульев")
_PERSON = (
    rf"[{UPPER}][{LOWER}'’-]+,?\s(?:[{UPPER}]\.|[{UPPER}]{{2}}(?![{LETTER}]))|"
    rf"[{UPPER}]\.\s?(?:[{UPPER}]\.\s?)?[{UPPER}][{LOWER}]|[{UPPER}][{LOWER}]+[{UPPER}]\.[{UPPER}]\.|"
    rf"[{UPPER}][{LOWER}]+,\s[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+)?\.|"
    rf"[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{1,2}}(?:вич|вна|віч|ўна|ұлы|қызы|\sуулу|\sкызы|\sоглы)\b"
)
_BARE_NUMBER = re.compile(rf"^\d{{1,3}}\s+(?={_PERSON})")
_LETTER_OF_LIST = re.compile(rf"^[{LOWER}]\)\s+(?=[{UPPER}])")
_MARKS = (_BULLET, _SUPERSCRIPT, _NUMBER_SIGN, _DOTTED, _BARE_NUMBER, _LETTER_OF_LIST)
_OPENERS = frozenset("•·●○◦▪■□►▶‣⁃∙✓*+–—―-¹²³⁰⁴⁵⁶⁷⁸⁹№#N0123456789 ")


def _signals(*kinds: str) -> re.Pattern[str]:
    """The words of ``signals.toml``, longest first, with the stops that abbreviations may have between them."""
    lists = tomllib.loads((Path(__file__).parent / "signals.toml").read_text(encoding="utf-8"))
    words = {word.strip() for kind in kinds for word in lists[kind].split(";")} - {""}
    spelt = (
        r"\.?,?\s+".join(re.escape(part.strip(",")) for part in word.split())
        for word in sorted(words, key=len, reverse=True)
    )
    return re.compile(rf"^\(?(?:{'|'.join(spelt)})(?P<mark>[\s.,:՝`]+)", re.IGNORECASE)


_SURE = _signals("sure")
_ANY = _signals("sure", "doubtful")
_NAMED = re.compile(_PERSON)


def opened(text: str) -> str:
    """The reference without what stands before it; a text that is nothing else stays as it is."""
    rest = unnumbered(text)
    for mark in _MARKS if rest[:1] in _OPENERS or rest[1:2] == ")" else ():
        rest = mark.sub("", rest, count=1)
    rest = unsignalled(unnumbered(rest))
    return rest or text


def unsignalled(text: str) -> str:
    """The reference without the word that sends its reader there, where its mark or a person shows that it is one."""
    match = _ANY.match(text)
    if not match:
        return text
    mark = match["mark"].strip()
    shown = ":" in mark or "՝" in mark or (mark and _SURE.match(text))
    return text[match.end() :] if shown or _NAMED.match(text, match.end()) else text
