"""What a record without a number is known by: another spelling is the same, another publication is not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.formats import SourceHints, parse_page
from crawler.formats.items import item
from crawler.formats.page import ParsedRecord, Rejected
from crawler.formats.values.identity import identity
from schemas import Container, Contributor, HarvestedRecord, Identifier, LocalizedText, PersonName

HINTS = SourceHints(source="trial")


def titled(*titles: str) -> tuple[LocalizedText, ...]:
    return tuple(map(LocalizedText, titles))


def by(*names: str, family: str | None = None) -> tuple[Contributor, ...]:
    return tuple(Contributor(names=(PersonName(literal=name, family=family),)) for name in names)


def of(*identifiers: tuple[str, str]) -> tuple[Identifier, ...]:
    return tuple(Identifier(scheme, value) for scheme, value in identifiers)


PLACE = Container(titles=titled("Вестник степи"), volume="3", issue="2", first_page="5")
KNOWN = HarvestedRecord(
    identifier="",
    titles=titled("О реках: берега"),
    contributors=by("Сидоров, Иван", family="Сидоров"),
    year=2020,
    container=PLACE,
)


@pytest.mark.parametrize(
    "change",
    [
        {"titles": titled("О  РЕКАХ — берега.")},
        {"titles": (*KNOWN.titles, LocalizedText("On rivers", "en"))},
        {"contributors": by("Сидоров И. П.")},
        {"contributors": by("И. П. Сидоров")},
        {"contributors": (*KNOWN.contributors, *by("Ким В."))},
        {"container": replace(PLACE, pages="5 - 9", last_page="9")},
        {"container": replace(PLACE, volume=" 3", titles=titled("«Вестник степи»"))},
        {"container": replace(PLACE, issn=("2411-8591",))},
        {"abstracts": titled("Описаны реки."), "published": "2020-05", "type": "article"},
        {"identifiers": of(("local", "7"), ("doi", "not valid"), ("isbn", "978-5-00-000000-1"))},
    ],
)
def test_the_same_publication_is_the_same(change):
    assert identity(KNOWN).startswith("described:")
    assert identity(replace(KNOWN, **change)) == identity(KNOWN)


@pytest.mark.parametrize(
    "change",
    [
        {"titles": titled("О горах: берега")},
        {"titles": titled("О реках: берега 2")},
        {"contributors": by("Ким, Иван", family="Ким")},
        {"contributors": by("Ким, Иван", family="Ким") + KNOWN.contributors},
        {"year": 2021},
        {"container": None},
        {"container": replace(PLACE, first_page="15")},
        {"container": replace(PLACE, issue="3")},
        {"container": replace(PLACE, titles=titled("Вестник гор"))},
    ],
)
def test_another_publication_is_another(change):
    assert identity(replace(KNOWN, **change)) not in {"", identity(KNOWN)}


@pytest.mark.parametrize(
    ("identifiers", "wanted"),
    [
        (of(("doi", "https://doi.org/10.5555/St.1")), "10.5555/st.1"),
        (of(("isbn", "978-5-00-000000-1"), ("doi", "doi:10.5555/st.1.")), "10.5555/st.1"),
        (of(("pmid", "123"), ("edn", "gkqzwb")), "edn:GKQZWB"),
        (of(("mathnet", "Sm9271")), "mathnet:sm9271"),
        (of(("arxiv", "arXiv:2101.00001v2")), "arxiv:2101.00001"),
    ],
)
def test_an_identifier_of_the_publication_comes_first(identifiers, wanted):
    assert identity(replace(KNOWN, identifiers=identifiers)) == wanted


@pytest.mark.parametrize(
    ("said", "local", "enough"),
    [
        ({"titles": titled("О реках")}, (), False),
        ({"titles": titled("О реках"), "year": 2020}, (), False),
        ({"titles": titled("…")}, ("key",), False),
        ({"contributors": by("Сидоров И.")}, ("key",), False),
        ({"titles": titled("О реках")}, ("", ""), False),
        ({"titles": titled("О реках")}, ("key",), True),
        ({"titles": titled("О реках"), "contributors": by("Сидоров И.")}, (), True),
        ({"titles": titled("О реках"), "container": PLACE}, (), True),
        ({"titles": titled("О реках"), "container": Container(issn=("2411-8591",))}, (), True),
        ({"titles": titled("О реках"), "publishers": titled("Степь")}, (), True),
        ({"titles": titled("О реках"), "identifiers": of(("isbn", "978-5-00-000000-1"))}, (), True),
    ],
)
def test_what_is_enough_to_be_told_from_others(said, local, enough):
    assert bool(identity(HarvestedRecord(identifier="", **said), *local)) is enough


def test_a_local_name_counts_only_where_the_description_is_not_enough():
    assert identity(KNOWN, "key") == identity(KNOWN, "other") == identity(KNOWN)
    bare = HarvestedRecord(identifier="", titles=titled("О реках"))
    assert identity(bare, "key") != identity(bare, "other")


def test_an_item_is_identified_by_its_description_and_a_deletion_never_is():
    found = item(KNOWN, b"")
    assert isinstance(found, ParsedRecord)
    assert found.record == replace(KNOWN, identifier=identity(KNOWN))
    named = item(replace(KNOWN, identifier="oai:1"), b"")
    assert isinstance(named, ParsedRecord)
    assert named.record.identifier == "oai:1"
    for record, reason in (
        (replace(KNOWN, deleted=True), "no-identifier"),
        (HarvestedRecord(identifier="", titles=titled("О реках")), "no-identifier"),
        (HarvestedRecord(identifier="", contributors=by("Сидоров")), "no-title"),
    ):
        rejected = item(record, b"")
        assert isinstance(rejected, Rejected)
        assert rejected.reason == reason


MODS = (
    "<mods xmlns='http://www.loc.gov/mods/v3'><titleInfo><title>О реках</title></titleInfo>"
    "<name><namePart>Сидоров, Иван</namePart></name></mods>"
)
JATS = (
    "<article><front><article-meta><title-group><article-title>О реках</article-title></title-group><contrib-group>"
    "<contrib contrib-type='author'><name><surname>Сидоров</surname><given-names>Иван</given-names></name></contrib>"
    "</contrib-group></article-meta></front></article>"
)
PAGE = (
    "<html><head><meta name='citation_title' content='О реках'>"
    "<meta name='citation_author' content='Сидоров, Иван'></head></html>"
)
MARC = (
    "<collection><record><leader>00000nam a2200000</leader><datafield tag='100'>"
    "<subfield code='a'>Сидоров, Иван</subfield></datafield>"
    "<datafield tag='245'><subfield code='a'>О реках</subfield></datafield></record></collection>"
)
BIBTEX = "@misc{k, title={О реках}, author={Сидоров, Иван}}"
RIS = "TY  - GEN\nTI  - О реках\nAU  - Сидоров, Иван\nER  - \n"


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("mods", MODS),
        ("jats", JATS),
        ("highwire", PAGE),
        ("marcxml", MARC),
        ("bibtex", BIBTEX),
        ("ris", RIS),
    ],
)
def test_every_format_identifies_a_described_publication_the_same(format, text):
    (record,) = parse_page(format, text.encode(), source=HINTS).records
    assert record.identifier == identity(
        HarvestedRecord(
            identifier="",
            titles=titled("О реках"),
            contributors=by("Сидоров, Иван", family="Сидоров"),
        )
    )


def test_json_without_a_number_is_identified_too():
    body = (
        b'[{"DOI": "", "title": ["T"], "author": [{"family": "Kim"}]}, {"DOI": "", "title": ["T"]}]'
    )
    page = parse_page("crossref", body, source=HINTS)
    assert [r.identifier[:10] for r in page.records] == ["described:"]
    assert [r.reason for r in page.rejected] == ["no-identifier"]
