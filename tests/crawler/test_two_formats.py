"""A source that is harvested in two formats, over real sockets: both lists, kills, increments, deletions, reparse."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from catalogue.checks import check_catalogue
from catalogue.database import engine as engines
from catalogue.database.engine import open_engine, reading, writing
from catalogue.deletion_effects import effects
from catalogue.harvested import approvals, contents, quarantine, reparse, undo
from catalogue.harvested.sources import get_source
from catalogue.harvested.store import read_records
from catalogue.harvested.unjoined import unjoined
from catalogue.sampling import ALL
from catalogue.settings import Settings
from catalogue.tables import description, page, record
from crawler.begin import reparse_source
from crawler.run import execute_run
from crawler.sources.definition import find_source, register
from tests.crawler.two_formats import Repository
from webapp.cli import main

pytestmark = [
    pytest.mark.slow,
    # commands end with their connections
    pytest.mark.filterwarnings("ignore:.*was deleted while still open:ResourceWarning"),
]


BOTH = pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def settings(request, settings, monkeypatch):
    if getattr(request, "param", "sqlite") == "sqlite":
        yield settings
        return
    monkeypatch.setenv("EACI_DATABASE_URL", request.getfixturevalue("postgresql")())
    # commands leave their connections to the end of the process, which is far away here
    opened, create = [], engines.create_engine

    def noted(*arguments, **options):
        opened.append(create(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(engines, "create_engine", noted)
    yield Settings.from_environment()
    for made in opened:
        made.dispose()


@pytest.fixture
def repository(server, answer):
    made = Repository()
    server.rule = made.rule(answer)
    return made


@pytest.fixture
def source(server, write_source):
    write_source("trial", endpoint=f'"{server.url}/oai"', also='"jats"')
    return "trial"


@pytest.fixture
def engine(settings):
    made = open_engine(settings)
    yield made
    made.dispose()


@pytest.fixture
def sound(engine):
    """Nothing of the catalogue contradicts the rest of it."""

    def check():
        with reading(engine) as connection:
            found = [*check_catalogue(connection), *contents.records(connection, ALL, id)]
            return found + list(contents.descriptions(connection, ALL, id))

    return check


def held(engine):
    """What each record says: its title, how many references, whether the ORCID iD is there; None if deleted."""
    with reading(engine) as connection:
        found = [item for _, item in read_records(connection, "trial", limit=1000)]
    return {int(r.identifier.rpartition(":")[2]): None if r.deleted else _said(r) for r in found}


def _said(item):
    (who,) = item.contributors
    orcid = any(name.scheme == "orcid" for name in who.identifiers)
    place = item.container is not None and item.container.volume == "7"
    return (item.titles[0].text, place, len(item.references), orcid)


def whole(number, title=None):
    return (f"Реки {title or number}", True, 1, True)


def first_only(number):
    return (f"Реки {number}", True, 0, False)


def ledger(run):
    assert run.ledger.balances
    return (run.ledger.new, run.ledger.updated, run.ledger.unchanged, run.ledger.deleted)


def asked(server):
    """The lists that were asked for: the prefix, and the date or where the list was gone on with."""
    return [
        query.get("resumptionToken") or f"{query['metadataPrefix']} {query.get('from', '')}".strip()
        for query in server.queries("ListRecords")
    ]


def count(engine, table):
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(table))


@BOTH
def test_both_lists_are_read_and_joined(repository, server, source, crawl, engine, sound):
    repository.put(*range(1, 31))
    repository.put(31, prefixes=("oai_dc",))
    repository.put(32, prefixes=("jats",))
    run = crawl(source)
    assert run.state == "succeeded", run.message
    assert asked(server) == ["oai_dc", "oai_dc  20", "jats", "jats  20"]
    records = held(engine)
    assert {n: records[n] for n in range(1, 32)} == {n: whole(n) for n in range(1, 31)} | {
        31: first_only(31)
    }
    assert records[32] == ("Реки 32", False, 1, True)
    assert ledger(run) == (32, 30, 0, 0)
    assert count(engine, description) == 62
    with reading(engine) as connection:
        assert list(connection.scalars(select(page.c.format).order_by(page.c.id))) == [
            *("oai_dc", "oai_dc", "jats", "jats")
        ]
    assert sound() == []
    again = crawl(source, "full")
    assert (again.state, ledger(again)) == ("succeeded", (0, 0, 62, 0))
    assert sound() == []


def test_a_source_with_one_format_has_no_descriptions(
    repository, server, write_source, crawl, engine
):
    write_source("trial", endpoint=f'"{server.url}/oai"')
    repository.put(*range(1, 6))
    run = crawl("trial")
    assert (run.state, ledger(run), asked(server)) == ("succeeded", (5, 0, 0, 0), ["oai_dc"])
    assert count(engine, description) == 0


def test_a_sample_has_records_in_both_formats(repository, server, source, crawl, engine):
    repository.put(*range(1, 101))
    run = crawl(source, limit=30)
    assert asked(server) == ["oai_dc", "oai_dc  20", "jats", "jats  20"]
    assert (run.state, ledger(run)) == ("succeeded", (40, 40, 0, 0))
    assert held(engine) == {n: whole(n) for n in range(1, 41)}
    server.asked.clear()
    assert crawl(source).state == "succeeded"
    assert asked(server)[0] == "oai_dc", "a harvest begins at the beginning"


@pytest.mark.parametrize(
    ("refused", "before", "goes_on"),
    [
        # between the two lists, and in the midst of each
        (("jats", 0), {1: first_only(1), 30: first_only(30)}, ["jats", "jats  20"]),
        (("jats", 20), {1: whole(1), 30: first_only(30)}, ["jats  20"]),
        (("oai_dc", 20), {1: first_only(1)}, ["oai_dc  20", "jats", "jats  20"]),
    ],
)
def test_a_run_that_is_broken_off_loses_and_repeats_nothing(
    repository, server, source, crawl, engine, sound, refused, before, goes_on
):
    repository.put(*range(1, 31))
    repository.refused.add(refused)
    run = crawl(source)
    assert run.state == "failed"
    records = held(engine)
    assert {n: records.get(n) for n in (1, 30)} == {1: None, 30: None} | before
    assert sound() == []
    repository.refused.clear()
    server.asked.clear()
    run = crawl(source)
    assert run.state == "succeeded", run.message
    assert asked(server) == goes_on
    assert held(engine) == {n: whole(n) for n in range(1, 31)}
    assert sound() == []


def test_an_increment_asks_for_both(repository, server, source, crawl, engine, sound):
    repository.put(*range(1, 31))
    crawl(source)
    server.asked.clear()
    repository.put(1, title="новые", date="2024-05-02")
    repository.put(2, title="третьи", date="2024-05-02", prefixes=("jats",))
    repository.put(3, title="вторые", date="2024-05-02", prefixes=("oai_dc",))
    run = crawl(source)
    assert asked(server) == ["oai_dc 2024-04-30", "jats 2024-04-30"]
    assert ledger(run) == (0, 4, 0, 0)
    records = held(engine)
    assert records[1] == whole(1, "новые")
    assert records[2] == whole(2)
    assert records[3] == whole(3, "вторые")
    assert sound() == []


def test_a_deletion_in_both_deletes_once_and_one_in_the_second_alone_takes_only_that(
    repository, source, crawl, engine, sound
):
    repository.put(*range(1, 101))
    crawl(source)
    repository.put(1, title=None, date="2024-05-02")
    repository.put(2, title=None, date="2024-05-02", prefixes=("jats",))
    repository.put(3, title=None, date="2024-05-02", prefixes=("oai_dc",))
    run = crawl(source)
    assert run.state == "succeeded", run.message
    records = held(engine)
    assert {n: records[n] for n in (1, 2, 3, 4)} == {
        1: None,
        2: first_only(2),
        3: None,
        4: whole(4),
    }
    # the second's word on what the first has called deleted changes nothing
    assert ledger(run) == (0, 1, 1, 2)
    assert (run.ledger.quarantined, sound()) == (0, [])
    again = crawl(source, "full")
    assert (ledger(again)[0], ledger(again)[3], held(engine)) == (0, 0, records)
    assert sound() == []


@BOTH
def test_a_mass_deletion_in_the_second_format_waits_for_a_decision(
    repository, settings, source, crawl, engine, sound
):
    repository.put(*range(1, 31))
    crawl(source)
    repository.put(*range(1, 31), title=None, date="2024-05-02", prefixes=("jats",))
    run = crawl(source)
    assert run.state == "held"
    assert held(engine) == {n: whole(n) for n in range(1, 31)}
    shown = CliRunner().invoke(main, ["runs", "show", str(run.id)]).output
    assert "0 of 30 records (0.0%) would go" in shown
    assert "30 records would lose what the source's second format says of them" in shown
    with writing(engine) as connection:
        assert (effects(connection, source).records, effects(connection, source).halved) == (0, 30)
        replay = approvals.approve(connection, run.id, "curator")
    carried = execute_run(settings, replay)
    assert (carried.state, ledger(carried)) == ("succeeded", (0, 30, 0, 0))
    assert held(engine) == {n: first_only(n) for n in range(1, 31)}
    assert sound() == []
    with writing(engine) as connection:
        number = undo.request_undo(connection, carried.id, "curator")
    assert execute_run(settings, number).state == "succeeded"
    assert held(engine) == {n: whole(n) for n in range(1, 31)}
    assert sound() == []


def test_a_deletion_that_is_undone_gives_back_both(
    repository, settings, source, crawl, engine, sound
):
    repository.put(*range(1, 31))
    crawl(source)
    repository.put(1, title=None, date="2024-05-02")
    run = crawl(source)
    assert held(engine)[1] is None
    with writing(engine) as connection:
        number = undo.request_undo(connection, run.id, "curator")
    execute_run(settings, number)
    assert held(engine)[1] == whole(1)
    assert sound() == []
    repository.put(1, title="иные", date="2024-05-03", prefixes=("jats",))
    crawl(source)
    assert held(engine)[1] == whole(1)
    assert sound() == []


@BOTH
def test_a_record_that_both_formats_lose_one_after_the_other(
    repository, settings, source, crawl, engine, sound
):
    """Both deletions wait: that of the second came first."""
    repository.put(*range(1, 11))
    crawl(source)
    repository.put(1, title=None, date="2024-05-02", prefixes=("jats",))
    assert crawl(source).state == "held"
    repository.put(1, title=None, date="2024-05-03", prefixes=("oai_dc",))
    run = crawl(source)
    assert run.state == "held"
    with writing(engine) as connection:
        assert effects(connection, source).records == 1
        replay = approvals.approve(connection, run.id, "curator")
    carried = execute_run(settings, replay)
    assert carried.state == "succeeded", carried.message
    assert held(engine)[1] is None
    assert sound() == []


def test_vanished_is_what_neither_lists(repository, source, crawl, engine, sound):
    repository.deletes = "transient"
    repository.put(*range(1, 101))
    repository.put(101, prefixes=("jats",))
    crawl(source)
    for prefix, number in (("oai_dc", 1), ("jats", 1), ("jats", 101), ("oai_dc", 2), ("jats", 3)):
        del repository.listed[prefix][number]
    run = crawl(source, "full")
    records = held(engine)
    assert (run.state, ledger(run)[3]) == ("succeeded", 2), run.message
    assert [records[n] for n in (1, 2, 3, 101)] == [None, whole(2), whole(3), None]
    assert sound() == []
    repository.put(101, date="2024-05-02", prefixes=("jats",))
    repository.put(1, date="2024-05-02", prefixes=("oai_dc",))
    crawl(source)
    assert held(engine)[101] == ("Реки 101", False, 1, True)
    assert held(engine)[1] == first_only(1)
    assert sound() == []


@BOTH
def test_reparse_decides_by_the_newest_page_of_each_format(
    repository, settings, source, crawl, engine, sound
):
    repository.put(*range(1, 31))
    crawl(source)
    repository.put(1, title="новые", date="2024-05-02", prefixes=("oai_dc",))
    repository.put(2, title=None, date="2024-05-02", prefixes=("jats",))
    crawl(source)
    before = held(engine)
    assert (before[1], before[2]) == (whole(1, "новые"), first_only(2))
    read = reparse_source(settings, source)
    assert ledger(read)[1] == 0
    assert (held(engine), sound()) == (before, [])
    with writing(engine) as connection:
        gone = b'{"identifier":"oai:trial:3"}'
        mine = description.c.page_id == 1, description.c.leads.is_(True)
        connection.execute(update(description).where(*mine).values(body=gone))
        connection.execute(update(record).where(record.c.id == 5).values(content_hash="", body=b""))
    assert len(sound()) == 20
    read = reparse_source(settings, source)
    assert (held(engine), sound()) == (before, [])
    assert ledger(reparse_source(settings, source))[1] == 0


def test_what_the_catalogue_has_forgotten_is_read_from_the_pages(
    repository, settings, source, crawl, engine, sound
):
    repository.put(*range(1, 31))
    crawl(source)
    with writing(engine) as connection:
        connection.execute(description.delete())
        names = [f"oai:trial:{n}" for n in range(1, 31)]
        assert unjoined(connection, source, names) == set()
        assert reparse.known_records(connection, source, names, True) == {}
    reparse_source(settings, source)
    assert count(engine, description) == 60
    assert held(engine) == {n: whole(n) for n in range(1, 31)}
    assert sound() == []


def test_another_format_is_asked_for_from_the_beginning(
    repository, server, settings, source, crawl, engine, sound, write_source
):
    write_source("trial", endpoint=f'"{server.url}/oai"')
    repository.put(*range(1, 11))
    crawl(source)
    assert held(engine)[1] == first_only(1)
    write_source("trial", endpoint=f'"{server.url}/oai"', also='"jats"')
    server.asked.clear()
    run = crawl(source)
    assert asked(server) == ["oai_dc", "jats"]
    assert ledger(run) == (0, 10, 10, 0)
    assert held(engine)[1] == whole(1)
    write_source("trial", endpoint=f'"{server.url}/oai"')
    with writing(engine) as connection:
        register(connection, [find_source(settings, source)])
        assert get_source(connection, source).last_response_date is None
    assert count(engine, description) == 0
    server.asked.clear()
    run = crawl(source)
    assert asked(server) == ["oai_dc"]
    assert held(engine)[1] == first_only(1)
    assert ledger(reparse_source(settings, source))[1] == 0, (
        "old pages in the other format say nothing"
    )
    assert sound() == []


def test_what_waits_in_quarantine_in_one_format_is_not_settled_by_the_other(
    repository, source, crawl, engine, sound
):
    repository.put(*range(1, 41))
    repository.listed["jats"][1] = (" </article-title><!--", "2024-01-01")
    crawl(source)
    with reading(engine) as connection:
        (item,) = quarantine.list_quarantine(connection, source="trial")
        assert (item.identifier, item.format) == ("oai:trial:1", "jats")
    repository.put(1, date="2024-05-02", prefixes=("oai_dc",))
    repository.listed["jats"][1] = ("", "2001-01-01")
    crawl(source)
    with reading(engine) as connection:
        assert quarantine.count_items(connection, source="trial") == 1
    repository.put(1, date="2024-05-02")
    crawl(source)
    with reading(engine) as connection:
        assert quarantine.count_items(connection, source="trial") == 0
    assert held(engine)[1] == whole(1)
    assert sound() == []


def test_a_second_format_that_is_given_no_more_does_not_hold_up_the_first(
    repository, server, source, crawl, engine, sound
):
    repository.put(*range(1, 31))
    repository.refused.add(("jats", 20))
    assert crawl(source).state == "failed", "it may pass"
    run = crawl(source)
    assert (run.state, run.reservations) == ("succeeded", True), run.message
    assert "without what the format jats says" in run.message
    assert (held(engine)[1], held(engine)[30]) == (whole(1), first_only(30))
    # what is new in the first comes, and the second is asked for all that it owes
    repository.put(31, date="2024-05-02")
    repository.date = "2024-05-03T10:00:00Z"
    repository.refused.add(("jats", 0))
    server.asked.clear()
    run = crawl(source)
    assert (run.state, run.reservations) == ("succeeded", True)
    assert asked(server) == ["oai_dc 2024-04-30", "jats"]
    assert held(engine)[31] == first_only(31)
    full = crawl(source, "full")
    assert full.state == "failed", "a harvest of everything is tried once more"
    repository.refused.clear()
    server.asked.clear()
    run = crawl(source)
    assert (run.state, run.reservations) == ("succeeded", False), run.message
    assert "jats" in asked(server)
    assert held(engine) == {n: whole(n) for n in range(1, 32)}
    assert sound() == []
    server.asked.clear()
    crawl(source)
    assert asked(server) == ["oai_dc 2024-05-02", "jats 2024-05-02"]


@pytest.mark.parametrize("prefix", ["oai_dc", "jats"])
def test_a_list_that_is_shorter_than_told_is_no_plain_success(repository, source, crawl, prefix):
    repository.put(*range(1, 21))
    repository.sizes[prefix] = 30
    run = crawl(source)
    assert (run.state, run.reservations) == ("succeeded", True)
    assert "of 30 records" in run.message or "the lists ended after 20 of 30" in run.message
