"""EndNote's tagged files (.enw): ``%A Ivanov, I.``, as EndNote, Google Scholar and the pages of publishers write them.

Source: EndNote's own filter "EndNote Import" (tags by reference type).
"""

from __future__ import annotations

import re
from itertools import pairwise

from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.reference_files import managers, tagged
from crawler.formats.reference_files.tagged import Pairs, Tagging
from schemas import HarvestedRecord

_NAMES = {
    "0": "type",
    "A": "author",
    "E": "editor",
    "Y": "editor",
    "H": "translator",
    "?": "translator",
    "+": "affiliation",
    "T": "title",
    "!": "short_title",
    "Q": "translated_title",
    "J": "journal",
    "B": "secondary_title",
    "S": "tertiary_title",
    "O": "journal_short",
    "V": "volume",
    "N": "issue",
    "P": "pages",
    "&": "first_page",
    "]": "article_number",
    "D": "year",
    "8": "date",
    "I": "publisher",
    "C": "place",
    "X": "abstract",
    "K": "keyword",
    "R": "doi",
    "U": "url",
    "@": "number",
    "G": "language",
    "M": "accession",
    "~": "database",
    "W": "database",
    "2": "pmcid",
    "F": "local",
    "1": "local",
}
_TAGGING = Tagging(
    line=re.compile(r"^[^\S\n]*%([0-9A-Z@!?+&~$\])(*^#<>\[=])(?:[^\S\n](.*))?$"),
    a_value_a_line=frozenset({"K", "A", "U"}),
)
_TYPE = re.compile(r"^[^\S\n]*%0(?=\s)", re.MULTILINE)
_TAG = re.compile(r"^[^\S\n]*%[0-9A-Z](?=\s)", re.MULTILINE)
_TITLE = re.compile(r"^[^\S\n]*%T(?=\s)", re.MULTILINE)
# entries without a type, as refer and BibIX write them, have an empty line between them
_AFTER_EMPTY_LINE = re.compile(r"(?:\A|\n[^\S\n]*\n)\s*(?=%[0-9A-Z]\s)")


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file; one that cannot be read is rejected alone. Raises PageError if there is none."""
    like = "no EndNote entry (like '%0 Journal Article' and '%T Title') in it"
    return tagged.parse(data, _TAGGING, _begins, _record, like)


def _begins(text: str) -> list[int]:
    """Each ``%0`` begins an entry, if the first of them does; else each tag after an empty line, down to a title."""
    types = [match.start() for match in _TYPE.finditer(text)]
    first = _TAG.search(text)
    if types and first and first.start() == types[0]:
        return types
    found = [match.end() for match in _AFTER_EMPTY_LINE.finditer(text)]
    return [
        begin for begin, end in pairwise([*found, len(text)]) if _TITLE.search(text, begin, end)
    ]


def _record(pairs: Pairs) -> HarvestedRecord:
    return managers.record(managers.told(pairs, _NAMES))
