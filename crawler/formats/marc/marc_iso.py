"""ISO 2709: the bytes of a MARC record, in whatever charset and however its writer counted, into fields.

The directory counts bytes; writers that counted letters have it wrong, so fields are cut at their terminators and the
directory only says which is which. The charset is told by the bytes: UTF-8, MARC-8 by its escapes, the Cyrillic ones by
their letters, and last what RUSMARC declares (100 $a 26-29).
"""

from __future__ import annotations

import re

import pymarc
from pymarc.marc8 import marc8_to_unicode

from crawler.formats.marc.marc_record import LEADER, MarcRecord
from crawler.formats.text.charset import guess, is_mostly_other, named

_ENTRY = 12
_FIELD_END, _RECORD_END, _DELIMITER, _ESCAPE = b"\x1e", b"\x1d", "\x1f", b"\x1b"
_ENTRIES = re.compile(rb"^(?:[0-9A-Za-z]{3}\d{9})+$")
# RUSMARC's code pages in 100 $a 26-27 or 28-29
_DECLARED = {b"79": "cp866", b"89": "windows-1251", b"99": "koi8-r"}
_CODED = re.compile(rb"\x1fa\d{8}[a-z |#].{17}(\d\d)?(\d\d)?", re.DOTALL)
TEXT = "*"
"""The code of what stands in a field before its subfields, as in IRBIS."""


def read(raw: bytes) -> tuple[pymarc.Record, tuple[str, ...]]:
    """The record and what was repaired. Raises ValueError if it has no directory."""
    tags, chunks = _cut(raw)
    texts, warnings = _decoded(chunks, raw[9:10])
    marc = MarcRecord(raw[:LEADER].decode("ascii", "replace"))
    for tag, text in zip(tags, texts, strict=True):
        marc.append(_field(tag, text))
    return marc, warnings


def _cut(raw: bytes) -> tuple[list[str], list[bytes]]:
    directory, mark, data = raw[LEADER:].partition(_FIELD_END)
    if not mark or not _ENTRIES.match(directory):
        raise ValueError("its directory is damaged")
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
    chunks = data.rstrip(_RECORD_END + b"\r\n").removesuffix(_FIELD_END).split(_FIELD_END)
    if len(chunks) == len(entries):
        entries.sort(key=lambda entry: int(entry[7:]))  # fields may stand in another order
    else:
        chunks = [_at(data, entry) for entry in entries]
    return [entry[:3].decode("ascii") for entry in entries], chunks


def _at(data: bytes, entry: bytes) -> bytes:
    start = int(entry[7:])
    return data[start : start + int(entry[3:7])].rstrip(_FIELD_END + _RECORD_END)


def _decoded(chunks: list[bytes], scheme: bytes) -> tuple[list[str], tuple[str, ...]]:
    """``scheme`` is leader 09: "a" is Unicode, a blank MARC-8 (or nothing, in UNIMARC)."""
    whole = b"\n".join(chunks)
    if scheme != b"a" and _ESCAPE in whole:
        return list(map(_from_marc_8, chunks)), ()
    try:
        return [chunk.decode("utf-8") for chunk in chunks], ()
    except UnicodeDecodeError:
        charset = (guess(whole) or _declared(whole)) if is_mostly_other(whole) else None
    if charset is None:
        lost = "repaired: bytes that are not UTF-8 became U+FFFD"
        return [chunk.decode("utf-8", "replace") for chunk in chunks], (lost,)
    texts = [chunk.decode(charset, "replace") for chunk in chunks]
    return texts, (f"repaired: read as {named(charset)}",)


def _from_marc_8(chunk: bytes) -> str:
    """Each subfield begins in the basic set anew, and pymarc's reader loses their delimiters."""
    parts = chunk.split(_DELIMITER.encode())
    return _DELIMITER.join(marc8_to_unicode(part, hide_utf8_warnings=True) for part in parts)


def _declared(whole: bytes) -> str | None:
    match = _CODED.search(whole)
    pages = match.groups() if match else ()
    return next((_DECLARED[page] for page in pages if page in _DECLARED), None)


def _field(tag: str, text: str) -> pymarc.Field:
    if tag.isdigit() and tag < "010":
        return pymarc.Field(tag, data=text)
    head, *rest = text.split(_DELIMITER)
    subfields = [pymarc.Subfield(part[0].lower(), part[1:]) for part in rest if part]
    if len(head) > 2 or (head and not rest):  # no indicators but text, as IRBIS writes
        return pymarc.Field(tag, subfields=[pymarc.Subfield(TEXT, head), *subfields])
    return pymarc.Field(tag, pymarc.Indicators(*head.ljust(2)), subfields)
