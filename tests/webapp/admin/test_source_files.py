"""Source files on the site: edits are seen without a restart, and a wrong file is named with its fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested.sources import SourceEntry, get_source
from catalogue.settings import Settings
from crawler.sources.watch import SourceWatch

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]
SOUND = """name = "trial"
title = { ru = "Проба", en = "Trial" }
country = "KG"
protocol = "oai-pmh"
format = "oai_dc"
endpoint = "http://x.example/oai"
enabled = false
"""


@pytest.fixture
def file(settings: Settings, engine: Engine) -> Path:
    """The file of a source "trial", in the data folder of the site."""
    folder = settings.home / "sources"
    folder.mkdir()
    path = folder / "trial.toml"
    path.write_text(SOUND, "utf-8")
    SourceWatch(settings).look(engine, 10)  # as `eaci init` does
    return path


def _entry(engine: Engine, name: str = "trial") -> SourceEntry | None:
    with reading(engine) as connection:
        return get_source(connection, name)


def test_an_edit_is_seen_without_a_restart(file: Path, engine: Engine, log_in: Login) -> None:
    client = log_in("rita")
    assert "on without" not in client.get("/admin/sources?lang=en").text
    on = SOUND.replace("enabled = false", 'enabled = true\nschedule = "7 4 * * *"')
    file.write_text(on.replace('en = "Trial"', 'en = "Renamed"'), "utf-8")
    page = client.get("/admin/sources/trial?lang=en")
    assert page.status_code == 200
    assert "Renamed" in page.text
    assert "04:07" in page.text
    found = _entry(engine)
    assert found is not None
    assert (found.enabled, found.schedule) == (True, "7 4 * * *")
    # and a source that was not there at all
    (file.parent / "second.toml").write_text(SOUND.replace('"trial"', '"second"'), "utf-8")
    assert "/admin/sources/second" in client.get("/admin/sources").text


def test_the_switch_of_the_site_holds_until_the_file_says_otherwise(
    file: Path, engine: Engine, log_in: Login, token: Token
) -> None:
    client = log_in("anna")
    form = {"schedule": "1 1 * * *", "enabled": "yes", "csrf_token": token(client)}
    assert client.post("/admin/sources/trial/schedule", data=form).status_code == 302
    file.write_text(SOUND.replace("x.example", "y.example"), "utf-8")
    client.get("/admin/sources")
    found = _entry(engine)
    assert found is not None
    assert (found.enabled, found.schedule) == (True, "1 1 * * *")
    assert found.definition["endpoint"] == "http://y.example/oai"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x", "not TOML"),
        (SOUND.replace("KG", "XX"), "country: &#39;XX&#39;"),
        (SOUND + "colour = '<script>'", "colour"),
        (SOUND.replace("http://x.example/oai", "ftp://x/"), "endpoint: an OAI-PMH source"),
    ],
)
@pytest.mark.parametrize("name", ["trial", "unknown"])
def test_a_wrong_file_is_named_with_its_fault_and_hurts_no_other(
    name: str, text: str, told: str, file: Path, engine: Engine, log_in: Login, token: Token
) -> None:
    wrong = file.with_stem(name)
    wrong.write_text(text.replace('"trial"', f'"{name}"'), "utf-8")
    (file.parent / "second.toml").write_text(SOUND.replace('"trial"', '"second"'), "utf-8")
    client = log_in("anna")
    page = client.get("/admin/sources?lang=en").text
    assert "Source files that cannot be used" in page
    assert str(wrong) in page
    assert told in page
    assert f"mend the file, then run `eaci sources check {name}`" in page
    assert "<script" not in page
    assert "Source files that cannot be used" in client.get("/admin/?lang=en").text
    assert _entry(engine, "second") is not None
    assert client.get("/admin/sources/second").status_code == 200
    run = {"mode": "full", "csrf_token": token(client)}
    assert client.post("/admin/sources/second/run", data=run).status_code == 302
    if name == "trial":
        assert told in client.get("/admin/sources/trial?lang=en").text
        found = _entry(engine)
        assert found is not None
        assert found.definition["endpoint"] == "http://x.example/oai"
    wrong.write_text(SOUND.replace('"trial"', f'"{name}"'), "utf-8")
    assert "cannot be used" not in client.get("/admin/sources?lang=en").text


def test_a_busy_catalogue_shows_the_page_and_takes_the_edit_later(
    file: Path, engine: Engine, log_in: Login
) -> None:
    client = log_in("rita")
    client.get("/admin/sources")
    file.write_text(SOUND.replace("x.example", "y.example"), "utf-8")
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE meta SET value = value")
        assert client.get("/admin/sources").status_code == 200
    client.get("/admin/sources")
    found = _entry(engine)
    assert found is not None
    assert found.definition["endpoint"] == "http://y.example/oai"


def test_a_source_that_is_on_without_a_schedule_says_so(file: Path, log_in: Login) -> None:
    file.write_text(SOUND.replace("enabled = false", "enabled = true"), "utf-8")
    page = log_in("rita").get("/admin/sources?lang=en").text
    assert "no schedule: only on request" in page
