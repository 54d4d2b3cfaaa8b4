"""A site over a small generated corpus, as programs read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue.database.engine import reading
from catalogue.derived.works import WorkEntry, get_works
from catalogue.tables import work
from tests.support import quick_site
from tests.support.indexed import indexed_home, site_over
from webapp.extensions import limiter
from webapp.services import services_of

quick_site.make_quick()


@pytest.fixture(scope="package")
def site_of_corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with site_over(indexed_home(tmp_path_factory.mktemp("metadata"), 60)) as made:
        yield made


@pytest.fixture
def client(site_of_corpus: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(limiter, "enabled", False)
    return site_of_corpus.test_client()


@pytest.fixture(scope="package")
def held(site_of_corpus: Flask) -> list[WorkEntry]:
    """The held works."""
    with reading(services_of(site_of_corpus).engine) as connection:
        numbers = connection.scalars(select(work.c.number).where(work.c.kind == "held"))
        return list(get_works(connection, list(numbers)).values())
