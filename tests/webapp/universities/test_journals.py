"""The numbers of a journal (``webapp.universities.journals``): the export gives those of the page, by each name."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from webapp.universities.journals import FORMULAS


def _exported(client: FlaskClient, journal: str, part: str) -> list[dict[str, str]]:
    address = "/en/journals/numbers/export.csv"
    answer = client.get(address, query_string={"journal": journal, "part": part})
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("journal", "values"),
    [
        ("1561-2406", ["4", "7", "4", "3", "3", "0.4286", "1.0"]),
        ("Вестник степи", ["3", "7", "4", "2", "2", "0.2857", "1.0"]),
        ("Vestnik stepi", ["3", "7", "4", "2", "2", "0.2857", "1.0"]),
        ("steppe herald", ["1", "0", "0", "1", "0", "", "0.0"]),
    ],
)
def test_indicators_and_works_of_a_journal(
    client: FlaskClient, journal: str, values: list[str]
) -> None:
    rows = _exported(client, journal, "indicators")
    assert [row["indicator"] for row in rows] == list(FORMULAS)
    assert [row["value"] for row in rows] == values
    assert len(_exported(client, journal, "works")) == int(values[0])
