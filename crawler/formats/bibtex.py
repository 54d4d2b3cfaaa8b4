"""BibTeX and BibLaTeX files, read by bibtexparser; LaTeX accents become letters. The entry's key identifies it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry as BibEntry
from bibtexparser.model import ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # comes with bibtexparser

from crawler.formats.dates import iso_date, year_of
from crawler.formats.identifiers import url_of
from crawler.formats.items import item, unique
from crawler.formats.names import person_name
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.plain_text import decode
from schemas import (
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Subject,
)
from schemas.record import ContributorRole
from schemas.vocabularies import document_type, language_code

# entry type → the word of our vocabulary
_TYPES = {
    "article": "article",
    "book": "book",
    "mvbook": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "conference paper",
    "conference": "conference paper",
    "proceedings": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "misc": "misc",
    "patent": "patent",
    "dataset": "dataset",
}
_PROCEEDINGS = frozenset({"inproceedings", "conference"})
_PARTS = frozenset({"incollection", "inbook"})
_PEOPLE: tuple[tuple[str, ContributorRole], ...] = (
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
)
_LATEX = LatexNodes2Text(math_mode="verbatim", keep_comments=True)
_LATEX_SIGNS = re.compile(r"[\\$~]|--")
_AND = re.compile(r"(?<!\s)\s+and\s+")
_WORD = re.compile(r"[^\s{}\"#,=()]+")
_MOST_DEFINED = 10_000  # letters of definitions beside an entry: every entry repeats them
_BRACES = re.compile(r"[{}]")
_TITLES = (("title", "subtitle"), ("titleaddon", ""))

# what it warns of is rejected with its reason here
logging.getLogger("bibtexparser").setLevel(logging.ERROR)

Fields = dict[str, str]


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file; one that cannot be read is rejected alone. Raises PageError if there is none."""
    text, warnings = decode(data)
    library = parse_string(text)
    strings = {block.key: block.raw or "" for block in library.strings}
    items = [
        _item(block, strings, warnings)
        for block in library.blocks
        if isinstance(block, BibEntry | ParsingFailedBlock)
    ]
    if not items:
        raise PageError("wrong-format", "no BibTeX entry (like @article{key, title = {…}}) in it")
    return ParsedPage(items=tuple(items), warnings=warnings)


def _item(
    block: BibEntry | ParsingFailedBlock, strings: dict[str, str], warnings: tuple[str, ...]
) -> ParsedRecord | Rejected:
    raw = partial(_alone, block, strings)
    if isinstance(block, ParsingFailedBlock):
        told = str(block.error)[:500]
        return Rejected(reason="not-well-formed", detail=f"not a BibTeX entry: {told}", raw=raw())
    fields = {field.key.lower(): _text(field.value) for field in block.fields}
    return item(_record(block, {key: text for key, text in fields.items() if text}), raw, warnings)


def _alone(block: BibEntry | ParsingFailedBlock, strings: dict[str, str]) -> bytes:
    """The entry after the ``@string`` definitions that it may use, as far as they are no longer than it is by much."""
    body = block.raw or ""
    used = [strings[word] for word in dict.fromkeys(_WORD.findall(body)) if word in strings]
    definitions = used if sum(map(len, used)) <= len(body) + _MOST_DEFINED else []
    return "\n".join([*definitions, body]).encode("utf-8", "surrogatepass")


def _text(value: object) -> str:
    """LaTeX into letters; a text that is no LaTeX (a lone backslash, an odd brace) stays as it is."""
    given = str(value)
    with suppress(ValueError, IndexError, KeyError, AttributeError):
        given = _LATEX.latex_to_text(given) if _LATEX_SIGNS.search(given) else given
    return " ".join(_BRACES.sub("", given).split())


def _record(entry: BibEntry, fields: Fields) -> HarvestedRecord:
    kind = entry.entry_type.lower()
    given_date = fields.get("date") or fields.get("year")
    lang = language_code(fields.get("langid") or fields.get("language"))
    return HarvestedRecord(
        identifier=entry.key,
        titles=unique(_titles(fields, lang)),
        abstracts=unique([LocalizedText(fields["abstract"])] if "abstract" in fields else []),
        contributors=tuple(_contributors(entry)),
        container=_container(kind, fields),
        publishers=unique(
            LocalizedText(fields[key])
            for key in ("publisher", "school", "institution")
            if key in fields
        ),
        place=fields.get("address") or fields.get("location"),
        year=year_of(given_date),
        published=iso_date(given_date or "")
        or (str(year) if (year := year_of(given_date)) else None),
        languages=unique([lang]),
        type=document_type(_TYPES.get(kind, kind)),
        type_as_given=kind,
        identifiers=unique(_identifiers(fields)),
        subjects=unique(_subjects(fields)),
        urls=unique([url_of(fields.get("url", ""))]),
    )


def _titles(fields: Fields, lang: str | None) -> Iterator[LocalizedText]:
    for main, below in _TITLES:
        if main in fields:
            told = f"{fields[main]}: {fields[below]}" if fields.get(below) else fields[main]
            yield LocalizedText(told, lang)


def _contributors(entry: BibEntry) -> Iterator[Contributor]:
    given = {field.key.lower(): str(field.value) for field in entry.fields}
    for key, role in _PEOPLE:
        for written in _AND.split(given.get(key, "").strip()):
            if (name := _text(written)) and name.lower() != "others":
                # braces around the whole name keep an organisation's name together
                collective = written.strip().startswith("{") and written.strip().endswith("}")
                yield Contributor(
                    names=(PersonName(literal=name) if collective else person_name(name),),
                    role=role,
                    kind="organisation" if collective else "person",
                )


def _container(kind: str, fields: Fields) -> Container | None:
    title = next(
        (fields[key] for key in ("journal", "journaltitle", "booktitle") if key in fields), None
    )
    if title is None and "issn" not in fields:
        return None
    pages = fields.get("pages", "").replace("–", "-").replace("--", "-") or None
    first, last = split_pages(pages)
    return Container(
        titles=unique([LocalizedText(title)] if title else []),
        kind="proceedings" if kind in _PROCEEDINGS else "book" if kind in _PARTS else "journal",
        issn=unique(re.split(r"[;,\s]+", fields.get("issn", ""))),
        isbn=unique([fields.get("isbn")]) if kind in _PARTS | _PROCEEDINGS else (),
        volume=fields.get("volume"),
        issue=fields.get("number") or fields.get("issue"),
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=fields.get("eid"),
    )


def _identifiers(fields: Fields) -> Iterator[Identifier]:
    for scheme in ("doi", "edn", "isbn", "pmid"):
        if scheme in fields:
            yield Identifier(scheme, fields[scheme])
    if (
        "eprint" in fields
        and fields.get("archiveprefix", fields.get("eprinttype", "")).lower() == "arxiv"
    ):
        yield Identifier("arxiv", fields["eprint"])


def _subjects(fields: Fields) -> Iterator[Subject]:
    for keyword in re.split(r"[;,]", fields.get("keywords", "")):
        if keyword.strip():
            yield Subject(scheme="keyword", value=keyword.strip())
