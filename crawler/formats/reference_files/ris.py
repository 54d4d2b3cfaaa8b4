"""RIS files (https://en.wikipedia.org/wiki/RIS_(file_format)), as reference managers, journals and bases write them.

The DOI identifies an entry, else a digest of it: ``ID``, ``AN`` and ``UR`` count in a file only.
"""

from __future__ import annotations

import re

from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.reference_files import managers, tagged
from crawler.formats.reference_files.tagged import Pairs, Tagging
from schemas import HarvestedRecord

_NAMES = {
    "TY": "type",
    "A1": "author",
    "AU": "author",
    "A2": "editor",
    "A3": "editor",
    "ED": "editor",
    "A4": "translator",
    "AD": "affiliation",
    "TI": "title",
    "T1": "title",
    "CT": "title",
    "ST": "short_title",
    "TT": "translated_title",
    "JF": "journal",
    "JO": "journal",
    "T2": "secondary_title",
    "BT": "book_title",
    "T3": "tertiary_title",
    "C3": "proceedings",
    "JA": "journal_short",
    "J2": "journal_short",
    "J1": "journal_short",
    "VL": "volume",
    "VO": "volume",
    "IS": "issue",
    "CP": "issue",
    "SP": "first_page",
    "EP": "last_page",
    "C7": "article_number",
    "PY": "year",
    "Y1": "year",
    "DA": "date",
    "PB": "publisher",
    "CY": "place",
    "PP": "place",
    "AB": "abstract",
    "N2": "abstract",
    "KW": "keyword",
    "DO": "doi",
    "L3": "maybe_doi",
    "M3": "maybe_doi",
    "N1": "maybe_doi",
    "UR": "url",
    "LK": "url",
    "SN": "number",
    "LA": "language",
    "AN": "accession",
    "DB": "database",
    "DP": "database",
    "C2": "pmcid",
    "ID": "local",
}
# with one space before its dash a line has a tag only if it is a known one: "UV - видимый" goes on with a text
_KNOWN = "|".join(
    (*_NAMES, "ER", "Y2", "ET", "SE", "M1", "M2", "L1", "L2", "L4", "C1", "U1", "RN", "CN")
)
# white space within the line: over many empty lines each would be walked through from each
_BEGIN = re.compile(r"^[^\S\n]*TY[^\S\n]{0,3}-", re.MULTILINE)
_TAGGING = Tagging(
    line=re.compile(
        rf"^\s*((?:[A-Z][A-Z0-9](?=\s{{2,3}}-)|(?:{_KNOWN})(?=\s{{0,3}}-)))\s{{0,3}}-(?!-)\s?(.*)$"
    ),
    a_value_a_line=frozenset({"KW"}),
    end="ER",
)


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file; one that cannot be read is rejected alone. Raises PageError if there is none."""
    like = "no RIS entry (it begins with 'TY  - ') in it"
    return tagged.parse(data, _TAGGING, _begins, _record, like)


def _begins(text: str) -> list[int]:
    return [match.start() for match in _BEGIN.finditer(text)]


def _record(pairs: Pairs) -> HarvestedRecord:
    return managers.record(managers.told(pairs, _NAMES))
