"""Records that an earlier parser named otherwise: read again or imported again, they stay one and keep their name."""

from __future__ import annotations

import pytest

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested.record_store import held_among, held_beginning
from catalogue.harvested.runs import finish_run, list_runs, request_run, start_run
from catalogue.harvested.store import FetchedPage, read_records, store_page
from crawler.begin import import_files, reparse_source
from crawler.formats import ParsedPage, ParsedRecord, SourceHints, parse_page
from crawler.formats.rsci.rsci_identity import beginning, read_anew
from crawler.parsing.wire import packed, unpacked
from crawler.runs.former_names import as_held
from crawler.sources.definition import find_source, register
from schemas import HarvestedRecord, LocalizedText
from tests.crawler.test_formats_rsci_exporters import issue

FORMER = "99001/2021/0-2/5 - 12"
TODAY = "99001/2021/-2/5-12"


@pytest.fixture
def engine(settings, write_source):
    write_source("trial", endpoint='"https://example.org/oai"')
    engine = open_engine(settings)
    with writing(engine) as connection:
        register(connection, [find_source(settings, "trial")])
    yield engine
    engine.dispose()


def store(engine, body, *names):
    """Store a page with records under these names, as a parser of then named them."""
    records = [HarvestedRecord(identifier=n, titles=(LocalizedText("Then"),)) for n in names]
    with writing(engine) as connection:
        run_id = request_run(connection, "trial", mode="import")
        start_run(connection, run_id, "trial")
        page = FetchedPage(source="trial", format="rsci", body=body)
        store_page(connection, run_id, page, records)
        finish_run(connection, run_id, state="succeeded")


def held(engine):
    with reading(engine) as connection:
        return {r.identifier: r.titles[0].text for _, r in read_records(connection, "trial")}


def test_a_record_read_again_keeps_the_name_it_is_held_under(engine, settings):
    store(engine, issue(pages="5 - 12", volume="0"), FORMER)
    reparse_source(settings, "trial")
    assert held(engine) == {FORMER: "О реках степи"}
    reparse_source(settings, "trial")
    with reading(engine) as connection:
        newest = list_runs(connection)[0]
    assert (newest.ledger.unchanged, newest.ledger.updated, newest.ledger.new) == (1, 0, 0)


def test_names_that_are_not_held_are_those_of_today(engine, settings):
    store(engine, issue(pages="5 - 12", volume="0"))
    reparse_source(settings, "trial")
    assert held(engine) == {TODAY: "О реках степи"}


def test_a_file_of_another_exporter_brings_no_twins(engine, settings, tmp_path):
    store(engine, issue(), FORMER)
    written = {
        "first.xml": issue(pages="5 - 12", volume="0"),
        "again.xml": issue(pages="С. 5–12", volume=""),
        "volume.xml": issue(pages="5-12", volume="7"),
        "doi.xml": issue(volume="0", more="<codes><doi>10.5555/st.1</doi></codes>"),
    }
    for name, body in written.items():
        (tmp_path / name).write_bytes(body)
        import_files(settings, "rsci", [tmp_path / name], "trial")
        assert {*held(engine)} == {FORMER}


@pytest.mark.parametrize(
    ("names", "formerly", "expected"),
    [
        (["new"], {"new": ("old",)}, ["old"]),
        (["new"], {"new": ("gone", "old")}, ["old"]),
        (["new"], {"new": ("gone",)}, ["new"]),
        (["new"], {}, ["new"]),
        (["held"], {"held": ("old",)}, ["held"]),  # both are held: today's
        (["new", "old"], {"new": ("old",)}, ["new", "old"]),  # the page gives that name to another
        (["one", "two"], {"one": ("old",), "two": ("old",)}, ["old", "two"]),
    ],
)
def test_which_name_is_taken(engine, names, formerly, expected):
    store(engine, b"x", "old", "held")
    items = tuple(ParsedRecord(HarvestedRecord(identifier=name), b"") for name in names)
    page = ParsedPage(items=items, formerly=formerly)
    with reading(engine) as connection:
        assert held_among(connection, "trial", {"old", "new"}) == {"old"}
        assert [r.identifier for r in as_held(connection, "trial", "ris", page).records] == expected


@pytest.mark.parametrize(
    ("held_as", "comes_as", "expected"),
    [
        ("99001/2021/0-2/5 - 12", "99001/2021/-2/5-12", "99001/2021/0-2/5 - 12"),
        ("99001/2021/0-2/5 - 12", "99001/2021/7-2/5-12", None),  # and formerly without a volume
        ("99001/2021/5-2/С. 5–12", "99001/2021/5-2/5-12", "99001/2021/5-2/С. 5–12"),
        (
            "99001/2021/5-2/5-12",
            "99001/2021/-2/5-12",
            "99001/2021/5-2/5-12",
        ),  # a volume that is lost
        ("99001/2021/5-2/5 - 12#2", "99001/2021/5-2/5-12#2", "99001/2021/5-2/5 - 12#2"),
        ("99001/2021/6-2/5-12", "99001/2021/5-2/5-12", None),
        ("99001/2020/5-2/5 - 12", "99001/2021/5-2/5-12", None),
        ("99001/2021/5-2/5 - 13", "99001/2021/5-2/5-12", None),
        ("10.5555/st.1", "99001/2021/5-2/5-12", None),
    ],
)
def test_an_older_name_is_read_as_today(engine, held_as, comes_as, expected):
    store(engine, b"x", held_as)
    page = ParsedPage(items=(ParsedRecord(HarvestedRecord(identifier=comes_as), b""),))
    with reading(engine) as connection:
        (found,) = as_held(connection, "trial", "rsci", page).records
        assert held_beginning(connection, "trial", held_as[:5]) == [held_as]
    assert found.identifier == (expected or comes_as)


def test_two_volumes_of_a_year_stay_two(engine):
    store(engine, b"x", "99001/2021/5-2/5-12", "99001/2021/6-2/5-12")
    names = ("99001/2021/7-2/5-12", "99001/2021/-2/5-12")
    for name in names:
        items = (ParsedRecord(HarvestedRecord(identifier=name), b""),)
        page = ParsedPage(items=items, formerly={name: ("99001/2021/-2/5-12", "x")})
        with reading(engine) as connection:
            (found,) = as_held(connection, "trial", "rsci", page).records
        assert found.identifier == name


@pytest.mark.parametrize(
    ("identifier", "names"),
    [
        ("1/2021/Т. 5-№ 2/С. 5 – 12", ("1/2021/5-2/5-12", "1/2021/-2/5-12")),
        ("1/2021/-2, part 1/5", ("1/2021/-2, part 1/5",)),
        ("1/2021/5-3/4/7", ("1/2021/5-3/4/7", "1/2021/-3/4/7")),
        ("1/2021/5-2/", ()),
        ("10.5555/st.1", ()),
        ("described:0", ()),
    ],
)
def test_reading_a_name_anew(identifier, names):
    assert read_anew(identifier) == names


def test_only_places_have_a_beginning():
    assert beginning("99001/2021/5-2/5-12") == "99001/2021/"
    assert [beginning(name) for name in ("10.5555/a/b/c", "99001//5-2/5", "x")] == ["", "", ""]


def test_the_parser_in_a_child_tells_former_names_too():
    page = parse_page("rsci", issue(pages="5 - 12"), source=SourceHints(source="trial"))
    assert page.formerly
    assert unpacked(packed(page), list).formerly == page.formerly
