"""Pages of an item ("С. 5—13", "pp. 71-8", "Б. 12–20", "էջ 45–50") and of a whole book ("192 с.", "120 б.")."""

from __future__ import annotations

import re

from indexer.text.printed import DASH, LETTER

_NUMBER = r"[A-Za-z]{0,2}\d+[A-Za-z]?(?:[./]\d+)?|[ivxlcIVXLC]+(?![\w.])"
# Cyrillic С and Р, Latin C, S, P; Kazakh and Kyrgyz Б.; Armenian էջ
_LABEL = (
    rf"(?<![{LETTER}\d])(?:[СCSPРБ]{{1,2}}|[Pp]p?|[Рр]р?|pages?|Pages?|[Сс]тр|[Сс]с|[сcsбp]|[Бб]б|[Ээ]ջ|[Էէ]ջեր|[Էէ]ջ|Seiten?|"
    r"беттер|бет|[Bb]et|[Ss]ah)(?:\.|(?=\s?\d))\s?:?\s?"
)
_RANGE = re.compile(rf"{_LABEL}({_NUMBER})(?:\s?[{DASH}]{{1,2}}\s?({_NUMBER}))?(?!\s?(?:с|p|б)\.)")
_RANGE_AFTER_COLON = re.compile(rf":\s?(\w?\d+)\s?[{DASH}]{{1,2}}\s?(\w?\d+)\s?(?=[.,;]|$)")
_AFTER_COLON = re.compile(rf":\s?(\w?\d+)\s?(?:[{DASH}]{{1,2}}\s?(\w?\d+))?\s?(?=[.,;]|$)")
# the label behind the pages: "45–50 էջ", "40-43 б.", "40–43-бб.", and of one page "3-б."
_LABEL_AFTER = re.compile(
    rf"(\d+)\s?[{DASH}]\s?(\d+)(?:\s|-)?(?:էջ|бб?\.|беттер|бет|с\.|pp?\.)|(?<![\d{DASH}])(\d+)-(?:б\.|бет|էջ)"
)
_BARE = re.compile(
    rf"(?:[.,;:)]\s|\s[{DASH}]\s)(\d{{1,5}})\s?[{DASH}]{{1,2}}\s?(\d{{1,5}})\s?[.;,]?\s?(?:$|[(\[])"
)
_TOTAL = re.compile(
    rf"(?<![\w{DASH}])(\d{{1,4}})(?:,?\s?\[\d+\])?(?:,(?!\s?\w+\.?\s?\d))?\s?(?:с|c|s|p|р|pp|pages|стр|б|бет|бб|л(?=\.)|էջ|S|Seiten)"
    rf"(?:\.|(?![{LETTER}]))(?!\s?\d+\s?[{DASH}])"
)
_ARTICLE = re.compile(
    r"(?<![A-Za-z])(?:Art(?:icle)?\.?|Статья|ID|e-?no\.?)\s?(?:no\.?|No\.?|№|ID|:)?\s?([A-Za-z]?\d[\w-]*)"
)


def page_range(text: str) -> tuple[str | None, str | None]:
    """First and last page, as printed; a labelled range comes before a bare one, and a pair of years is no range."""
    for pattern in (_RANGE, _LABEL_AFTER, _RANGE_AFTER_COLON, _BARE, _AFTER_COLON):
        match = next((match for match in pattern.finditer(text) if not _is_years(match)), None)
        if match:
            first, last, *single = match.groups()
            return first or single[0], last
    return None, None


def pages_total(text: str) -> str | None:
    """The number of pages of a whole publication."""
    match = _TOTAL.search(text)
    return match.group(1) if match else None


def article_number(text: str) -> str | None:
    """The number that stands for pages in electronic journals ("Art. 045102")."""
    match = _ARTICLE.search(text)
    return match.group(1) if match else None


def split_pages(pages: str) -> tuple[str | None, str | None]:
    """First and last page of a page field without its label ("1761–1800", "e22", "45")."""
    match = re.search(rf"([A-Za-z]{{0,2}}\d[\w.]*|[ivxlc]+)(?:\s?[{DASH}]{{1,2}}\s?(\w+))?", pages)
    return (match.group(1).rstrip("."), match.group(2)) if match else (None, None)


def _is_years(match: re.Match[str]) -> bool:
    """ "1975–1976" without a label is a statement of years."""
    unlabelled = not match.group()[:1].isalpha()
    return unlabelled and all(
        re.fullmatch(r"1[5-9]\d\d|20\d\d", page or "") for page in match.groups()
    )
