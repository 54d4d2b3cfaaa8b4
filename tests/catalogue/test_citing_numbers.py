"""Works across the citations of many works, as numbers."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.derived.citing_numbers import across
from catalogue.tables import citation


def test_across(engine: Engine) -> None:
    links = [
        {"citing": citing, "cited": cited, "reference_id": at, "self_citation": False}
        for at, (citing, cited) in enumerate([(1, 2), (1, 3), (2, 3), (4, 3)])
    ]
    with writing(engine) as connection:
        connection.execute(insert(citation), links)
    with reading(engine) as connection:
        assert across(connection, "cited", [1], 10) == [2, 3]
        assert across(connection, "citing", [3, 2], 10) == [1, 2, 4]
        assert across(connection, "citing", [3, 2], 2) == [1, 2]
        assert across(connection, "cited", [3], 10) == across(connection, "cited", [], 10) == []
