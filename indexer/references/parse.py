"""Reference text → fields. The style is detected first; each style has its own parser, each field its own function."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from indexer.references.brief import parse_brief
from indexer.references.canonical import is_canonical
from indexer.references.gost import parse_gost
from indexer.references.opening import opened
from indexer.references.readings import checked
from indexer.references.segments import HOST
from indexer.references.web_page import parse_web_page
from indexer.references.western import parse_all
from indexer.text.printed import UPPER, native_and_latin, squeeze
from schemas.reference import ReferenceFields

_LONGEST = (
    4000  # letters; what is longer is a page that was not cut into references, and is read in part
)
Style = Literal["gost", "western"]
_AREAS = re.compile(
    r"[.)\]»?!]\s?—\s|[.)\]»?!]\s?[–-]\s(?:[^–—:\d]{1,40}\s?:\s\S|(?:1[89]|20)\d\d\.\s|Vol\.|T\.|V\.|№|No\.?\s?\d|P\.|Pp\.|S\.\s?\d|"
    r"\d+ [spc]\.|URL|ISBN)"
)
_AREA = re.compile(r"[.)\]»?!]\s—\s")  # as it is printed where nothing was lost
_DASHED = ("— ", "– ", "- ")  # one of them is in every mark of an area
_EARLY_YEAR = re.compile(
    r"^[^\d]{4,}?[,.]?\s\(?(?:1[89]|20)\d\d[a-zа-г]?\)?[.:,]\s?[«\"“]?[^\W\d]{2}"
)
# what only romanised lists have: the imprint "M.: Nauka" ("Tracey M: The effects", "Frankfurt a. M.: Suhrkamp"
# and "Smith, J. M.: The effects" are none), and Russian roles
_ROMANISED = re.compile(
    r"(?<!\b[A-Za-z])(?:[.)\]]|[—–-])\s(?:(?:M|L)\.|(?:SPb|Mn)\.?)\s?:\s?[A-Z\"«“]|"
    r",\s(?:M|L|SPb|Mn)\.?\s?:\s?[A-Z\"«“][^:,]{1,60},\s(?:1[89]|20)\d\d|\s/\s(?:per|pod|sost|otv|nauch)\b"
)
_IMPRINTS = (
    "M:",
    "M.:",
    "M :",
    "M. :",
    "L:",
    "L.:",
    "L :",
    "L. :",
    "SPb",
    "Mn",
    " / ",
)  # one is in each
_PUBL = re.compile(
    r"[.\]]\s[A-Z][\w. -]{2,20},\s[^,:]{2,60}?\bPubl(?:\.|ishing House)?,\s(?:1[89]|20)\d\d"
)
# areas of GOST R 7.0.5-2008, which stops part: the imprint, and what follows a year
_STOPPED_AREAS = re.compile(
    rf"[.?!»)\]]\s[{UPPER}][^.:;,\d]{{0,24}}\.?\s?:\s?[{UPPER}«\"“„][^:;]{{1,80}}?,\s(?:1[5-9]|20)\d\d|"
    r"\b(?:1[5-9]|20)\d\d\.\s(?:Т|Вып|В|№|С|Б|Հ|Էջ)[.\s]\s?\d"
)
# what only GOST has in Cyrillic and Armenian: a short dash before an area, " / " before people, a patent's days
_NATIVE_AREAS = re.compile(
    rf"[.)\]»?!]\s?[–-]\s(?:[{UPPER}][^–—:\d]{{0,40}},\s(?:1[5-9]|20)\d\d\b|\d+\s(?:[сбл]|бет|էջ)\.|(?:Т|Вып|С|Б|Հ|Էջ)\.\s?\d)|"
    rf"\s/\s(?:[{UPPER}]\.|(?:под|пад|пер|сост|отв)\b)|\[(?:Б\.\sм|[А-Я]\.)\.?\]\s?:|"
    rf"[.)»?!]\s[{UPPER}][^.:;,\d]{{0,24}}\.?,\s(?:1[5-9]|20)\d\d\.\s\d+\s(?:[сбл]|бет|էջ)\.|\b(?:опубл|апубл)\.\s\d"
)
_ADDRESS_SEEN = re.compile(r"^[^(]*\.\sURL:\s.*\((?:дата\sобращения|дата\sзвароту)")
_LATIN = re.compile(r"[A-Za-z]")


def parse_reference(raw: str, lang: str | None = None) -> ReferenceFields:
    """The fields of one reference, each a verbatim piece of the text (white space apart). Never raises.

    ``lang`` is the language of the list, where known; it decides only where the text does not show its style.
    """
    return parse_references([(raw, lang)])[0]


def parse_references(items: Sequence[tuple[str, str | None]]) -> list[ReferenceFields]:
    """The fields of each text with its language: as of one by one, but faster for a list."""
    texts = [opened(squeeze(raw[:_LONGEST])) for raw, _ in items]
    found = [_by_rule(text) for text in texts]
    rest = [index for index, fields in enumerate(found) if fields is None]
    for index, tagged in zip(rest, parse_all([texts[index] for index in rest]), strict=True):
        text, lang = texts[index], items[index][1]
        found[index] = checked(text, tagged) if style_of(text, lang) == "gost" else tagged
    return [fields or ReferenceFields() for fields in found]


def _by_rule(text: str) -> ReferenceFields | None:
    """The fields of a text that rules read best, or None for one that the trained tagger has to read."""
    if not text:
        return ReferenceFields()
    if page := parse_web_page(text):
        return page
    return parse_gost(text) if is_canonical(text) else parse_brief(text)


def style_of(text: str, lang: str | None = None) -> Style:
    """GOST, told by its areas ("//", ". — ", in Cyrillic and Armenian "М.: Наука, 2010" too); any other is Western.

    The script alone tells no style: Vancouver, Harvard and comma styles are printed in Cyrillic and Armenian too.
    """
    native, latin = _letters(text)
    if not native and not latin:
        return "gost" if lang in {"ru", "be", "kk", "ky", "hy", "uk", "tg"} else "western"
    if _shows_areas(text, romanised=latin > native) or _ADDRESS_SEEN.match(text):
        return "gost"
    if latin >= native or _EARLY_YEAR.match(text):
        return "western"
    stopped = _STOPPED_AREAS.search(text) or _NATIVE_AREAS.search(text)
    return "gost" if stopped else "western"


def _letters(text: str) -> tuple[int, int]:
    """How many letters are Cyrillic or Armenian, and how many plain Latin; in ASCII one Latin letter tells enough."""
    if text.isascii():
        return 0, int(bool(_LATIN.search(text)))
    return native_and_latin(text)


def _shows_romanised(text: str) -> bool:
    return any(mark in text for mark in _IMPRINTS) and _ROMANISED.search(text) is not None


def _shows_areas(text: str, *, romanised: bool) -> bool:
    """The signs of GOST. In Latin script one short dash may be anything ("M.- C. Shan"), so it takes two."""
    if "//" in text and HOST.search(text):
        return True
    if _shows_romanised(text) or ("Publ" in text and _PUBL.search(text)):
        return True
    if not any(dash in text for dash in _DASHED):
        return False
    return len(_AREAS.findall(text)) > romanised or bool(_AREA.search(text))
