from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert
from sqlalchemy.engine import Engine

from catalogue import tables
from catalogue.database.engine import open_engine, writing
from catalogue.decided.accounts import add_account
from catalogue.harvested import runs
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.settings import Settings
from schemas import HarvestedRecord
from schemas.ids import person_number, record_number
from schemas.record import LocalizedText
from tests.support.fresh import make_tables
from webapp.admin.passwords import hash_password
from webapp.app import create_app
from webapp.extensions import limiter
from webapp.services import Services

PASSWORD = "correct horse"
WORKS = [record_number("journal", f"oai:0:{n}") for n in range(2)]
PEOPLE = [person_number(work, slot) for slot, work in enumerate(WORKS, start=1)]
"""Two who may be one, each the author of a record's work."""
_HASH = hash_password(PASSWORD)


def _put_people(connection: Connection) -> None:
    for slot, (work, number) in enumerate(zip(WORKS, PEOPLE, strict=True), start=1):
        name = f"Ким <{slot}>"
        author = {"work": work, "position": 1, "key": "kim", "name": name}
        connection.execute(insert(tables.work_author).values(author))
        mention = {"work": work, "position": 1, "slot": slot, "person": number}
        connection.execute(insert(tables.person_mention).values(mention))
        connection.execute(insert(tables.person).values(number=number, name=name, works=1))
    pairs = [{"person": a, "other": b} for a, b in (PEOPLE, PEOPLE[::-1])]
    connection.execute(insert(tables.person_perhaps), pairs)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environment({"EACI_HOME": str(tmp_path)})


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder: two accounts, two sources, a run of two pages, two items in quarantine."""
    home = tmp_path_factory.mktemp("filled")
    engine = open_engine(Settings.from_environment({"EACI_HOME": str(home)}))
    make_tables(engine)
    with writing(engine) as connection:
        for name, role in (("anna", "administrator"), ("rita", "reader")):
            add_account(connection, name, password_hash=_HASH, role=role)
        definition = {"title": {"ru": "Журнал", "en": "A journal"}, "protocol": "oai-pmh"}
        for name in ("journal", "other"):
            entry = SourceEntry(
                name=name, definition=definition, country="KZ", schedule="0 2 * * *"
            )
            register_source(connection, entry)
        _put_people(connection)
        run_id = runs.request_run(connection, "journal", requested_by="schedule")
        runs.start_run(connection, run_id, "worker-1")
        for page, bodies in enumerate(([b"<x>\xd0\xb9</x>"], [b"\x00\x01\xff"])):
            fetched = FetchedPage(source="journal", format="oai_dc", body=b"<page/>", status=200)
            records = [
                HarvestedRecord(identifier=f"oai:{page}:{n}", titles=(LocalizedText("Т"),))
                for n in range(3 - page)
            ]
            rejected = [
                Rejected(reason="no-title", detail="<b>no title</b>", body=body) for body in bodies
            ]
            store_page(connection, run_id, fetched, records, rejected, {"token": "abc"})
        runs.log(connection, run_id, "warning", "<script>alert(1)</script>")
        runs.finish_run(connection, run_id, state="succeeded")
    engine.dispose()
    return home


@pytest.fixture
def engine(filled: Path, settings: Settings) -> Iterator[Engine]:
    """A copy of that catalogue for one test."""
    shutil.copytree(filled, settings.home, dirs_exist_ok=True)
    engine = open_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    limiter.reset()
    yield app
    services: Services = app.extensions["eaci"]
    services.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture
def token() -> Callable[[FlaskClient], str]:
    """The token that forms of this client's session carry."""

    def read(client: FlaskClient) -> str:
        for address in ("/admin/login", "/admin/"):
            if found := _TOKEN.search(client.get(address).text):
                return found[1]
        raise AssertionError("no form with a token")

    return read


@pytest.fixture
def log_in(app: Flask, token: Callable[[FlaskClient], str]) -> Callable[[str], FlaskClient]:
    """A client that is logged in under this name."""

    def enter(name: str) -> FlaskClient:
        client = app.test_client()
        form = {"name": name, "password": PASSWORD, "csrf_token": token(client)}
        assert client.post("/admin/login", data=form).status_code == 302
        return client

    return enter
