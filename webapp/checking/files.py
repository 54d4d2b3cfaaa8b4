"""A reference list out of a file: a Word document, LaTeX, plain text, or a file of a reference manager.

What comes from a reader is never trusted: a document is looked at before it is unpacked, and files of reference
managers are parsed in the child process that also parses harvested pages, under its limits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import PurePath
from threading import Lock
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError

from crawler.formats.page import PageError, SourceHints
from crawler.formats.reference_files import latex
from crawler.formats.text.plain_text import decode
from crawler.limits import MIB, PageLimits
from crawler.parsing.parent import parse_limited
from schemas import Reference
from webapp.checking import lists
from webapp.checking.described import described
from webapp.checking.errors import CannotCheckError

MOST_BYTES = 5 * MIB
_MOST_UNPACKED = 64 * MIB  # of a document; 40 pages with their styles are below one
_MANAGERS = {
    "bib": "bibtex", "ris": "ris", "nbib": "nbib", "enw": "enw", "json": "csl",
}  # fmt: skip
_LIMITS = PageLimits(processor=10, seconds=15.0, memory=256 * MIB, answer=16 * MIB)
_ITEM = re.compile(r"\\bibitem\s*(?:\[[^\]]*\])?\s*\{[^}]*\}")
_END = re.compile(r"\\end\s*\{thebibliography\}")
_ONE_AT_A_TIME = Lock()  # the child answers one question after the other


def of_file(name: str, data: bytes) -> tuple[Reference, ...]:
    """The references of a file, by the ending of its name. Raises CannotCheckError."""
    shown = PurePath(name).name[:80]
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in _READERS:
        known = ", ".join(f".{each}" for each in _READERS)
        raise CannotCheckError("unknown_kind", name=shown, known=known)
    if len(data) > MOST_BYTES:
        raise CannotCheckError("too_large", name=shown, most=MOST_BYTES // MIB)
    try:
        return _READERS[ending](shown, data)
    except PageError as error:
        raise CannotCheckError("unreadable", name=shown, reason=str(error)[:200]) from error


def _plain(_name: str, data: bytes) -> tuple[Reference, ...]:
    return lists.of_text(decode(data)[0])


def _latex(_name: str, data: bytes) -> tuple[Reference, ...]:
    text = decode(data)[0]
    _, *items = _ITEM.split(_END.split(text)[0])
    return lists.numbered([" ".join(latex.text(item).split()) for item in items])


def _docx(name: str, data: bytes) -> tuple[Reference, ...]:
    try:
        with ZipFile(BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise CannotCheckError("bomb", name=name)
        document = Document(BytesIO(data))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise CannotCheckError("not_docx", name=name) from error
    return lists.of_paragraphs([each.text for each in document.paragraphs])


def _managed(format: str) -> Callable[[str, bytes], tuple[Reference, ...]]:
    def read(_name: str, data: bytes) -> tuple[Reference, ...]:
        with _ONE_AT_A_TIME:
            page = parse_limited(format, data, source=SourceHints(source="upload"), limits=_LIMITS)
        return tuple(described(record, at) for at, record in enumerate(page.records, 1))

    return read


_READERS: Mapping[str, Callable[[str, bytes], tuple[Reference, ...]]] = {
    "txt": _plain, "docx": _docx, "tex": _latex, "bbl": _latex,
    **{ending: _managed(format) for ending, format in _MANAGERS.items()},
}  # fmt: skip


def endings() -> Iterator[str]:
    """The endings of the files that are read, with their dots."""
    return (f".{each}" for each in _READERS)
