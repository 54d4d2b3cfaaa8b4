"""What PubMed's XML and its tagged files write alike: titles in brackets, shortened pages, words for dates.

Source of the rules: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html and
https://www.nlm.nih.gov/bsd/mms/medlineelements.html.
"""

from __future__ import annotations

import re

from crawler.formats.values.names import fitting
from schemas import LocalizedText
from schemas.vocabularies import document_type

_BRACKETED = re.compile(r"^\[(.+)\]\.?$", re.DOTALL)
_PAGES = re.compile(r"^([A-Za-z]?)(\d+)\s*[-–]\s*[A-Za-z]?(\d+)\b")
_NO_TITLE = frozenset({"not available", "in process citation"})
# what says who paid for a study, that a Russian article has an English abstract, or that one was retracted later
_NO_TYPE = re.compile(
    r"^(?:research support|support,|english abstract$|retracted publication$|expression of concern for)",
    re.IGNORECASE,
)


def titles(
    given: str | None, vernacular: str | None, lang: str | None
) -> tuple[LocalizedText, ...]:
    """The title as printed first. One in brackets is PubMed's translation of a title in another language.

    A title in Cyrillic letters may stand in Latin ones, which are no form of its language.
    """
    title = (given or "").strip()
    match = _BRACKETED.match(title)
    translated = match is not None and (bool(vernacular) or lang not in {None, "en"})
    if match is not None and translated:
        title = match[1].strip()
    if title.strip("[]. ").lower() in _NO_TITLE:
        title = ""
    found = [LocalizedText(vernacular, fitting(lang, vernacular))] if vernacular else []
    if title:
        found.append(LocalizedText(title, "en" if translated or vernacular else lang))
    return tuple(found)


def pages(given: str | None) -> tuple[str | None, str | None]:
    """``305-10`` → 305 and 310, ``S12-5`` → S12 and S15; a single page is the first."""
    text = (given or "").partition(";")[0].partition(",")[0].strip()
    match = _PAGES.match(text)
    if match is None:
        return (text or None, None) if " " not in text else (None, None)
    letter, first, last = match.groups()
    whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return letter + first, letter + whole


def type_of(given: list[str]) -> tuple[str, str | None]:
    """Our type and the word for it: the first that says more than "journal article", else that."""
    told = [word for word in given if not _NO_TYPE.match(word)]
    known = [(code, word) for word in told if (code := document_type(word)) != "unknown"]
    telling = [pair for pair in known if pair[0] != "article"]
    return next(iter(telling or known), ("unknown", told[0] if told else None))
