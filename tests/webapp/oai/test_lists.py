"""Lists come whole, each record once, also while the repository changes and at another process."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from catalogue.database.engine import reading, writing
from catalogue.derived import provided
from catalogue.derived.provided import Said
from catalogue.tables import provided as table
from schemas.ids import public_id
from tests.webapp.oai.conftest import OAI, Asked
from webapp.app import create_app
from webapp.oai import provider
from webapp.oai.sets import names_of_sets
from webapp.services import services_of


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(provider, "RECORDS", 30)
    monkeypatch.setattr(provider, "IDENTIFIERS", 40)


def test_every_held_work_is_listed_once(whole, repository):
    with repository.app_context():
        found = whole(metadataPrefix="oai_dc")
    assert len(found) == len(set(found)) > 100
    assert sorted(whole("ListRecords", metadataPrefix="jats")) == sorted(found)


def test_the_sets_of_a_header_list_it(ask, whole):
    headers = ask(verb="ListIdentifiers", metadataPrefix="oai_dc").headers
    for header in headers[:10]:
        for spec in header.findall(f"{OAI}setSpec"):
            listed = whole(metadataPrefix="oai_dc", set=spec.text)
            assert header.findtext(f"{OAI}identifier") in listed


def test_a_set_holds_those_below_it(whole):
    assert set(whole(metadataPrefix="oai_dc", set="country:RU")) < set(
        whole(metadataPrefix="oai_dc", set="country")
    )


def test_every_set_of_a_record_is_named(ask, repository):
    named = {each.findtext(f"{OAI}setSpec") for each in ask(verb="ListSets").root.iter(f"{OAI}set")}
    with reading(services_of(repository).engine) as connection:
        assert named == names_of_sets(connection).keys()
    used = {
        spec.text
        for header in ask(verb="ListIdentifiers", metadataPrefix="oai_dc").headers
        for spec in header.findall(f"{OAI}setSpec")
    }
    assert used <= named


def test_the_cursor_counts_what_was_given(ask):
    page = ask(verb="ListRecords", metadataPrefix="oai_dc")
    first = page.root.find(f".//{OAI}resumptionToken")
    whole_size = int(first.get("completeListSize"))
    cursors = [int(first.get("cursor"))]
    while page.token:
        page = ask(verb="ListRecords", resumptionToken=page.token)
        cursors.append(int(page.root.find(f".//{OAI}resumptionToken").get("cursor")))
    assert cursors == list(range(0, whole_size, 30))


def test_a_token_is_good_at_another_process(ask, home):
    token = ask(verb="ListRecords", metadataPrefix="oai_dc").token
    other = create_app(home)
    answer = other.test_client().get(
        "/oai", query_string={"verb": "ListRecords", "resumptionToken": token}
    )
    here = ask(verb="ListRecords", resumptionToken=token)
    assert Asked(answer.data).identifiers == here.identifiers
    services_of(other).close()


@pytest.fixture
def deleted(repository):
    """The identifier of a work that was held for a day."""
    number, engine = 12345, services_of(repository).engine
    with writing(engine) as connection:
        provided.tell(connection, {number: Said(1, ("source:x",))}, (), "2020-01-01T00:00:00Z")
        provided.tell(connection, {}, [number], "2020-01-02T00:00:00Z")
    yield f"oai:localhost:{public_id(number)}"
    with writing(engine) as connection:
        connection.execute(delete(table).where(table.c.work == number))


def test_a_deleted_record_is_told_and_has_no_metadata(ask, deleted):
    found = ask(verb="ListRecords", metadataPrefix="oai_dc", until="2020-12-31")
    assert found.identifiers == [deleted]
    assert found.headers[0].get("status") == "deleted"
    assert found.metadata() == []
    one = ask(verb="GetRecord", metadataPrefix="oai_dc", identifier=deleted)
    assert one.headers[0].get("status") == "deleted"
    early = ask(verb="ListRecords", metadataPrefix="oai_dc", until="2020-01-01")
    assert early.error == "noRecordsMatch"
