"""What is provided reads back as what is held: by the schema of MARC, and by the parsers of our own crawler."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from catalogue.database.engine import reading
from catalogue.derived.works import get_works
from crawler.formats import SourceHints, parse_page
from schemas.ids import work_number
from webapp.oai.formats import FORMATS, marcxml
from webapp.services import services_of

SCHEMAS = Path(__file__).parents[2] / "data" / "schemas"


def listed(ask, repository, prefix):
    """Records as our crawler reads them, each beside its work."""
    page = ask(verb="ListRecords", metadataPrefix=prefix)
    found = parse_page(prefix, etree.tostring(page.root), source=SourceHints(source="own")).records
    numbers = {each.identifier: work_number(each.identifier.rpartition(":")[2]) for each in found}
    with reading(services_of(repository).engine) as connection:
        works = get_works(connection, numbers.values())
    return [(each, works[numbers[each.identifier]].body) for each in found]


@pytest.mark.parametrize("prefix", FORMATS)
def test_our_own_crawler_reads_the_same(ask, repository, prefix):
    pairs = listed(ask, repository, prefix)
    assert len(pairs) == 100
    for record, work in pairs:
        assert record.titles[0].text == work.titles[0].text
        assert record.year == work.year
        assert [each.value for each in record.identifiers if each.scheme == "doi"] == [
            each.value for each in work.identifiers if each.scheme == "doi"
        ]
        authors = [e.contributor for e in work.contributors if e.contributor.role == "author"]
        found = [each for each in record.contributors if each.role == "author"]
        assert len(found) == len(authors)


@pytest.mark.parametrize("prefix", ["marcxml", "mods", "jats"])
def test_the_place_in_the_journal_comes_back(ask, repository, prefix):
    for record, work in listed(ask, repository, prefix):
        if work.container and work.container.titles:
            assert record.container.titles[0].text == work.container.titles[0].text
            assert record.container.first_page == work.container.first_page
            assert record.container.issn[:1] == work.container.issn[:1]


def test_jats_gives_the_reference_lists(ask, repository):
    references = [len(record.references) for record, _ in listed(ask, repository, "jats")]
    assert sum(references) > 300


def test_marc_is_valid(ask):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "MARC21slim.xsd"))
    for made in ask(verb="ListRecords", metadataPrefix="marcxml").metadata():
        schema.assertValid(etree.fromstring(etree.tostring(made)))
        assert etree.QName(made).namespace == marcxml.NAMESPACE
