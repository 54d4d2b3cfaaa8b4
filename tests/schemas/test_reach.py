"""How far identifiers reach: what may join two sources, with near misses."""

from __future__ import annotations

import pytest

from schemas.reach import is_global, reach


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("handle", "123456789/78", "server"),
        ("handle", "http://elib.example.by/handle/123456789/78", "server"),
        ("hdl", "hdl:123456/1", "server"),
        ("handle", "11701/123", "global"),
        ("handle", "123456788/78", "global"),
        ("handle", "20.500.12258/1", "global"),
        ("doi", "10.5072/FK2.1", "server"),
        ("doi", "https://doi.org/10.5072/1", "server"),
        ("doi", "10.50720/1", "global"),
        ("doi", "10.5555/st.1", "global"),
        ("issn", "0000-0000", "server"),
        ("eissn", "00000000", "server"),
        ("issn", "2411-8591", "global"),
        ("isbn", "978-1-234-56789-7", "server"),
        ("isbn", "978-5-9905833-1-2", "global"),
        ("pmid", "29312345", "global"),
        ("local", "17", "server"),
        ("oai", "oai:localhost:article/1", "server"),
        ("what nobody knows", "17", "server"),
        ("row", "17", "file"),
        ("bibtex-key", "Ivanov2010", "file"),
    ],
)
def test_reach(scheme, value, expected):
    assert reach(scheme, value) == expected
    assert is_global(scheme, value) == (expected == "global")


def test_a_scheme_alone_reaches_as_far_as_its_best_values():
    assert (reach("handle"), reach("local"), reach("row")) == ("global", "server", "file")
