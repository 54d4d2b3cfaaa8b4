"""Faults planted one by one: each is named, and repair ends in the state before it, or says what is beyond it."""

# ruff: noqa: E501, S608 -- a fault is one line of SQL of our own
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.sql.elements import TextClause

from catalogue import sampling, tables
from catalogue.database.engine import open_engine, reading, writing
from catalogue.derived.state import state_hashes
from catalogue.sampling import ALL, Scope
from catalogue.tables import DERIVED
from indexer.check import Report, ask_for_repair, check, examine
from indexer.comparisons.columns import CHECKED, REASONS
from indexer.pipeline import index
from tests.indexer.conftest import MemoryIndex
from tests.support.catalogues import make_indexed, settings_for
from tests.support.corpus import harvest_corpus

ANY_RECORD = "(SELECT min(record_id) FROM reference WHERE status = 'matched')"
ANY_WORK = "(SELECT min(number) FROM work WHERE kind = 'held' AND cited_by > 0)"
CITED_ONLY = "(SELECT min(number) FROM work WHERE kind = 'cited-only')"
MATCHED = "(SELECT min(id) FROM reference WHERE status = 'matched')"
ALONE = "(SELECT min(id) FROM reference WHERE status = 'cited-only')"
OTHER_WORK = f"(SELECT max(number) FROM work WHERE kind = 'held' AND number <> {ANY_WORK})"

