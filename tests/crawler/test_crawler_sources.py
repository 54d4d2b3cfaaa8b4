"""Source files: those of the package are sound, and a wrong one says which file and which key."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested.sources import get_source, set_schedule
from catalogue.tables import source as source_table
from crawler.errors import SourceError
from crawler.sources.definition import (
    definition_of,
    find_source,
    load_source,
    load_sources,
    register,
)


def test_the_built_in_sources_cover_the_union_and_start_unverified(settings):
    found = load_sources(settings)
    assert {s.country for s in found.values()} >= {"RU", "BY", "KZ", "AM", "KG"}
    protocols = {"oai-pmh", "rsci-files", "article-pages", "import"}
    assert {s.protocol for s in found.values()} == protocols
    assert {"MD", "UZ"} <= {s.country for s in found.values()}, "the observers"
    assert all(not s.enabled and s.verified == "never" and not s.generated for s in found.values())
    assert all(
        s.politeness.delay >= 1 or s.protocol in {"rsci-files", "import"} for s in found.values()
    )
    assert found["cyberleninka-articles"].obeys_robots
    assert not found["cyberleninka"].obeys_robots


def test_a_folder_s_file_replaces_the_built_in_one(settings, write_source):
    write_source("cyberleninka", endpoint='"http://127.0.0.1:1/oai"')
    assert find_source(settings, "cyberleninka").endpoint == "http://127.0.0.1:1/oai"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"name": '"other"'}, "name: 'other' differs"),
        ({"country": '"XX"'}, "country: 'XX'"),
        ({"format": '"dublin"'}, "format: 'dublin' is not one of oai_dc"),
        ({"protocol": '"z39.50"'}, "`protocol`"),
        ({"endpoint": '"ftp://x/oai"'}, "endpoint: an OAI-PMH source"),
        ({"schedule": '"daily"'}, "schedule: 'daily' is no cron"),
        ({"colour": '"red"'}, "colour"),
        ({"title": '{ ru = "x" }'}, "`title`"),
        ({"politeness": "{ delay = -1.0 }"}, "politeness: delay"),
        ({"protocol": '"article-pages"'}, "urls: name the pages"),
        (
            {"protocol": '"article-pages"', "urls": '["file:///etc/passwd"]'},
            "urls: 'file:///etc/passwd'",
        ),
        ({"protocol": '"article-pages"', "follow": '"record urls"'}, "follow_source"),
        (
            {"protocol": '"article-pages"', "urls": '["http://x/"]', "url_pattern": '"("'},
            "url_pattern",
        ),
        ({"country": '"KG'}, "not TOML"),
        ({"metadata_prefix": '"nlm"'}, "format: metadata_prefix 'nlm' is read by format 'jats'"),
        (
            {"protocol": '"import"', "schedule": '"0 3 * * *"'},
            "schedule: a source without an interface",
        ),
        ({"protocol": '"import"', "format": '"table"'}, "table: say what the columns mean"),
        ({"table": '{ identifier = "ID" }'}, "`title`"),
    ],
)
def test_a_wrong_file_names_itself_and_the_key(write_source, values, told):
    path = write_source("trial", **({"endpoint": '"http://x/oai"'} | values))
    with pytest.raises(SourceError) as caught:
        load_source(path)
    message = str(caught.value)
    assert told in message
    assert str(path) in message
    assert "\n" not in message


def test_a_file_that_is_not_utf8(settings):
    path = settings.source_folders[0] / "bad.toml"
    path.write_bytes("title = 'Проба'".encode("cp1251"))
    with pytest.raises(SourceError, match=r"bad\.toml: not UTF-8"):
        load_sources(settings)


@pytest.mark.parametrize(
    ("name", "way_out"),
    [("cyberleninca", "did you mean cyberleninka"), ("x", "see `eaci sources list`")],
)
def test_an_unknown_source_is_told_with_a_way_out(settings, name, way_out):
    with pytest.raises(SourceError, match=f"no source is called '{name}'; {way_out}"):
        find_source(settings, name)


def test_registering_again_keeps_what_the_administrator_set(settings):
    engine = open_engine(settings)
    definition = find_source(settings, "elib-bsu-by")
    for _ in range(2):
        with writing(engine) as connection:
            register(connection, [definition])
            set_schedule(connection, "elib-bsu-by", enabled=True, schedule="5 5 * * *")
    with reading(engine) as connection:
        entry = get_source(connection, "elib-bsu-by")
        assert connection.scalar(select(func.count()).select_from(source_table)) == 1
    engine.dispose()
    assert (entry.enabled, entry.schedule) == (True, "5 5 * * *")
    assert definition_of(entry) == definition
