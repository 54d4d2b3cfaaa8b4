from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from catalogue.database.engine import open_engine, writing
from catalogue.derived.flow_sums import derive_again
from catalogue.settings import Settings
from catalogue.tables import (
    citation,
    work,
    work_author,
    work_country,
    work_institution,
    work_journal,
)
from indexer.journal_keys import journal_keys
from schemas import Container, LocalizedText, Work
from schemas.ids import public_id
from schemas.record import Contributor, PersonName
from schemas.work import Attributed, AttributedContributor, CountryBasis
from tests.support.fresh import make_tables
from webapp.app import create_app
from webapp.extensions import limiter
from webapp.services import Services

# generated: number → (title, year, countries, institutions)
WORKS: dict[int, tuple[str, int | None, str, str]] = {
    1: ("Алгебра", 2019, "KZ", "kz-enu"),
    2: ("Геометрия", 2020, "KZ RU", "kz-enu ru-msu"),
    3: ("=HYPERLINK(1)", 2020, "RU", "ru-msu"),
    4: ("Երկրաչափություն", None, "AM KZ RU", "am-ysu kz-enu"),
    5: ("<script>alert(1)</script>", 2021, "BY", "by-bsu"),
    6: ("Қазақ тілі", 2021, "KZ KG", "kz-enu kg-knu"),
    **{n: (f"Серия, часть {n}", 2018, "KZ", "kz-enu") for n in range(10, 35)},
}
# on what ground works have their countries, where it is no affiliation
BASES: dict[int, CountryBasis] = {
    3: "publication",
    **dict.fromkeys(range(10, 35), cast(CountryBasis, "source")),
}
# generated: the works of a journal and its title in each; it has one ISSN in all
JOURNAL = {1: "Вестник степи", 2: "Vestnik stepi", 10: "Вестник степи", 11: "Steppe Herald"}
ISSN = "1561-2406"
# citing, cited, self-citation
CITATIONS = [
    (2, 1, True), (3, 1, False), (5, 1, False), (5, 2, False), (3, 2, True), (6, 4, False),
    (4, 5, False), (6, 3, False), (10, 1, True), (11, 1, False),
]  # fmt: skip


def basis_of(number: int) -> CountryBasis:
    return BASES.get(number, "affiliation")


def _body(number: int) -> bytes:
    title, year, countries, institutions = WORKS[number]
    name = PersonName(literal=f"@Автор {number}")
    person = AttributedContributor(contributor=Contributor(names=(name,)), key=f"avtor {number}")
    return msgspec.json.encode(
        Work(
            id=public_id(number),
            kind="held",
            titles=(Attributed(text=title),),
            contributors=(person,),
            container=_container(number),
            year=year,
            countries=tuple(countries.split()),
            country_basis=basis_of(number),
            institutions=tuple(institutions.split()),
        )
    )


def _container(number: int) -> Container | None:
    title = JOURNAL.get(number)
    return Container(titles=(LocalizedText(title),), issn=(ISSN,)) if title else None


def _work_row(number: int) -> dict[str, object]:
    received = [own for _, cited, own in CITATIONS if cited == number]
    return {
        "number": number, "kind": "held", "title": WORKS[number][0], "year": WORKS[number][1],
        "type": "article", "body": _body(number), "profile": b"{}", "cited_by": len(received),
        "cited_by_others": received.count(False),
    }  # fmt: skip


def _evidence(institution: str) -> str:
    return msgspec.json.encode({"piece": f"piece of {institution}", "name": institution}).decode()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site over generated works; nothing here is changed by a page."""
    home: Path = tmp_path_factory.mktemp("universities")
    settings = Settings.from_environment({"EACI_HOME": str(home)})
    engine = open_engine(settings)
    make_tables(engine)
    with writing(engine) as connection:
        connection.execute(insert(work), [_work_row(number) for number in WORKS])
        rows = [
            {"work": n, "country": c, "basis": basis_of(n)}
            for n, item in WORKS.items()
            for c in item[2].split()
        ]
        connection.execute(insert(work_country), rows)
        rows = [
            {"work": number, "institution": each, "evidence": _evidence(each)}
            for number, item in WORKS.items()
            for each in item[3].split()
        ]
        connection.execute(insert(work_institution), rows)
        journals = [
            {"work": number, "journal": key}
            for number in JOURNAL
            for key in journal_keys(_container(number))
        ]
        connection.execute(insert(work_journal), journals)
        authors = [
            {"work": n, "position": 1, "key": f"avtor {n}", "name": f"@Автор {n}"} for n in WORKS
        ]
        connection.execute(insert(work_author), authors)
        links = [
            {"citing": citing, "cited": cited, "reference_id": place, "self_citation": own}
            for place, (citing, cited, own) in enumerate(CITATIONS)
        ]
        connection.execute(insert(citation), links)
        derive_again(connection)
    engine.dispose()
    app = create_app(settings)
    app.testing = True
    limiter.reset()
    yield app
    services: Services = app.extensions["eaci"]
    services.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    limiter.reset()
    return app.test_client()
