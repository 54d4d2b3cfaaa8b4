"""One site with everything in it: works and their index, institutions, runs, quarantine, accounts. Generated."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from msgspec.structs import replace
from sqlalchemy import Connection, delete, func, insert, select

from catalogue.database.engine import open_engine, reading, writing
from catalogue.decided.accounts import add_account
from catalogue.decided.judgements import judge
from catalogue.derived.flow_sums import derive_again
from catalogue.harvested import runs
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.settings import Settings
from catalogue.tables import login_attempt, page, record, run, work_institution
from indexer.publish import documents
from indexer.search.backends import open_backend
from schemas import HarvestedRecord
from schemas.ids import public_id
from schemas.record import LocalizedText
from tests.support import quick_site
from tests.support.fresh import make_tables
from tests.support.wanted import POSTGRESQL
from tests.webapp.scholars.conftest import ARMENIAN, CITED_ONLY, CITING, HOSTILE, MAIN, TWIN, fill
from webapp.admin.passwords import hash_password
from webapp.app import create_app
from webapp.extensions import limiter
from webapp.services import services_of

quick_site.make_quick()
_ON_BOTH = {"test_fuzz", "test_numbers"}
PASSWORD = "correct horse battery"
KNOWN = {
    "lang": ("ru", "en"),
    "identifier": (*map(public_id, (MAIN, TWIN, HOSTILE, ARMENIAN, CITED_ONLY)), "kz-enu", "ru-msu"),
    "start": (public_id(MAIN), public_id(0)),
    "key": ("scerbakov a", "kasym b"),
    "code": ("KZ", "RU", "BY", "AM", "DE"),
    "name": ("journal", "one", "two"),
    "kind": ("csv", "xlsx", "json"),
    "ending": ("bib", "csv"),
    "filename": ("base.css", "mark.svg"),
    "run_id": tuple("1234"),
    "page_id": tuple("1234"),
    "item_id": tuple("123456789"),
    "judgement_id": ("1",),
}  # fmt: skip


def _administration(connection: Connection) -> None:
    for name, role in (("anna", "administrator"), ("rita", "reader")):
        add_account(connection, name, password_hash=hash_password(PASSWORD), role=role)
    definition = {"title": {"ru": "Журнал", "en": "A journal"}, "protocol": "oai-pmh"}
    register_source(connection, SourceEntry(name="journal", definition=definition, country="KZ"))
    for state in ("succeeded", "held", "failed"):
        run_id = runs.request_run(connection, "journal", requested_by="schedule")
        runs.start_run(connection, run_id, "worker-1")
        fetched = FetchedPage(source="journal", format="oai_dc", body=b"<page/>", status=200)
        records = [
            HarvestedRecord(identifier=f"oai:{n}", titles=(LocalizedText("Т"),)) for n in range(60)
        ]
        rejected = [
            Rejected(reason="no-title", detail=f"no title {n}", body=b"\x00<x>") for n in range(60)
        ]
        store_page(connection, run_id, fetched, records, rejected, {"token": "abc"})
        runs.finish_run(connection, run_id, state=state)
    judge(connection, ("journal", "oai:0"), ("journal", "oai:1"), "same", "anna", None)


def _go_on_counting(connection: Connection) -> None:
    """PostgreSQL does not see that rows were written with numbers of their own."""
    if connection.dialect.name == "postgresql":
        for table in (run, page, record):
            last = select(func.max(table.c.id)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, last)))


def _institutions(connection: Connection) -> None:
    rows = [
        {"work": number, "institution": each, "evidence": '{"piece": "КазНУ", "name": "КазНУ"}'}
        for number in (MAIN, *CITING)
        for each in ("kz-enu", "ru-msu")
    ]
    connection.execute(insert(work_institution), rows)
    derive_again(connection)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What a visitor sends reaches PostgreSQL as well, where there is one."""
    here = metafunc.module.__name__.rpartition(".")[2] in _ON_BOTH
    if here and "site" in metafunc.fixturenames and os.environ.get(POSTGRESQL):
        metafunc.parametrize("whole_site", ["sqlite", "postgresql"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def whole_site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The site as it runs: not in testing mode, so that a fault is a page with status 500."""
    folder: Path = tmp_path_factory.mktemp("whole")
    settings = Settings.from_environment({"EACI_HOME": str(folder)})
    if getattr(request, "param", "sqlite") == "postgresql":
        fresh = request.getfixturevalue("postgresql")
        settings = replace(settings, database_url=fresh())
    engine = open_engine(settings)
    make_tables(engine)
    fill(engine)
    with writing(engine) as connection:
        _go_on_counting(connection)
        _administration(connection)
        _institutions(connection)
    backend = open_backend(settings.search_url)
    with reading(engine) as connection, backend.rebuild() as writer:
        writer.apply(documents(connection))
    backend.close()
    engine.dispose()
    made = create_app(settings)
    yield made
    services_of(made).close()


@pytest.fixture
def site(whole_site: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The whole site without limits of rate, and without the logins that failed before."""
    monkeypatch.setattr(limiter, "enabled", False)
    with writing(services_of(whole_site).engine) as connection:
        connection.execute(delete(login_attempt))
    return whole_site
