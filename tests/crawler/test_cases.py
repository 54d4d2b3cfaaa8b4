"""Minimal inputs, each of a kind of fault that real systems produce, beside what is read of them (tests/data/cases)."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import msgspec
import pytest

from crawler.cli_parse import page_lines
from crawler.formats import SourceHints, parse_page
from crawler.formats.tables.table_mapping import TableMapping

CASES = Path(__file__).parent.parent / "data" / "cases"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def hints(folder: Path) -> SourceHints:
    mapping = folder / "table.toml"
    if not mapping.exists():
        return SourceHints(source="case")
    table = tomllib.loads(mapping.read_text(encoding="utf-8"))
    return SourceHints(source="case", table=msgspec.convert(table, TableMapping))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_of_a_case(name):
    folder = CASES / name
    format = (folder / "format").read_text(encoding="utf-8").strip()
    inputs = sorted(folder.glob("input*"))
    pages = [parse_page(format, path.read_bytes(), source=hints(folder)) for path in inputs]
    read = [json.loads(line) for page in pages for line in page_lines(page)]
    expected = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    assert read == [json.loads(line) for line in expected]


def test_there_are_cases():
    assert len(NAMES) >= 52
