r"""AMSBIB, in which Math-Net.Ru gives its articles: ``\RBibitem{key}\by … \paper … \jour … \vol … \yr … \mathnet{…}``.

Sources: amsbib.sty, and the citation that each page of Math-Net.Ru offers. ``\transl`` begins the place of a
translation: of it the DOI is read, since it is the same article in another language. The key counts in its file only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from crawler.formats.items import item, unique
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.reference_files import latex
from crawler.formats.reference_files.amsbib_people import people
from crawler.formats.text.plain_text import decode
from crawler.formats.values.dates import dated
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.identity import identity
from schemas import Container, HarvestedRecord, Identifier, LocalizedText
from schemas.identifiers import find_dois
from schemas.vocabularies import language_code

_BEGIN = re.compile(r"\\R?[Bb]ibitem\s*(?:\[[^\]\n]*\])?\s*\{([^{}\n]*)\}")
_END = re.compile(r"\\end\s*\{thebibliography\}")
_COMMENT = re.compile(r"^[^\S\n]*%.*\n?", re.MULTILINE)
_TEXTS = (
    "by paper paperinfo jour book bookinfo bookvol inbook thesis thesisinfo vol issue yr pages totalpages publ publaddr"
    " ed eds edn serial procinfo preprint lang toappear isbn issn finalinfo miscnote morebookinfo"
)
_ADDRESSES = (
    "mathnet crossref mathscinet zmath adsnasa isi elib scopus pubmed arxiv eprint papernumber"
)
_ALL = "|".join([*_TEXTS.split(), *_ADDRESSES.split(), "transl", "rtransl", "etransl"])
_FIELD = re.compile(rf"\\({_ALL})(?![A-Za-z])")
_ARXIV = re.compile(r"((?:[a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?)", re.IGNORECASE)
# the number in an address: https://mathscinet.ams.org/mathscinet-getitem?mr=4070043
_NUMBERS = (
    ("mathnet", "mathnet", re.compile(r"([a-z]+\d+)\s*$", re.IGNORECASE)),
    ("mathscinet", "mr", re.compile(r"(?:mr=|^|MR)(\d+)\s*$", re.IGNORECASE)),
    ("zmath", "zbl", re.compile(r"(?:an:|an=|q=)?(\d{3,4}\.\d{5}|\d{8})\s*$")),
    ("elib", "elibrary", re.compile(r"(?:id=|^)(\d+)\s*$")),
    ("isi", "wos", re.compile(r"(?:KeyUT=|WOS:)([A-Z]?\d{10,})", re.IGNORECASE)),
    ("scopus", "scopus", re.compile(r"(2-s2\.0-\d+)")),
    ("pubmed", "pmid", re.compile(r"(\d+)/?\s*$")),
    ("arxiv", "arxiv", _ARXIV),
    ("eprint", "arxiv", _ARXIV),
)

Fields = Mapping[str, str]


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every entry of a file, which may be a whole article in LaTeX. Raises PageError if there is none."""
    text, warnings = decode(data)
    text = _COMMENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    starts = [match.start() for match in _BEGIN.finditer(text)]
    if not starts:
        raise PageError(
            "wrong-format", r"no AMSBIB entry (like \RBibitem{key} \by … \paper …) in it"
        )
    pieces = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return ParsedPage(items=tuple(_item(piece, warnings) for piece in pieces), warnings=warnings)


def _item(piece: str, warnings: tuple[str, ...]) -> ParsedRecord | Rejected:
    ends = _END.search(piece)
    entry = piece[: ends.start()] if ends else piece
    raw = entry.strip().encode("utf-8", "surrogatepass")
    begin = _BEGIN.match(entry)
    own, translated = _fields(entry)
    if begin is None or not own:
        detail = r"an entry without fields (\by, \paper, \jour, …): it is a text as printed"
        return Rejected(reason="wrong-format", detail=detail, raw=raw)
    record = _record(own, translated)
    named = identity(record, begin[1].strip())
    return item(msgspec.structs.replace(record, identifier=named), raw, warnings)


