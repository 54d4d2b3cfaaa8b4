"""Dates as they are printed and as they are partly wrong: tables with near misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.formats import SourceHints, parse_page
from crawler.formats.values.dates import dated, iso_date, publication_date, year_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013", "2013"),
        ("2013-05", "2013-05"),
        ("2013-5-7", "2013-05-07"),
        ("2012-12-18T19:39:29Z", "2012-12-18"),
        ("2015-03-12 10:00:00", "2015-03-12"),
        ("20150312", "2015-03-12"),
        ("14.06.2002", "2002-06-14"),
        ("14.06.2002 г.", "2002-06-14"),
        ("03.2015", "2015-03"),
        ("12/31/2015", "2015-12-31"),
        ("2019/05/31", "2019-05-31"),
        ("2015/03//", "2015-03"),
        ("2015//", "2015"),
        ("12 марта 2015 г.", "2015-03-12"),
        ("«12» марта 2015 г.", "2015-03-12"),
        ("5 сакавіка 2011", "2011-03-05"),
        ("2013 ж. 5 наурыз", "2013-03-05"),
        ("15 հունիսի 2018", "2018-06-15"),
        ("July 10, 2020", "2020-07-10"),
        ("10th July 2020", "2020-07-10"),
        ("Thu Mar 12 00:00:00 EET 2015", "2015-03-12"),
        ("май 2013", "2013-05"),
        ("2015, март", "2015-03"),
        ("Jan-Mar 2015", "2015"),
        ("Spring 2014", "2014"),
        ("2018–2019", "2018"),
        ("2018-2019", "2018"),
        ("2018/2019", "2018"),
        ("2018-19", "2018"),
        ("2011-12", "2011-12"),
        ("[2005] г.", "2005"),
        ("c1984", "1984"),
        ("marketing 2013", "2013"),
        ("2021-00-00", "2021"),
        ("2020-07-00", "2020-07"),
        ("2020-02-30", "2020-02"),
        ("31.02.2002", "2002-02"),
        ("2015-13-45", "2015"),
        ("00.00.2016", "2016"),
        ("0000-00-00", None),
        ("0013", None),
        ("2125", None),
        ("202", None),
        ("12005", None),
        ("2020-05-06Z", "2020-05-06"),
        ("2020-05-06+03:00", "2020-05-06"),
        ("2020-05-06-05:00", "2020-05-06"),
        ("2018 [т. е. 2019]", "2019"),
        ("2018 [i.e. 2019]", "2019"),
        ("2018 [2019]", "2018"),
        ("20190500", "2019-05"),
        ("1499", None),
        ("s. 2100", None),
        ("б.г.", None),
        ("", None),
    ],
)
def test_iso_date(text, expected):
    assert iso_date(text) == expected
    assert year_of(text) == (int(expected[:4]) if expected else None)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("2021-00-00", "only 2021 can be right"),
        ("2020-02-30", "only 2020-02 can be right"),
        ("31.02.2002", "only 2002-02 can be right"),
        ("2125", "the year 2125 cannot be"),
        ("2125-01-01", "the year 2125 cannot be"),
        ("202", "the year 202 cannot be"),
        ("n.d.", "has no year"),
        ("20190500", "only 2019-05 can be right"),
        ("20191345", "only 2019 can be right"),
        ("20190531", None),
        ("201905", None),
        ("2018–2019", None),
        ("2018-19", None),
        ("2011-12", None),
        ("2015/03//", None),
        ("12 марта 2015 г.", None),
        ("0000-00-00", None),
        ("", None),
        (None, None),
    ],
)
def test_what_is_wrong_with_a_date_is_said(text, flagged):
    warnings = dated(text).warnings
    assert (flagged in warnings[0]) if flagged else warnings == ()


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2012-12-18T19:39:29Z", "2007", "2012-12-18T19:39:29Z"], "2007"),
        (["2015-08-18T19:04:38Z", "1986-07"], "1986-07"),
        (["2013-05", "May 2013"], "2013-05"),
        (["2015-08-18T19:04:38Z"], "2015-08-18"),
        (["[2005] г."], "2005"),
        (["2125", "2015-00-00"], "2015"),
        (["n.d."], None),
        ([], None),
    ],
)
def test_publication_date(dates, expected):
    assert publication_date(dates) == expected


_PIECES = st.sampled_from(
    ["2015", "03", "3", "00", "99", "-", ".", "/", " ", "марта", "May", "T", "г.", "٢٠١٥"]
)


@given(st.one_of(st.text(max_size=30), st.lists(_PIECES, max_size=8).map("".join)))
def test_year_and_date_never_disagree(text):
    found = dated(text)
    assert (found.year is None) == (found.published is None)
    assert found.published is None or found.published[:4] == str(found.year)


@pytest.mark.parametrize(
    ("format", "page"),
    [
        ("crossref", b'{"message": {"items": [{"DOI": "10.5555/1", "title": ["T"], "issued":'
                     b' {"date-parts": [[2125]]}}]}}'),
        ("oai_dc", b"<record><header><identifier>a</identifier></header><metadata><dc><title>T</title>"
                   b"<date>2125</date></dc></metadata></record>"),
        ("mods", b"<mods><titleInfo><title>T</title></titleInfo><originInfo><dateIssued>2125</dateIssued></originInfo>"
                 b"<recordInfo><recordIdentifier>1</recordIdentifier></recordInfo></mods>"),
        ("rsci", "<journal><titleid>1</titleid><journalInfo lang='RUS'><title>Ж</title></journalInfo><issue>"
                 "<number>2</number><dateUni>2125</dateUni><articles><article><pages>5-12</pages><artTitles>"
                 "<artTitle lang='RUS'>Т</artTitle></artTitles></article></articles></issue></journal>".encode()),
    ],
)  # fmt: skip
def test_a_year_that_cannot_be_counts_for_nothing_and_is_flagged(format, page):
    (record,) = parse_page(format, page, source=SourceHints(source="trial")).records
    assert (record.year, record.published) == (None, None)
    assert "the year 2125 cannot be, and is left out" in record.warnings
