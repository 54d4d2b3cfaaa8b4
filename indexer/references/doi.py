"""The DOI that a reference prints. Print breaks DOIs at line ends, and what is left of one may be another work's DOI.

So a break is mended only where what follows can only be the rest, and where it could be one, no DOI is given. Marks of
the syntax: https://www.doi.org/the-identifier/resources/handbook; old ones of Wiley hold "<" and ">" (SICI, Z39.56).
"""

from __future__ import annotations

import re
from html import unescape

from indexer.text.printed import DASH

_PREFIX = re.compile(r"(?<!\d)(?<!\d\.)10\.\s?\d{4,9}(?:\.\d+)*\s?/\s?")
_SICI = re.compile(
    r"(?:\(SICI\))?\d{4}-\d{3}[\dXx]\(\d{4,8}\)\d+:\d+[^\s<>]*<[^<>\s]{1,40}>[\w.;()/:-]*\w"
)
_CUT_SICI = re.compile(
    r"(?:\(SICI\))?(?:\(SICI\))?\d{4}-\d{3}[\dXx]\(\d{4,8}\)\d+:\d+[^\s<>]*(?:<|$)"
)
_CHUNK = re.compile(r"[^\s\"<>«»„“”]+")
# what print runs into the end of a DOI
_GLUED = re.compile(
    r"[.,;)]*(?:\(?(?:дата|accessed|in\sRuss)|PMID|PMCID|PubMed|https?:|www\.|arXiv|Epub|Available|Accessed|"
    r"(?<=[\d.,;])EDN:?[A-Z]*$|URL\b|ISSN|ISBN).*$|\[[A-Z].*$"
)
_LONGEST = 256  # letters of a suffix that print broke; real ones seldom have 60
_OPEN_ENDS = ("-", "_", "/", "(")  # no DOI ends so
_CLOSING = ".,;:"
# the rest of a DOI: it goes on with a mark, or holds a stop, a slash or letters beside its digits
_REST = re.compile(r"(?!URL|EDN|PMID)[A-Za-z\d(]")
_OTHER_ANGLE = re.compile(r"<(?!/?[a-z])")  # no tag: a DOI of old form that does not fit
_CONTINUES = re.compile(r"[._/][\w(]")
_JOINED = re.compile(r"[a-z]*\d[\w]*(?:[._/-][\w()-]+)+|[a-z]{1,12}[\d.]+[\w./()-]*|\d+[a-z]+\w*")
_NUMBER = re.compile(r"\d{1,7}[a-z]?")
_LETTERS = re.compile(r"[a-z]{1,12}")
_WORDS = frozenset(
    [
        "available",
        "accessed",
        "retrieved",
        "epub",
        "in",
        "on",
        "at",
        "p",
        "pp",
        "vol",
        "no",
        "et",
        "and",
        "url",
        "viewed",
        "published",
    ]
)
_DIGIT = re.compile(r"\d")
_PAGES = re.compile(rf"[СCPБSс]\.?\s?\d+\s?[{DASH}]\s?\d")
_RANGE = re.compile(rf"\d+[{DASH}]\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
# what a number that is no part of the DOI has behind it: its unit
_UNIT = re.compile(r"\s?(?:с|s|p|pp|c|б|бет|էջ|л|экз|т|vol)\b\.?|\s?[–—]\s", re.IGNORECASE)


def doi_of(text: str) -> str | None:
    """The first DOI of the text, mended where print broke it; None for none, and where only a part of one is sure."""
    prefix = _PREFIX.search(text)
    if not prefix:
        return None
    head = re.sub(r"\s", "", prefix.group())
    plain = unescape(text[prefix.end() :]) if "&" in text else text[prefix.end() :]
    if sici := _SICI.match(plain):
        return head + sici.group()
    if _CUT_SICI.match(plain.partition(" ")[0]):
        return None
    suffix = _suffix(plain, text[: prefix.start()])
    return head + suffix if suffix else None


def _suffix(text: str, before: str) -> str | None:
    """The suffix at the start of the text, put together across breaks."""
    chunk = _CHUNK.match(text)
    if not chunk or _OTHER_ANGLE.match(text, chunk.end()):
        return None
    found, end = chunk.group(), chunk.end()
    clean = _cleaned(found)
    while clean == found and text[end : end + 1] == " " and (rest := _CHUNK.match(text, end + 1)):
        if len(found) > _LONGEST:
            return None
        verdict = _goes_on(found, rest.group(), text[rest.end() :], before)
        if verdict is None:
            return None
        if not verdict:
            break
        found, end = found + rest.group(), rest.end()
        clean = _cleaned(found)
    suffix = balanced(clean)
    return None if suffix.endswith(_OPEN_ENDS) else suffix


def _cleaned(found: str) -> str:
    """The suffix without what is run into it; where nothing is, it may go on behind a space."""
    return _GLUED.sub("", found)


def _goes_on(found: str, following: str, behind: str, before: str) -> bool | None:
    """Whether the DOI goes on with the piece behind a space; None if nobody can tell."""
    if found.endswith(_OPEN_ENDS):
        return bool(_REST.match(following)) or None
    if _CONTINUES.match(following):
        return True
    if found[-1] == ".":
        return _goes_on_behind_stop(found, following, behind, before)
    numbered = found[-1] in ",;:)" or _DIGIT.search(found)
    return not numbered and re.match(r"\d+\.\d", following) is not None


def _goes_on_behind_stop(found: str, following: str, behind: str, before: str) -> bool | None:
    piece = following.rstrip(_CLOSING + ")]")
    if _LETTERS.fullmatch(piece):
        if piece in _WORDS:
            return False
        return re.match(r"\s\d+[./]", behind) is not None or None
    if _RANGE.fullmatch(piece):
        return _range_goes_on(piece, before)
    return bool(_JOINED.fullmatch(piece)) or _number_goes_on(found, following, behind, before)


def _range_goes_on(piece: str, before: str) -> bool | None:
    """Whether "202-214" is a part: with a dash it is pages; with a hyphen only where pages are named already."""
    if "-" not in piece:
        return False
    return _PAGES.search(before) is not None or None


def _number_goes_on(found: str, following: str, behind: str, before: str) -> bool | None:
    """Whether a bare number behind a stop is a part of the DOI: not with its unit, nor if it is the only year."""
    piece = following.rstrip(_CLOSING + ")]")
    if not _NUMBER.fullmatch(piece) or _UNIT.match(behind):
        return False
    if _YEAR.fullmatch(piece) and not _YEAR.search(before):
        return False if _DIGIT.search(found) else None
    chained = following.endswith(".") and re.match(r"\s\d", behind)
    # a short one at the end may be the page of a PDF
    return True if chained or len(piece) > 2 or piece[0] == "0" else None


def balanced(value: str) -> str:
    """Without the mark that ends a sentence, nor a closing bracket that was never opened and what follows it."""
    for opening, closing in ("()", "[]"):
        depth = 0
        for index, letter in enumerate(value):
            depth += (letter == opening) - (letter == closing)
            if depth < 0:
                value = value[:index]
                break
    return value.rstrip(_CLOSING)
