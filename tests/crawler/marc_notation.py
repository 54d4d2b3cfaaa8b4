"""MARC records as cataloguers write them down: ``200 1  $aЗаглавие$fАвтор``, a field a line; generated."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from crawler.formats import SourceHints, parse_page

PART = "00000naa2 2200000   450 "
BOOK = "00000nam2 2200000   450 "
NO_LEVEL = " " * 24
HINTS = SourceHints(source="trial")


def fields_of(text: str) -> list[tuple[str, str, str]]:
    """Tag, indicators and content of each line; ``#`` stands for a blank indicator."""
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    return [(line[:3], line[4:6].replace("#", " "), line[6:]) for line in lines]


def xml_record(text: str, leader: str = PART) -> str:
    """The record as MARCXML."""
    parts = [f"<leader>{leader}</leader>"]
    for tag, indicators, content in fields_of(text):
        if tag < "010":
            parts.append(
                f"<controlfield tag={quoteattr(tag)}>{escape((indicators + content).strip())}</controlfield>"
            )
            continue
        subfields = "".join(
            f"<subfield code={quoteattr(piece[0])}>{escape(piece[1:])}</subfield>"
            for piece in content.split("$")[1:]
        )
        first, second = indicators
        parts.append(
            f'<datafield tag="{tag}" ind1="{first}" ind2="{second}">{subfields}</datafield>'
        )
    return f"<record>{''.join(parts)}</record>"


def page(*records: str) -> bytes:
    return f'<collection xmlns="http://www.loc.gov/MARC21/slim">{"".join(records)}</collection>'.encode()


def read(text: str, leader: str = PART) -> Any:
    """What is read of one record; the control number is given if the text has none."""
    if not text.startswith("001 "):
        text = f"001 generated-1\n{text}"
    (record,) = parse_page("marcxml", page(xml_record(text, leader)), source=HINTS).records
    return record


def iso_record(
    text: str, charset: str = "utf-8", leader: str = PART, *, letters: bool = False
) -> bytes:
    """The record in ISO 2709; with ``letters`` its directory counts letters, as careless writers do."""
    directory, body, at = "", b"", 0
    for tag, indicators, content in fields_of(text):
        told = (
            (indicators + content).strip()
            if tag < "010"
            else indicators + content.replace("$", "\x1f")
        )
        data = f"{told}\x1e".encode(charset)
        length = len(told) + 1 if letters else len(data)
        directory += f"{tag}{length:04}{at:05}"
        at += length
        body += data
    base = 24 + len(directory) + 1
    head = f"{base + len(body) + 1:05}{leader[5:12]}{base:05}{leader[17:]}"
    return head.encode() + directory.encode() + b"\x1e" + body + b"\x1d"
