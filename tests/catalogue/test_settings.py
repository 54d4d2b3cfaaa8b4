from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.database.engine import CatalogueError, open_engine, require_current, upgrade
from catalogue.settings import SettingError, Settings


def test_defaults_lie_in_the_data_folder(tmp_path: Path) -> None:
    settings = Settings.from_environment({"EACI_HOME": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/catalogue.db"
    assert settings.search_url == f"tantivy://{tmp_path}/search"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"EACI_DATABASE_URL": "mysql://x/y"}, "EACI_DATABASE_URL: 'mysql' is not supported"),
        ({"EACI_DATABASE_URL": "catalogue.db"}, "EACI_DATABASE_URL: not a database URL"),
        ({"EACI_HOMES": "x"}, "EACI_HOMES: no such setting"),
        ({"EACI_SOURCES": "/no/such/folder"}, "EACI_SOURCES: /no/such/folder is not a folder"),
        ({"EACI_HOME": __file__}, "is a file"),
        ({"EACI_PROXIES": "one"}, "EACI_PROXIES: 'one' is not a whole number"),
        ({"EACI_PROXIES": "-1"}, "EACI_PROXIES: '-1' is not a whole number"),
        ({"EACI_LOG": "xml"}, "EACI_LOG: 'xml' is not one of text, json"),
        ({"EACI_LOG_LEVEL": "loud"}, "EACI_LOG_LEVEL: 'loud' is not one of debug, info, warning"),
        ({"EACI_LOG_LEVEL": "10"}, "EACI_LOG_LEVEL: '10' is not one of debug, info, warning"),
        ({"EACI_SECRET_KEY_FILE": "/no/such/file"}, "EACI_SECRET_KEY_FILE: /no/such/file cannot"),
        ({"EACI_HOME_FILE": __file__}, "EACI_HOME_FILE: no such setting"),
        (
            {"EACI_SEARCH_URL": "tantivy:///x", "EACI_SEARCH_URL_FILE": __file__},
            "EACI_SEARCH_URL and EACI_SEARCH_URL_FILE are both set",
        ),
    ],
)
def test_a_wrong_setting_gives_one_clear_line(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError) as caught:
        Settings.from_environment(environment)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings.from_environment({"EACI_HOME": str(tmp_path)})
    key = settings.secret_key({})
    assert len(key) == 64
    assert settings.secret_key({}) == key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert settings.secret_key({"EACI_SECRET_KEY": "given"}) == "given"


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    for name, text in (("database", "postgresql+psycopg://eaci:pass@db/eaci\n"), ("key", "k\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    environment = {
        "EACI_HOME": str(tmp_path),
        "EACI_DATABASE_URL_FILE": str(tmp_path / "database"),
        "EACI_SECRET_KEY_FILE": str(tmp_path / "key"),
    }
    settings = Settings.from_environment(environment)
    assert settings.database_url == "postgresql+psycopg://eaci:pass@db/eaci"
    assert settings.secret_key(environment) == "k"


def test_an_empty_catalogue_names_the_way_out(settings: Settings) -> None:
    engine = open_engine(settings)
    with pytest.raises(CatalogueError, match="run `eaci init` first"):
        require_current(engine)
    upgrade(engine)
    upgrade(engine)
    require_current(engine)
    engine.dispose()


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue.db"
    folder.mkdir()
    engine = open_engine(Settings.from_environment({"EACI_HOME": str(tmp_path)}))
    with pytest.raises(CatalogueError, match="cannot open the catalogue"):
        upgrade(engine)


@pytest.mark.parametrize(
    ("given", "level"), [("", "info"), ("warning", "warning"), ("DEBUG", "debug")]
)
def test_the_least_that_is_logged_is_a_setting(tmp_path: Path, given: str, level: str) -> None:
    environment = {"EACI_HOME": str(tmp_path), "EACI_LOG_LEVEL": given}
    assert Settings.from_environment(environment).log_level == level
