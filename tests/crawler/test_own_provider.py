"""Our own spider takes everything from our own provider, and then only what changed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from catalogue.database.engine import open_engine, reading
from catalogue.harvested.store import read_records
from catalogue.tables import provided
from tests.support.indexed import indexed_home, site_over
from webapp.extensions import limiter
from webapp.oai import provider
from webapp.services import services_of


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory):
    with site_over(indexed_home(tmp_path_factory.mktemp("provider"), 60)) as made:
        yield made


@pytest.fixture
def site(whole_site, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", False)
    monkeypatch.setattr(provider, "RECORDS", 20)
    monkeypatch.setattr(provider, "IDENTIFIERS", 20)
    return whole_site


@pytest.mark.parametrize("prefix", ["oai_dc", "jats"])
def test_the_spider_takes_every_work_and_then_nothing_more(
    settings, server, answer, write_source, crawl, site, prefix
):
    client = site.test_client()
    server.rule = lambda path, query: answer(
        client.get(path, query_string=query).data, headers={"Content-Type": "text/xml"}
    )
    write_source(
        "union", endpoint=f'"{server.url}/oai"', metadata_prefix=f'"{prefix}"', format=f'"{prefix}"'
    )
    with reading(services_of(site).engine) as connection:
        held = connection.scalar(select(func.count()).select_from(provided))
    run = crawl("union")
    assert (run.state, run.ledger.new, run.ledger.quarantined) == ("succeeded", held, 0), (
        run.message
    )
    engine = open_engine(settings)
    with reading(engine) as connection:
        assert len({each.identifier for _, each in read_records(connection, "union")}) == held
    engine.dispose()
    again = crawl("union")
    assert (again.state, again.ledger.new, again.ledger.updated) == ("succeeded", 0, 0)
