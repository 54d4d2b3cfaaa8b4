"""No damage to any format's input raises anything but PageError: structure-aware mutation of the fixtures."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.table_mapping import TableMapping

DATA = Path(__file__).parents[1] / "data"
MAPPING = msgspec.json.decode(
    (DATA / "formats" / "table" / "mapping.json").read_bytes(), type=TableMapping
)
HINTS = SourceHints(source="trial", table=MAPPING)
OWN = {
    "oai_dc": DATA / "oai" / "oaktrust_0.xml",
    "rsci": DATA / "rsci" / "issue.generated.xml",
    "highwire": DATA / "highwire" / "bilingual.generated.html",
}
FIXTURES = sorted(
    (p.parent.name, p)
    for p in (DATA / "formats").glob("*/*.generated.*")
    if not p.name.endswith(".expected.json")
)
CASES = [({"rsci_legacy": "rsci"}.get(folder, folder), path) for folder, path in FIXTURES] + list(
    OWN.items()
)
# pieces that mean something to one format or another
PIECES = [b"", b"<", b">", b"</", b"&", b"&#0;", b"]]>", b'"', b"{", b"}", b"[", b"null", b"\x1d", b"\x1e", b"\x1f",
          b"\xff", b"\x00", b"\xef\xbf\xbe", b";", b",", b"\n", b"@article{", b"TY  - ", b"ER  - ", b"00000",
          b"xml:lang=", b"-1", b"9" * 30, b"PK\x03\x04", "Ё".encode("koi8-r") * 9]  # fmt: skip


# the nightly setting runs many more
EXAMPLES = int(os.environ.get("EACI_TEST_FUZZ", "25"))


@st.composite
def mutations(draw, data):
    """One to four cuts, repetitions, swaps or insertions."""
    for _ in range(draw(st.integers(1, 4))):
        a, b = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        b = min(b, a + 400)
        piece = draw(st.sampled_from(PIECES))
        kind = draw(st.sampled_from(["replace", "insert", "cut", "double", "end"]))
        middle = {
            "replace": piece,
            "insert": piece + data[a:b],
            "cut": b"",
            "double": data[a:b] * 2,
            "end": b"",
        }[kind]
        data = data[:a] + middle + (b"" if kind == "end" else data[b:])
    return data


@pytest.mark.parametrize(("format", "path"), CASES, ids=lambda value: getattr(value, "name", value))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_damaged_input_is_refused_or_read_but_never_crashes(format, path, data):
    damaged = data.draw(mutations(path.read_bytes()[:60_000]))
    try:
        page = parse_page(format, damaged, source=HINTS)
    except PageError as error:
        assert "\n" not in str(error)  # noqa: PT017 -- both outcomes are right
        return
    for record in page.records:
        # what comes out can be kept as JSON in UTF-8
        msgspec.json.encode(record).decode("utf-8")
        assert record.identifier