def _fields(entry: str) -> tuple[Fields, Fields]:
    """The values by command, those of the translation apart; of several the first counts."""
    found: list[dict[str, str]] = [defaultdict(str), defaultdict(str)]
    translated = 0
    pieces = _FIELD.split(entry)[1:]
    for name, value in zip(pieces[::2], pieces[1::2], strict=True):
        if name.endswith("transl"):
            translated = 1
        elif told := _value(name, value):
            found[translated].setdefault(name, told)
    return found[0], found[1]


def _value(name: str, given: str) -> str:
    # an address stands in braces, and what is after them is no part of it
    if name in _ADDRESSES.split() and given.lstrip().startswith("{"):
        given = given.lstrip()[1:].partition("}")[0]
        return " ".join(given.replace("\\", "").split())
    return " ".join(given.split()) if name == "by" else latex.text(given)


def _record(fields: Fields, translated: Fields) -> HarvestedRecord:
    when = dated(fields.get("yr"))
    kind = _kind(fields)
    return HarvestedRecord(
        identifier="",
        titles=unique(_titles(fields)),
        contributors=people(fields),
        container=_container(fields, kind),
        publishers=unique([LocalizedText(fields["publ"])] if fields.get("publ") else []),
        place=fields.get("publaddr") or None,
        year=when.year,
        published=when.published,
        languages=unique([language_code(_bare(fields.get("lang", "")))]),
        type=kind,
        identifiers=unique(_identifiers(fields, translated)),
        urls=unique(url_of(fields.get(name, "")) for name in ("mathnet", "arxiv", "eprint")),
        warnings=when.warnings,
    )


def _bare(lang: str) -> str:
    """``in Russian`` and ``на рус.`` without the word before the language."""
    return re.sub(r"^(?:in|на)\s+", "", lang.strip(" ()."), flags=re.IGNORECASE)


def _titles(fields: Fields) -> Iterator[LocalizedText]:
    for name in ("paper", "book", "thesis", "preprint"):
        if title := fields.get(name):
            yield LocalizedText(title.rstrip(" ,."))
            return


def _kind(fields: Fields) -> str:
    if fields.get("thesis") or fields.get("thesisinfo"):
        return "thesis"
    if fields.get("paper"):
        if fields.get("jour"):
            return "article"
        held = fields.get("inbook") or fields.get("book")
        if fields.get("procinfo"):
            return "conference-paper"
        if held:
            return "article" if fields.get("issue") else "chapter"
        return "preprint" if fields.get("eprint") or fields.get("arxiv") else "article"
    return "book" if fields.get("book") else "unknown"


def _container(fields: Fields, kind: str) -> Container | None:
    names = ["jour", "inbook", *(["book"] if fields.get("paper") else []), "procinfo", "serial"]
    title = next((fields[name].rstrip(" ,") for name in names if fields.get(name)), None)
    if kind in {"book", "thesis"} and not fields.get("jour"):
        return None
    pages = re.sub(r"\s*(?:--+|[–—−])\s*", "-", fields.get("pages", "")).strip(" ,.") or None
    if not (title or pages or fields.get("issn")):
        return None
    first, last = split_pages(pages)
    return Container(
        titles=unique([LocalizedText(title)] if title else []),
        kind={"chapter": "book", "conference-paper": "proceedings"}.get(kind, "journal"),  # type: ignore[arg-type]
        issn=unique([fields.get("issn")]),
        isbn=unique([fields.get("isbn")]),
        volume=fields.get("vol") or fields.get("bookvol") or None,
        issue=fields.get("issue") or None,
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=fields.get("papernumber") or None,
    )


def _identifiers(fields: Fields, translated: Fields) -> Iterator[Identifier]:
    for told in (fields, translated):
        for doi in (
            found.value for found in classify(told.get("crossref", "")) if found.scheme == "doi"
        ):
            yield Identifier("doi", doi)
    for name, scheme, pattern in _NUMBERS:
        if match := pattern.search(fields.get(name, "")):
            yield Identifier(scheme, match[1])
    if fields.get("isbn") and not fields.get("paper"):
        yield Identifier("isbn", fields["isbn"])
    for doi in () if fields.get("crossref") else find_dois(fields.get("miscnote", ""))[:1]:
        yield Identifier("doi", doi)
