"""A site over a small generated corpus, indexed, to check lists against."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue.database.engine import reading
from catalogue.settings import Settings
from catalogue.tables import reference
from tests.support import quick_site
from tests.support.indexed import indexed_home, site_over
from webapp.extensions import limiter
from webapp.services import services_of

quick_site.make_quick()


@pytest.fixture(scope="package")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of a home with the corpus."""
    return indexed_home(tmp_path_factory.mktemp("checking"), 60)


@pytest.fixture(scope="package")
def site_of_corpus(corpus: Settings) -> Iterator[Flask]:
    with site_over(corpus) as made:
        yield made


@pytest.fixture
def client(site_of_corpus: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A reader, without the limit of rate."""
    monkeypatch.setattr(limiter, "enabled", False)
    return site_of_corpus.test_client()


@pytest.fixture(scope="package")
def matched(site_of_corpus: Flask) -> dict[str, int]:
    """Stored references that are matched to a held work, with its number."""
    query = select(reference.c.raw, reference.c.target).where(reference.c.status == "matched")
    with reading(services_of(site_of_corpus).engine) as connection:
        return {row.raw: row.target for row in connection.execute(query)}
