"""Web pages that nobody signed: "Lake Atlas. Available at: https://lakes.example.org (accessed 15.02.2013)."

A title and an address, and the day on which it was seen. Such a title of a few capitalised words looks like a name to
whoever looks at words alone; the form tells that it is none.
"""

from __future__ import annotations

import re

from indexer.references.dates import YEAR, blank_access
from indexer.references.links import links
from indexer.text.printed import UPPER
from schemas.reference import ReferenceFields

_LABEL = (
    r"URL|Url|Available(?:\sonline)?(?:\sat|\sfrom)?|Retrieved\sfrom|Access\smode|Режим\sдоступа|Рэжым\sдоступу|"
    r"Rezhim\sdostupa|Электронный\sадрес|Адрес|Қолжетімді(?:лік\sрежимі)?|Кирүү\sрежими|Հասանելի\sէ"
)
_MEDIUM = r"\[(?:Эл|El|Интернет|Internet|Էլ)[^\]]{0,40}\]"
_ADDRESS = re.compile(r"https?://|www\.")
# what may stand between a title and the address
_BETWEEN = re.compile(rf"(?:[\s.,:;—–-]|{_MEDIUM}|(?<!\w)(?:{_LABEL})(?!\w))*$")
_LONGEST = 250  # letters of a title
_LONGEST_BETWEEN = 80
# what says that there is more: a host, people, a year, numbers of an issue, a second sentence or area
_MORE = re.compile(
    rf"//|\s/\s|{YEAR}|№|\d\s?\(\d|[<>@\"“”„«»,;—–]|(?<!\w)[{UPPER}]\.|\.\s?[{UPPER}\d]|\s-\s"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_WORDS = 2  # behind the address: the name of a month that is no part of a day of access


def parse_web_page(text: str) -> ReferenceFields | None:
    """The fields of a page that has a title and an address alone, or None for a reference of another form."""
    address = _ADDRESS.search(text, 0, _LONGEST) if "http" in text or "www." in text else None
    if not address:
        return None
    start = max(0, address.start() - _LONGEST_BETWEEN)
    between = _BETWEEN.search(text[start : address.start()])
    title = text[: start + between.start()] if between else ""
    if not _WORD.search(title) or _MORE.search(title):
        return None
    behind = _behind_address(blank_access(text[address.start() :]))
    if len(_WORD.findall(behind)) > _MOST_WORDS:
        return None
    return ReferenceFields(title=title.strip(), **links(text))


def _behind_address(rest: str) -> str:
    """What follows an address, of which print may break a piece off ("http:// site.ru/page")."""
    address, _, behind = rest.partition(" ")
    if address.endswith("/") and behind[:1].islower():
        behind = behind.partition(" ")[2]
    return behind
