"""A catalogue of another version, or a damaged one: the site says so on a page, and ``/readyz`` says what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.settings import Settings
from webapp.app import create_app
from webapp.services import services_of

PAGES = ("/en/", "/ru/", "/en/journals", "/en/search?q=water", "/admin/", "/api/search?q=water")


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    services_of(made).close()


def state_version(engine: Engine, version: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


@pytest.mark.parametrize(
    ("version", "told"), [("9999", "newer version of the program"), ("0001", "run `eaci init`")]
)
def test_another_version_is_told_and_noticed_while_the_site_runs(
    engine: Engine, app: Flask, version: str, told: str
) -> None:
    client = app.test_client()
    assert client.get("/en/about").status_code == 200
    state_version(engine, version)
    for page in PAGES:
        assert client.get(page).status_code == 503, page
    assert "different versions" in client.get("/en/").text
    assert "разных версий" in client.get("/ru/").text
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["ready"]) == (503, False)
    assert told in ready.get_json()["catalogue"]
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 200


def test_a_damaged_catalogue_is_told(settings: Settings, engine: Engine) -> None:
    engine.dispose()
    file = settings.home / "catalogue.db"
    file.write_bytes(b"no catalogue" * 1000)
    app = create_app(settings)
    client = app.test_client()
    assert [client.get(page).status_code for page in PAGES] == [503] * len(PAGES)
    assert "damaged" in client.get("/readyz").get_json()["catalogue"]
    assert client.get("/metrics").status_code == 200
    services_of(app).close()
