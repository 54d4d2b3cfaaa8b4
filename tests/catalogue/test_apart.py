"""Two publications of one identifier are kept apart: which of a page's records get another name."""

from __future__ import annotations

import msgspec
import pytest
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.harvested.apart import kept_apart
from catalogue.harvested.conflicts import other_name
from catalogue.harvested.runs import read_log, request_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.told import Place, told_of
from schemas import HarvestedRecord, LocalizedText


class Row(msgspec.Struct):
    """What is known of a record."""

    content_hash: str
    deleted: bool = False
    last_run: int = 1
    page_id: int = 1


def titled(title: str, year: int) -> HarvestedRecord:
    titles = (LocalizedText(title, "ru"),)
    return HarvestedRecord(identifier="1", titles=titles, year=year, published=str(year))


HELD = titled("О реках выдуманной степи", 2001)
OTHER = titled("Горные пастбища Алатау", 2018)


@pytest.mark.parametrize(
    ("came", "row", "file", "name"),
    [
        (OTHER, Row("held"), False, other_name(OTHER)),
        # a source may put anything under an identifier from one run to the next, a file may not
        (OTHER, Row("held", last_run=0, page_id=0), False, "1"),
        (OTHER, Row("held", last_run=0, page_id=0), True, other_name(OTHER)),
        # a correction, what was deleted, and a deletion
        (titled("О реках выдуманных степей", 2001), Row("held", page_id=0), False, "1"),
        (OTHER, Row("held", deleted=True), False, "1"),
        (HarvestedRecord(identifier="1", deleted=True), Row("held"), False, "1"),
    ],
)
def test_which_record_gets_another_name(
    engine: Engine, came: HarvestedRecord, row: Row, file: bool, name: str
) -> None:
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name="base", definition={}))
        run = request_run(connection, "base")
        place = Place(run=1, page=1, source="base", file=file)
        told, known = kept_apart(
            connection,
            place,
            told_of([came]),
            {"1": row},  # type: ignore[dict-item]
            lambda names: {},
            lambda row: msgspec.json.encode(HELD),
        )
        lines = [line["message"] for line in read_log(connection, run)]
    assert [each.item.identifier for each in told] == [name]
    assert list(known) == ["1"]
    assert [name in line for line in lines] == ([True] if name != "1" else [])