DERIVED_FAULTS: dict[str, tuple[str, str]] = {
    # table.column, or what is lost: (check, SQL)
    "profile.body": ("profile", f"UPDATE profile SET body = (SELECT max(body) FROM profile) WHERE record_id = {ANY_RECORD}"),
    "profile.body unreadable": ("profile", f"UPDATE profile SET body = :junk WHERE record_id = {ANY_RECORD}"),
    "profile.year": ("profile", f"UPDATE profile SET year = 1812 WHERE record_id = {ANY_RECORD}"),
    "profile.work": ("record-cluster", f"UPDATE profile SET work = (SELECT max(number) FROM work WHERE kind = 'held' AND number <> profile.work) WHERE record_id = {ANY_RECORD}"),
    "profile lost": ("record-work", f"DELETE FROM profile WHERE record_id = {ANY_RECORD}"),
    "profile of nobody": ("profile-record", "INSERT INTO profile (record_id, body) VALUES (99999, :junk)"),
    "work.title": ("work-title", f"UPDATE work SET title = 'Another title' WHERE number = {ANY_WORK}"),
    "work.title, cited only": ("work-title", f"UPDATE work SET title = 'Another title' WHERE number = {CITED_ONLY}"),
    "work.year": ("work-year", f"UPDATE work SET year = 1812 WHERE number = {ANY_WORK}"),
    "work.type": ("work-type", f"UPDATE work SET type = 'map' WHERE number = {ANY_WORK}"),
    "work.kind": ("reference-target", f"UPDATE work SET kind = 'cited-only' WHERE number = {ANY_WORK}"),
    "work.kind unknown": ("work-kind", f"UPDATE work SET kind = 'lost' WHERE number = {ANY_WORK}"),
    "work.body": ("work-body", f"UPDATE work SET body = (SELECT max(body) FROM work) WHERE number = {ANY_WORK}"),
    "work.body unreadable": ("work-body", f"UPDATE work SET body = :junk WHERE number = {ANY_WORK}"),
    "work.profile": ("work-profile", f"UPDATE work SET profile = (SELECT max(profile) FROM work) WHERE number = {ANY_WORK}"),
    "work.cited_by": ("count-cited_by", f"UPDATE work SET cited_by = 77 WHERE number = {ANY_WORK}"),
    "work.cites": ("count-cites", f"UPDATE work SET cites = 77 WHERE number = {ANY_WORK}"),
    "work lost": ("reference-target", f"DELETE FROM work WHERE number = {ANY_WORK}"),
    "cited-only work lost": ("reference-target", f"DELETE FROM work WHERE number = {CITED_ONLY}"),
    "work of nobody": ("work-records", "INSERT INTO work (number, kind, title, type, body, profile) VALUES (7, 'held', '', '', :work, :work)"),
    "cited-only work of nobody": ("work-references", "INSERT INTO work (number, kind, title, type, body, profile) VALUES (7, 'cited-only', '', '', :work, :work)"),
    "author changed": ("work-authors", f"UPDATE work_author SET name = 'Nobody' WHERE work = {ANY_WORK}"),
    "author's key": ("work-authors", f"UPDATE work_author SET key = 'nobody n' WHERE work = {ANY_WORK}"),
    "authors lost": ("work-authors", f"DELETE FROM work_author WHERE work = {ANY_WORK}"),
    "author of nobody": ("work-author", "INSERT INTO work_author VALUES (7, 1, 'a', 'A', NULL)"),
    "country added": ("work-countries", f"INSERT INTO work_country VALUES ({ANY_WORK}, 'XX', 'affiliation')"),
    "countries lost": ("work-countries", f"DELETE FROM work_country WHERE work = {ANY_WORK}"),
    "countries on another ground": (
        "work-countries",
        "UPDATE work_country SET basis = 'publication' WHERE basis = 'source'",
    ),
    "journal added": ("work-journals", f"INSERT INTO work_journal VALUES ({ANY_WORK}, 'x')"),
    "region added": ("work-regions", f"INSERT INTO work_region VALUES ({ANY_WORK}, 'RU-XX')"),
    "countries changed": ("work-countries", "UPDATE work_country SET country = 'BY' WHERE country = 'RU'"),
    "institution added": ("work-institutions", f"INSERT INTO work_institution VALUES ({ANY_WORK}, 'msu', '[]')"),
    "mentions changed": ("work-mentions", f"UPDATE mentions SET body = (SELECT max(body) FROM mentions) WHERE work = {ANY_WORK}"),
    "mentions unreadable": ("work-mentions", f"UPDATE mentions SET body = :junk WHERE work = {ANY_WORK}"),
    "mentions lost": ("work-mentions", f"DELETE FROM mentions WHERE work = {ANY_WORK}"),
    "mentions of nobody": ("mentions", "INSERT INTO mentions VALUES (7, :work)"),
    "block lost": ("person-keys", f"DELETE FROM person_key WHERE work = {ANY_WORK}"),
    "block list": ("person-key-list", f"UPDATE key_list SET own = :keys WHERE of = 'person' AND item = {ANY_WORK}"),
    "author is another person": ("person-mention", f"UPDATE person_mention SET person = (SELECT max(number) FROM person) WHERE work = {ANY_WORK}"),
    "author's slot": ("person-mention", f"UPDATE person_mention SET slot = 5 WHERE work = {ANY_WORK}"),
    "author is nobody": ("person-mention", f"DELETE FROM person_mention WHERE work = {ANY_WORK}"),
    "person of no author": ("person-author", "INSERT INTO person_mention VALUES (7, 1, 5, 9)"),
    "person.name": ("person", "UPDATE person SET name = 'Nobody'"),
    "person.works": ("person-works", "UPDATE person SET works = works + 1"),
    "person of nothing": ("person", "INSERT INTO person VALUES (7, 'Nobody', 1)"),
    "people lost": ("person-works", "DELETE FROM person"),
    "perhaps the same": ("person-perhaps", "INSERT INTO person_perhaps SELECT min(number), max(number) FROM person"),
    "perhaps the same as nobody": ("person-other", "INSERT INTO person_perhaps SELECT min(number), 7 FROM person"),
    "reference.raw": ("reference-text", f"UPDATE reference SET raw = 'Other words' WHERE id = {MATCHED}"),
    "reference.fields": ("reference-text", f"UPDATE reference SET fields = :work WHERE id = {ALONE}"),
    "reference.profile": ("reference-text", f"UPDATE reference SET profile = :work WHERE id = {ALONE}"),
    "reference.number": ("reference-text", f"UPDATE reference SET number = 5 WHERE id = {ALONE}"),
    "reference.position": ("reference-number", f"UPDATE reference SET position = 999 WHERE id = {MATCHED}"),
    "reference.target": ("reference-target", f"UPDATE reference SET target = {OTHER_WORK} WHERE id = {MATCHED}"),
    "reference.target, cited only": ("reference-group", f"UPDATE reference SET target = (SELECT max(number) FROM work WHERE kind = 'cited-only') WHERE id = {ALONE}"),
    "reference.status": ("reference-status", f"UPDATE reference SET status = 'unmatched', target = NULL, reason = 'tie' WHERE id = {MATCHED}"),
    "reference.status pending": ("reference-pending", f"UPDATE reference SET status = 'pending' WHERE id = {MATCHED}"),
    "reference.status paired": ("reference-text", f"UPDATE reference SET status = 'paired', target = NULL WHERE id = {MATCHED}"),
    "reference.status back-reference": ("reference-text", f"UPDATE reference SET status = 'back-reference', target = NULL WHERE id = {MATCHED}"),
    "reference.reason of no work": ("reference-text", f"UPDATE reference SET status = 'unmatched', target = NULL, reason = 'not-a-work:unpublished' WHERE id = {MATCHED}"),
    "reference.rule": ("reference-rule", f"UPDATE reference SET rule = 'doi' WHERE id = {ALONE}"),
    "reference.score": ("reference-score", f"UPDATE reference SET score = 0.123 WHERE id = {MATCHED}"),
    "reference lost": ("citation-reference", f"DELETE FROM reference WHERE id = {MATCHED}"),
    "reference of nobody": ("reference-record", f"UPDATE reference SET record_id = 99999 WHERE id = {ALONE}"),
    "citation lost": ("reference-citation", f"DELETE FROM citation WHERE cited = {ANY_WORK}"),
    "citation added": ("citation-reference", f"INSERT INTO citation VALUES ({ANY_WORK}, {OTHER_WORK}, 1, false, false)"),
    "citation.self_citation": ("citation", "UPDATE citation SET self_citation = NOT self_citation"),
    "citation.possible_self": ("citation", "UPDATE citation SET possible_self = NOT possible_self"),
    "citation.reference_id": ("citation-reference", f"UPDATE citation SET reference_id = {ALONE} WHERE reference_id = {MATCHED}"),
    "pair.score": ("pair", "UPDATE pair SET score = 0.5"),
    "pair.veto": ("pair", "UPDATE pair SET veto = 'year'"),
    "pair.features": ("pair", "UPDATE pair SET features = :work"),
    "pairs lost": ("pair", "DELETE FROM pair"),
    "pair of nobody": ("pair-right", "INSERT INTO pair VALUES (1, 99999, 1.0, 'x', NULL, :work)"),
    "record key lost": ("record-keys", f"DELETE FROM record_key WHERE record_id = {ANY_RECORD}"),
    "record key added": ("record-keys", f"INSERT INTO record_key VALUES (5, {ANY_RECORD})"),
    "work key lost": ("work-keys", f"DELETE FROM work_key WHERE work = {ANY_WORK}"),
    "work key replaced": ("work-keys", f"UPDATE work_key SET key = key + 64 WHERE work = {ANY_WORK}"),
    "reference key lost": ("reference-keys", f"DELETE FROM reference_key WHERE reference_id = {ALONE}"),
    "record key list": ("record-key-list", f"UPDATE key_list SET own = :keys WHERE of = 'record' AND item = {ANY_RECORD}"),
    "work key list": ("work-key-list", f"UPDATE key_list SET own = :keys WHERE of = 'work' AND item = {ANY_WORK}"),
    "work key list lost": ("work-key-list", f"DELETE FROM key_list WHERE of = 'work' AND item = {ANY_WORK}"),
    "reference key list": ("reference-key-list", f"UPDATE key_list SET own = :keys WHERE of = 'reference' AND item = {ALONE}"),
    "key list of nobody": ("key-list-owner", "INSERT INTO key_list VALUES ('reference', 5, :keys, NULL)"),
    "country_set": ("matrix", "UPDATE country_set SET works = works + 1"),
    "country_flow": ("matrix", "DELETE FROM country_flow"),
    "curated sources": ("curated-sources", "INSERT INTO meta VALUES ('curated_sources', '[\"ru\"]')"),
    "unknown stage": ("pending-stage", "INSERT INTO pending (stage, item) VALUES ('polish', 1)"),
}  # fmt: skip

