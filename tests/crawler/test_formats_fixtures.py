"""Every format's raw input beside its records: ``data/formats/FORMAT/NAME.EXT`` and ``NAME.expected.json``."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from crawler.formats import FORMATS, ParsedRecord, SourceHints, parse_page
from crawler.formats.tables.table_mapping import TableMapping

DATA = Path(__file__).parents[1] / "data" / "formats"
EXPECTED = sorted(DATA.glob("*/*.expected.json"))
# folders that are a dialect of a format
FORMAT_OF = {"rsci_legacy": "rsci"}


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name.removesuffix('.expected.json')}"


def raw_of(expected: Path) -> Path:
    stem = expected.name.removesuffix(".expected.json")
    (raw,) = (p for p in expected.parent.glob(f"{stem}.*") if p != expected and p.suffix != ".toml")
    return raw


def hints(expected: Path) -> SourceHints:
    mapping = expected.parent / "mapping.json"
    if not mapping.is_file():
        return SourceHints(source="trial")
    table = msgspec.json.decode(mapping.read_bytes(), type=TableMapping)
    return SourceHints(source="trial", table=table)


def parse(expected: Path, data: bytes):
    format = FORMAT_OF.get(expected.parent.name, expected.parent.name)
    return parse_page(format, data, source=hints(expected))


@pytest.mark.parametrize("expected", EXPECTED, ids=name)
def test_raw_input_gives_the_expected_records(expected):
    page = parse(expected, raw_of(expected).read_bytes())
    found = {
        "records": [msgspec.to_builtins(r) for r in page.records],
        "rejected": [[r.reason, r.identifier] for r in page.rejected],
        "warnings": list(page.warnings),
    }
    # through JSON, in which tuples and lists are the same
    assert json.loads(json.dumps(found)) == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("expected", EXPECTED, ids=name)
def test_kept_bytes_of_every_item_parse_again_to_the_same(expected):
    for item in parse(expected, raw_of(expected).read_bytes()).items:
        (again,) = parse(expected, item.raw).items
        if isinstance(item, ParsedRecord):
            assert replace(again.record, warnings=()) == replace(item.record, warnings=())
        else:
            assert (again.reason, again.identifier) == (item.reason, item.identifier)


def test_every_format_has_a_fixture():
    assert {FORMAT_OF.get(p.parent.name, p.parent.name) for p in EXPECTED} == set(FORMATS)
