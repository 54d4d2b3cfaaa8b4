from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.identifiers import (
    clean_doi,
    clean_edn,
    clean_isbn,
    clean_issn,
    clean_orcid,
    clean_spin,
    find_dois,
    find_urls,
)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1234/ABC", "10.1234/abc"),
        ("https://doi.org/10.1234/abc.", "10.1234/abc"),
        ("http://dx.doi.org/10.1234/abc", "10.1234/abc"),
        ("doi:10.1234/abc", "10.1234/abc"),
        ("DOI: https://doi.org/10.1234/abc", "10.1234/abc"),
        ("10.1016/S0014-5793(01)03313-0", "10.1016/s0014-5793(01)03313-0"),
        ("10.1016/S0014-5793(01)03313-0).", "10.1016/s0014-5793(01)03313-0"),
        (
            "10.1002/(SICI)1097-0258<1::AID-SIM3>3.0.CO;2-G",
            "10.1002/(sici)1097-0258<1::aid-sim3>3.0.co;2-g",
        ),
        ("10.1002/(SICI)1097-0258<1::AID-SIM3>", "10.1002/(sici)1097-0258<1::aid-sim3>"),
        ("10.1234%2Fabc", "10.1234/abc"),
        ("10.1234/ abc", "10.1234/abc"),
        ("10.1000.10/123", "10.1000.10/123"),
        ("10.15514ЛSPRA8-2014", None),
        ("10.1234/аbc", None),  # Cyrillic а
        ("10.12/abc", None),
        ("10.1234/", None),
        ("11.1234/abc", None),
        ("", None),
    ],
)
def test_clean_doi(text: str, doi: str | None) -> None:
    assert clean_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "dois"),
    [
        ("см. DOI: 10.21638/spbu10.2019.102. — 5 с.", ("10.21638/spbu10.2019.102",)),
        ("(10.1000/xyz) и https://doi.org/10.1000/XYZ", ("10.1000/xyz",)),
        ("10.1000/a, 10.1000/b; 10.1000/c", ("10.1000/a", "10.1000/b", "10.1000/c")),
        ("10.15514ЛSPRA8-2014", ()),
        ("10.1234/abcЛdef", ()),
        ("С. 10.1234", ()),
    ],
)
def test_find_dois(text: str, dois: tuple[str, ...]) -> None:
    assert find_dois(text) == dois


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (
            "URL: http://a.ru/b_(c)?d=1 (дата обращения: 01.02.2020).",
            ("http://a.ru/b_(c)?d=1",),
        ),
        (
            "Режим доступа: www.nlr.ru, https://elib.bsu.by/.",
            ("www.nlr.ru", "https://elib.bsu.by/"),
        ),
        ("(см. http://a.kz/x)", ("http://a.kz/x",)),
        ("google.com", ()),
    ],
)
def test_find_urls(text: str, urls: tuple[str, ...]) -> None:
    assert find_urls(text) == urls


@pytest.mark.parametrize(
    ("text", "issn"),
    [
        ("0378-5955", "03785955"),
        ("ISSN 0378-5955", "03785955"),
        ("eISSN: 0378\u20135955.", "03785955"),
        ("2434-561X", "2434561X"),
        ("2434-561Х", "2434561X"),  # Cyrillic Х
        ("0378-5956", None),
        ("", None),
    ],
)
def test_clean_issn(text: str, issn: str | None) -> None:
    assert clean_issn(text) == issn


@pytest.mark.parametrize(
    ("text", "isbn"),
    [
        ("5-02-013850-9", "9785020138506"),
        ("ISBN 978-5-02-013850-6", "9785020138506"),
        ("ISBN-13: 9785020138506", "9785020138506"),
        ("5-02-013850-8", None),
        ("книга", None),
    ],
)
def test_clean_isbn(text: str, isbn: str | None) -> None:
    assert clean_isbn(text) == isbn


@pytest.mark.parametrize(
    ("text", "orcid"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("ORCID: 0000-0001-5109-3700", "0000-0001-5109-3700"),
        ("ORCID ID 0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", None),
        ("", None),
    ],
)
def test_clean_orcid(text: str, orcid: str | None) -> None:
    assert clean_orcid(text) == orcid


@pytest.mark.parametrize(
    ("text", "edn"),
    [
        ("abcdef", "ABCDEF"),
        ("EDN: ABCDEF.", "ABCDEF"),
        ("EDN ABCDEF", "ABCDEF"),
        ("https://elibrary.ru/abcdef", "ABCDEF"),
        ("ABCDE", None),
        ("АBCDEF", None),  # Cyrillic А
    ],
)
def test_clean_edn(text: str, edn: str | None) -> None:
    assert clean_edn(text) == edn


@pytest.mark.parametrize(
    ("text", "spin"),
    [("1234-5678", "1234-5678"), ("SPIN-код: 1234-5678", "1234-5678"), ("1234-567", None)],
)
def test_clean_spin(text: str, spin: str | None) -> None:
    assert clean_spin(text) == spin


@given(st.text() | st.text(alphabet="10.234/doi:org()<>[]%2F -abcXХ", max_size=40))
def test_identifiers_never_raise_and_settle(text: str) -> None:
    for clean in (clean_doi, clean_issn, clean_isbn, clean_orcid, clean_edn, clean_spin):
        value = clean(text)
        assert value is None or clean(value) == value
    assert all(clean_doi(doi) == doi for doi in find_dois(text))
    assert all(url in text for url in find_urls(text))
