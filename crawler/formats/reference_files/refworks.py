"""RefWorks' tagged files: ``RT Journal Article``, ``A1 Ivanov,I.``; bases such as CNKI and CyberLeninka write them too.

Source: RefWorks, "Tagged format" (tags by what they mean).
"""

from __future__ import annotations

import re

from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.reference_files import managers, tagged
from crawler.formats.reference_files.tagged import Pairs, Tagging
from schemas import HarvestedRecord

_NAMES = {
    "RT": "type",
    "A1": "author",
    "A2": "editor",
    "A3": "editor",
    "A4": "translator",
    "AD": "affiliation",
    "T1": "title",
    "OT": "translated_title",
    "TT": "translated_title",
    "ST": "short_title",
    "JF": "journal",
    "JO": "journal_short",
    "T2": "secondary_title",
    "T3": "tertiary_title",
    "VO": "volume",
    "vo": "volume",
    "IS": "issue",
    "SP": "first_page",
    "OP": "last_page",
    "YR": "year",
    "FD": "date",
    "PB": "publisher",
    "PP": "place",
    "AB": "abstract",
    "K1": "keyword",
    "DO": "doi",
    "UL": "url",
    "LK": "url",
    "SN": "number",
    "LA": "language",
    "AN": "accession",
    "DB": "database",
    "DS": "database",
    "ID": "local",
}
# a line that begins with two other letters goes on with a text
_OTHERS = "SR|NO|ED|A5|A6|CN|CL|U1|U2|U3|U4|U5|RD|OL|ER|RP|PM|AV|CA|CO|CR|L4|L5|L6|WT|WV|WP|MA|FA|SL|TA|OJ|JO"
_TAGGING = Tagging(
    line=re.compile(rf"^\s*({'|'.join(_NAMES)}|{_OTHERS})(?:[^\S\n]+(.*)|$)"),
    a_value_a_line=frozenset({"K1"}),
    end="ER",
)
_BEGIN = re.compile(r"^[^\S\n]*RT(?=[^\S\n])", re.MULTILINE)


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file; one that cannot be read is rejected alone. Raises PageError if there is none."""
    like = "no RefWorks entry (it begins with 'RT Journal Article') in it"
    return tagged.parse(data, _TAGGING, _begins, _record, like)


def _begins(text: str) -> list[int]:
    return [match.start() for match in _BEGIN.finditer(text)]


def _record(pairs: Pairs) -> HarvestedRecord:
    return managers.record(managers.told(pairs, _NAMES))
