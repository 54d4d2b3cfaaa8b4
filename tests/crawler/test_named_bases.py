"""Every base that the index is meant to cover has a source, and every source of files reads a file of its kind."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested.sources import get_source
from crawler.begin import import_files
from crawler.sources.definition import (
    BUILT_IN,
    check,
    find_source,
    load_source,
    load_sources,
    register,
)

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "tests" / "data" / "formats"
BASES = (ROOT / "docs" / "harvesting" / "bases.md").read_text("utf-8")

NAMED = (
    ("eLIBRARY / RSCI", ("elibrary-rsci", "rsci-drop")),
    ("CyberLeninka", ("cyberleninka", "cyberleninka-articles")),
    ("Elpub / NEICON", ("vovr-elpub-ru", "vovr-elpub-ru-articles")),
    ("Metafora", ("metafora",)),
    ("KIAS RFBR", ("kias-rfbr",)),
    ("Socionet", ("cemi-socionet-ru",)),
    ("Cirtec", ("cirtec",)),
    ("Math-Net.Ru", ("math-net-ru-articles",)),
    ("ИСТИНА", ("istina-articles",)),
    ("Belarusian university", (
        "elib-bsu-by", "rep-bntu-by", "elib-belstu-by", "libeldoc-bsuir-by", "elib-psu-by",
    )),
    ("Journals of the NAS of Belarus", (
        "vestifm-belnauka-by", "vestiagr-belnauka-by", "vestichem-belnauka-by",
        "vestift-belnauka-by", "doklady-belnauka-by",
    )),
    ("journals.bsu.by", ("journals-bsu-by-history",)),
    ("academjournals.by", ("academjournals-by",)),
    ("KazBC", ("kazbc",)),
    ("Journals of Kazakhstan", ("kaznu-history", "bb-kaznu-kz-biology", "economy-vestnik-ksu-kz")),
    ("Nazarbayev University", ("nur-nu-edu-kz",)),
    ("Armenian Science Citation Index", ("asci",)),
    ("journals.ysu.am", ("journals-ysu-am",)),
    ("Journals on sci.am", ("armjmath-sci-am",)),
    ("Pan-Armenian Digital Library", ("pan-armenian-digital-library",)),
    ("American University of Central Asia", ("elibrary-auca-kg",)),
    ("Journals of Kyrgyzstan", (
        "journal-oshsu-kg", "ilim-naskr-kg", "vestnik-kgma-kg", "bitig-manas-edu-kg",
    )),
    ("IBN of Moldova", ("ibn", "press-utm-md-jss")),
    ("Journals of Uzbekistan", ("inscience-uz", "inlibrary-uz")),
    ("Crossref", ("crossref",)),
    ("OpenAlex", ("openalex",)),
    ("OpenCitations", ("opencitations",)),
)  # fmt: skip

WORLDWIDE = {"crossref", "kias-rfbr", "openalex", "opencitations"}

# a file of each format that a built-in source is handed
FILES = {
    "cirtec": "cirtec/bundle.generated.xml",
    "crossref": "crossref/works.generated.json",
    "oai_dc": "oai_dc/dlibra.generated.xml",
    "openalex": "openalex/works.generated.json",
    "opencitations": "opencitations/pairs.generated.csv",
    "refworks": "refworks/library.generated.txt",
    "rsci": "rsci/metafora.generated.xml",
}

BUILT = {path.stem: load_source(path) for path in sorted(BUILT_IN.glob("*.toml"))}
IMPORTED = [name for name, source in BUILT.items() if source.protocol == "import"]


@pytest.mark.parametrize(("base", "names"), NAMED)
def test_a_named_base_has_its_sources_and_its_line_in_the_guide(base, names):
    assert [name for name in names if name not in BUILT] == []
    (line,) = re.findall(rf"^\| {re.escape(base)}\b.*$", BASES, re.MULTILINE)
    assert tuple(re.findall(r"`([a-z0-9-]+)`", line.split("|")[2])) == names


def test_no_source_is_without_its_base():
    assert set(BUILT) == {name for _, names in NAMED for name in names}


def test_every_source_says_what_an_administrator_must_know():
    heads = {name: (BUILT_IN / f"{name}.toml").read_text("utf-8") for name in BUILT}
    assert [name for name, text in heads.items() if not text.startswith("# ")] == []


def test_only_a_base_of_the_whole_world_has_no_country():
    assert {name for name, source in BUILT.items() if source.country is None} == WORLDWIDE


def test_a_source_that_is_fetched_needs_a_country():
    problems = check(replace(BUILT["elib-bsu-by"], country=None), "elib-bsu-by")
    assert problems == [
        "country: name the base's country (like 'KZ'); only an imported base may have none"
    ]
    assert check(replace(BUILT["crossref"], country="XX"), "crossref") == [
        "country: 'XX' is not in the vocabulary of countries (like 'KZ')"
    ]


def test_a_base_of_no_country_gives_none_to_the_catalogue(settings):
    engine = open_engine(settings)
    with writing(engine) as connection:
        register(connection, [find_source(settings, "crossref")])
    with reading(engine) as connection:
        entry = get_source(connection, "crossref")
    engine.dispose()
    assert entry is not None
    assert entry.country is None


def test_pages_that_follow_another_source_name_one_that_is_here():
    followed = {source.follow_source for source in BUILT.values() if source.follow}
    assert followed
    assert followed <= set(BUILT)


def _table(path, mapping):
    """A table with one filled row under the headings that the source's file asks for."""
    headings = mapping.headings()
    filled = {"id": "1", "year": "2020", "doi": "10.1234/abc", "type": "article"}
    row = [
        filled.get(heading, "Почва" if heading.startswith("title") else "") for heading in headings
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, row])
    return path


@pytest.mark.parametrize("name", IMPORTED)
def test_a_source_of_files_reads_a_file_of_its_kind(settings, tmp_path, name):
    source = load_sources(settings)[name]
    path = (
        _table(tmp_path / "table.csv", source.table)
        if source.table
        else FORMATS / FILES[source.format]
    )
    run = import_files(settings, source.format, [path], name)
    assert run.state == "succeeded", run.message
    assert run.ledger.balances
    assert run.ledger.new > 0
