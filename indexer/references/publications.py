"""What shows that a text describes something published: its imprint, its host, its address."""

from __future__ import annotations

import re

_IDENTIFIED = re.compile(
    r"//|https?\s?:|\bwww\.|\bdoi\b|\b10\.\d{4,9}/|\bISBN\b|\bISSN\b|\bEDN\b", re.I
)
_YEAR = r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)"
# "М.: Наука, 1980", "Алматы: Ғылым, 2010", "Минск : Навука і тэхніка, 1982"
_IMPRINT = re.compile(rf"[^\W\d_][.\]]?\s?:\s?[^\W\d_«\"“][^:]{{1,80}},\s?{_YEAR}")
# "М., 1980. 210 с.", "Алматы, 2010. – 120 б."
_PAGES = re.compile(rf"{_YEAR}[^\w]{{1,5}}\d{{2,4}}\s?(?:с|б|p|s|pp|էջ|c)\b")
YEAR = re.compile(_YEAR)


def shows_publication(text: str) -> bool:
    """Whether the text has a mark that papers in an archive and back references lack."""
    return _IDENTIFIED.search(text) is not None or describes_book(text)


def describes_book(text: str) -> bool:
    """Whether the text has an imprint, or a year and how many pages there are."""
    return _IMPRINT.search(text) is not None or _PAGES.search(text) is not None