HARVESTED_FAULTS: dict[str, tuple[str, str]] = {
    "page.sha256": ("page-bytes", "UPDATE page SET sha256 = 'no such' WHERE id = 1"),
    "page.size": ("page-bytes", "UPDATE page SET size = size + 1 WHERE id = 1"),
    "page.body": ("page-bytes", "UPDATE page SET body = :zipped WHERE id = 1"),
    "page.body unreadable": ("page-bytes", "UPDATE page SET body = :junk WHERE id = 1"),
    "page.source": ("page-source", "UPDATE page SET source = 'other' WHERE id = 1"),
    "page.new": ("page-ledger", "UPDATE page SET new = new + 1 WHERE id = 1"),
    "run.pages": ("run-page-count", "UPDATE run SET pages = 9 WHERE id = 1"),
    "run.new": ("run-ledger", "UPDATE run SET new = new + 1 WHERE id = 1"),
    "run.parameters": ("run", "UPDATE run SET parameters = :junk WHERE id = 1"),
    "run.checkpoint": ("run", "UPDATE run SET checkpoint = :junk WHERE id = 1"),
    "source.definition": ("source", "UPDATE source SET definition = :junk"),
    "source.country": ("source", "UPDATE source SET definition = :kazakh, country = 'RU'"),
    "record.number": ("record-number", "UPDATE record SET number = 5 WHERE id = 1"),
    "record.source": ("record-page", "UPDATE record SET source = 'other' WHERE id = 1"),
    "record.first_run": ("record-first-run", "UPDATE record SET first_run = 99 WHERE id = 1"),
    "record.last_run": ("record-last-run", "UPDATE record SET last_run = 99 WHERE id = 1"),
    "judgement": ("judgement-left", "INSERT INTO judgement (left_source, left_identifier, right_source, right_identifier, verdict, made_by, made_at) VALUES ('a', 'b', 'c', 'd', 'same', 'x', 'y')"),
}  # fmt: skip

