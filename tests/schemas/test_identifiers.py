from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.identifiers import (
    bare,
    clean,
    clean_arxiv,
    clean_doi,
    clean_edn,
    clean_handle,
    clean_isbn,
    clean_issn,
    clean_orcid,
    clean_pmid,
    find_dois,
    scheme_of,
    schemes_in,
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
        ("https://doi.org/10.1000.10/123", "10.1000.10/123"),
        ("www.doi.org/10.1234/abc", "10.1234/abc"),
        ("dx.doi.org/10.1234/abc", "10.1234/abc"),
        ("info:doi/10.1234/abc", "10.1234/abc"),
        ("urn:doi:10.1234/abc", "10.1234/abc"),
        ("DOI 10.1234/abc", "10.1234/abc"),
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
    ("text", "issn"),
    [
        ("0378-5955", "03785955"),
        ("ISSN 0378-5955", "03785955"),
        ("eISSN: 0378\u20135955.", "03785955"),
        ("2434-561X", "2434561X"),
        ("2434-561Х", "2434561X"),  # Cyrillic Х
        ("ISSN-L 2434-561x", "2434561X"),
        ("p-ISSN: 2434-561Х", "2434561X"),
        ("urn:issn:2434-561X", "2434561X"),
        ("https://portal.issn.org/resource/ISSN/2434-561X", "2434561X"),
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
        ("www.orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097"),
        ("orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("http://www.orcid.org/0000-0002-1825-0097?lang=ru", "0000-0002-1825-0097"),
        ("ORCID iD: https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("ORCID:0000\u20130002\u20131825\u20130097", "0000-0002-1825-0097"),
        ("orcid-id 0000-0002-1694-233Х", "0000-0002-1694-233X"),  # Cyrillic Х
        ("0000000218250097", "0000-0002-1825-0097"),
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


@given(st.text() | st.text(alphabet="10.234/doi:org()<>[]%2F -abcXХ", max_size=40))
def test_identifiers_never_raise_and_settle(text: str) -> None:
    for read in (
        clean_doi,
        clean_issn,
        clean_isbn,
        clean_orcid,
        clean_edn,
        clean_arxiv,
        clean_pmid,
        clean_handle,
    ):
        value = read(text)
        assert value is None or read(value) == value
    assert all(clean_doi(doi) == doi for doi in find_dois(text))
    assert bare("orcid", text) == bare("orcid", bare("orcid", text)) or clean_orcid(text) is None


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (clean_arxiv, "arXiv:2101.00001v2", "2101.00001"),
        (clean_arxiv, "https://arxiv.org/abs/math.GT/0309136", "math.gt/0309136"),
        (clean_arxiv, "2101.00001 [cs.DL]", "2101.00001"),
        (clean_arxiv, "2101.1", None),
        (clean_pmid, "PMID: 012345", "12345"),
        (clean_pmid, "https://pubmed.ncbi.nlm.nih.gov/12345/", "12345"),
        (clean_pmid, "PMC12345", None),
        (clean_handle, "https://elib.bsu.by/handle/123456789/15", "123456789/15"),
        (clean_handle, "hdl:10968/914", "10968/914"),
        (clean_handle, "hdl.handle.net/20.500.12258/1", "20.500.12258/1"),
        (clean_handle, "https://journal.kz/2019/12", None),
        (clean_handle, "https://doi.org/10.1000.10/123", None),
    ],
)
def test_other_schemes(read: Callable[[str], str | None], text: str, value: str | None) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("DOI", "doi"),
        ("eISSN", "issn"),
        ("p-issn", "issn"),
        ("e-ISBN", "isbn"),
        ("hdl", "handle"),
        ("edn", "edn"),
    ],
)
def test_scheme_of(name: str, scheme: str) -> None:
    assert scheme_of(name) == scheme


@pytest.mark.parametrize(
    ("scheme", "spellings"),
    [
        ("issn", ("2434-561Х", "ISSN 2434-561x", "2434561X", "eISSN: 2434–561X.")),
        (
            "issn",
            ("0378-5956", "ISSN 0378-5956", "03785956"),
        ),  # the check digit is wrong in all of them
        (
            "orcid",
            (
                "ORCID: 0000-0002-1825-0097",
                "www.orcid.org/0000-0002-1825-0097/",
                "0000 0002 1825 0097",
            ),
        ),
        (
            "orcid",
            ("0000-0002-1825-0098", "https://orcid.org/0000-0002-1825-0098"),
        ),  # wrong likewise
        ("doi", ("https://doi.org/10.1000.10/ABC", "doi:10.1000.10/abc", "10.1000.10%2Fabc")),
        ("arxiv", ("arXiv:2101.00001", "https://arxiv.org/pdf/2101.00001v3.pdf")),
    ],
)
def test_every_spelling_has_one_bare_form(scheme: str, spellings: tuple[str, ...]) -> None:
    assert len({bare(scheme, spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("word", "schemes"),
    [
        ("https://orcid.org/0000-0002-1825-0097", ("orcid",)),
        ("2434-561Х", ("issn",)),
        ("ABCDEF", ("edn",)),
        ("abcdef", ()),
        ("978-5-02-013850-6", ("isbn",)),
        ("5020138509", ()),  # could be any number
        ("слово", ()),
    ],
)
def test_schemes_in(word: str, schemes: tuple[str, ...]) -> None:
    assert schemes_in(word) == schemes


@given(st.sampled_from(["doi", "issn", "orcid", "isbn", "edn", "handle", "nonsense"]), st.text())
def test_bare_forms_never_raise(scheme: str, text: str) -> None:
    assert bare(scheme, text) == bare(scheme, text).lower()
    assert clean(scheme, text) is None or bare(scheme, text) == str(clean(scheme, text)).lower()