RECORD_FAULTS: dict[str, str] = {
    "record.body": "UPDATE record SET body = (SELECT max(body) FROM record) WHERE id = 1",
    "record.body changed a little": "UPDATE record SET body = :titled WHERE id = 1",
    "record.body unreadable": "UPDATE record SET body = :junk WHERE id = 1",
    "record.content_hash": "UPDATE record SET content_hash = 'x' WHERE id = 1",
    "record.deleted": "UPDATE record SET deleted = true WHERE id = 1",
    "record.identifier": "UPDATE record SET identifier = 'other' WHERE id = 1",
}

VALUES: dict[str, bytes] = {
    "junk": b"\xff\x00no json",
    "work": b"{}",
    "zipped": b"x\x9cK\xcc*\xcd\xcbLTH\xcaO\xaa\x04\x00\x1f\x0b\x04\xd7",
    "keys": b"\1\0\0\0\0\0\0\0",
    "kazakh": b'{"country":"KZ"}',
    "titled": b'{"identifier":"1","titles":[["Another title"]]}',
}


class Sound:
    """A sound catalogue to copy: its file, its state and what its index holds."""

    def __init__(self, folder: Path) -> None:
        self.file = make_indexed(folder, 16)
        engine = open_engine(settings_for(folder, self.file))
        with reading(engine) as connection:
            self.state = state_hashes(connection)
        self.index = MemoryIndex()
        index(engine, self.index, folder, rebuild="in-place")
        with reading(engine) as connection:
            assert state_hashes(connection) == self.state
        engine.dispose()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    return Sound(tmp_path_factory.mktemp("sound"))


@pytest.fixture
def copy(sound: Sound, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Its tables stay as they are: only what is in them is harmed. So they are not compared each time, which is slow."""
    monkeypatch.setattr("catalogue.database.integrity._shape", lambda _connection: ())
    copyfile(sound.file, tmp_path / "catalogue.db")
    made = open_engine(settings_for(tmp_path, tmp_path / "catalogue.db"))
    yield made
    made.dispose()


@pytest.fixture
def indexed(sound: Sound) -> MemoryIndex:
    made = MemoryIndex()
    made.documents = dict(sound.index.documents)
    return made


def plant(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        clause: TextClause = text(statement)
        names = clause.compile().params
        changed = connection.execute(clause, {name: VALUES[name] for name in names})
        assert changed.rowcount > 0, "nothing was planted"


def told(report: Report) -> set[str]:
    return {finding.check for finding in report.findings}


def names(engine: Engine, backend: Any) -> set[str]:
    return told(examine(engine, backend))


def test_a_sound_catalogue_balances(copy: Engine, indexed: MemoryIndex) -> None:
    assert check(copy, indexed) == []
    report = examine(copy, indexed)
    assert report.sampled == ""
    assert report.compared["works"] == (len(indexed.documents),) * 2
    assert check(copy, indexed, deep=True) == []


@pytest.mark.parametrize("name", DERIVED_FAULTS)
def test_a_fault_in_what_is_derived_is_named_and_derived_again(
    sound: Sound, copy: Engine, indexed: MemoryIndex, tmp_path: Path, name: str
) -> None:
    named, statement = DERIVED_FAULTS[name]
    plant(copy, statement)
    report = examine(copy, indexed, ALL)
    assert named in told(report)
    for _ in range(3):
        assert ask_for_repair(copy, indexed, report) == []
        index(copy, indexed, tmp_path)
        report = examine(copy, indexed, ALL)
        if not report.findings:
            break
    assert report.findings == []
    with reading(copy) as connection:
        assert state_hashes(connection) == sound.state


@pytest.mark.parametrize("name", HARVESTED_FAULTS)
def test_a_fault_in_what_was_harvested_is_named_and_left_to_people(
    copy: Engine, indexed: MemoryIndex, tmp_path: Path, name: str
) -> None:
    named, statement = HARVESTED_FAULTS[name]
    plant(copy, statement)
    report = examine(copy, indexed, ALL)
    assert named in told(report)
    assert named in {finding.check for finding in ask_for_repair(copy, indexed, report)}
    index(copy, indexed, tmp_path)
    assert named in names(copy, indexed)


@pytest.mark.parametrize("name", RECORD_FAULTS)
def test_nothing_is_derived_from_a_damaged_record(
    sound: Sound, copy: Engine, indexed: MemoryIndex, tmp_path: Path, name: str
) -> None:
    """Not even where a copy differs from it, which then is the last to say what the record said."""
    plant(copy, RECORD_FAULTS[name])
    plant(copy, f"UPDATE work SET title = 'Another title' WHERE number = {CITED_ONLY}")
    beyond = ask_for_repair(copy, indexed)
    assert {finding.check for finding in beyond} == {"record-body"}
    assert "eaci reparse" in beyond[0].problem
    index(copy, indexed, tmp_path)
    assert {"record-body", "work-title"} <= names(copy, indexed)
    with reading(copy) as connection:
        after = state_hashes(connection)
        assert connection.scalar(text("SELECT content_hash FROM record WHERE id = 1")) == ""
    assert after["members"] == sound.state["members"] or "identifier" in name


def test_rebuilding_in_place_mends_what_is_derived(
    sound: Sound, copy: Engine, indexed: MemoryIndex, tmp_path: Path
) -> None:
    for name in ("work.title", "work.year", "author changed", "reference.raw", "profile.year"):
        plant(copy, DERIVED_FAULTS[name][1])
    index(copy, indexed, tmp_path, rebuild="in-place")
    assert check(copy, indexed) == []
    with reading(copy) as connection:
        assert state_hashes(connection) == sound.state


LOST = (
    ("work", f"DELETE FROM work WHERE number = {ANY_WORK}"), ("works", "DELETE FROM work"),
    ("profile", f"DELETE FROM profile WHERE record_id = {ANY_RECORD}"), ("references", "DELETE FROM reference"),
    ("keys", "DELETE FROM key_list"), ("pairs", "DELETE FROM pair"), ("citations", "DELETE FROM citation"),
    ("record", f"DELETE FROM record WHERE id = {ANY_RECORD}"), ("authors", "DELETE FROM work_author"),
)  # fmt: skip


@pytest.mark.parametrize(("what", "statement"), LOST)
def test_lost_rows_end_no_index_in_a_traceback(
    copy: Engine, indexed: MemoryIndex, tmp_path: Path, what: str, statement: str
) -> None:
    """Every stage once by itself, then all together: what was lost of what is derived is there again."""
    plant(copy, statement)
    items = {
        "match": "id FROM reference", "cluster": "id FROM record", "pair": "id FROM record",
        "group": "id FROM reference", "merge": "number FROM record", "cite": "number FROM work",
        "count": "number FROM work", "describe": "number FROM work", "normalise": "id FROM record",
    }  # fmt: skip
    for stage, item in items.items():
        with writing(copy) as connection:
            connection.execute(text(f"INSERT INTO pending (stage, item) SELECT '{stage}', {item}"))
        index(copy, indexed, tmp_path)
        if what == "work" and stage == "match":
            with reading(copy) as connection:
                lost = text(f"SELECT count(*) FROM work WHERE number = {ANY_WORK}")
                assert connection.scalar(lost)
    for _ in range(3):
        ask_for_repair(copy, indexed)
        index(copy, indexed, tmp_path)
    assert check(copy, indexed) == []


def test_a_sample_says_how_much_it_is(copy: Engine, indexed: MemoryIndex) -> None:
    report = examine(copy, indexed, Scope(10))
    assert report.findings == []
    works = report.compared["works"]
    assert 5 <= works[0] <= 10 < works[1]
    assert f"{works[0]} of {works[1]} works" in report.sampled


def test_a_sample_is_another_one_each_time(copy: Engine) -> None:
    with reading(copy) as connection:
        drawn = {
            tuple(
                key
                for part in sampling.numbers(connection, tables.work.c.number, Scope(20))
                for key in part
            )
            for _ in range(5)
        }
    assert len(drawn) > 1
    assert all(list(each) == sorted(set(each)) for each in drawn)


def test_no_derived_column_is_forgotten() -> None:
    for table in (*DERIVED, tables.page, tables.record, tables.quarantine):
        left = set(table.columns.keys()) - CHECKED[table.name].keys()
        assert not left or table.name in REASONS, (table.name, left)
    for name, columns in CHECKED.items():
        assert set(columns) <= set(tables.metadata.tables[name].columns.keys()), name


SOME = ("work.title", "countries changed", "reference.target", "profile.work", "pair.score", "reference.raw",
        "record key list", "citation.self_citation", "work key replaced", "key list of nobody")  # fmt: skip


def test_several_faults_at_once_on_both_databases(
    engine: Engine, backend: MemoryIndex, tmp_path: Path
) -> None:
    harvest_corpus(engine, 16)
    index(engine, backend, tmp_path)
    assert check(engine, backend, deep=True) == []
    with reading(engine) as connection:
        before = state_hashes(connection)
    for name in SOME:
        plant(engine, DERIVED_FAULTS[name][1])
    assert {"work-title", "work-countries", "reference-text", "pair"} <= names(engine, backend)
    for _ in range(3):
        ask_for_repair(engine, backend)
        index(engine, backend, tmp_path)
    assert check(engine, backend) == []
    with reading(engine) as connection:
        assert state_hashes(connection) == before
