"""No query makes a large page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

MOST = 200_000  # bytes


@pytest.mark.parametrize(
    "query",
    [
        "эрозия " * 200,
        ("э" * 1999).replace("э" * 9, "эрозия э "),
        "эрозия OR " * 199 + "почва",
        "эрозия " + "ж" * 1990,
        "Иванов И.И. " * 160,
        "эрозия 2001 " * 150,
        "hjpbz " * 300,
        "eroziia OR " * 180 + "pochva",
        "eroziia " * 199,
        "eroziia 2001 " * 99,
        "eroziia " + "Ivanov I. " * 60,
        "(eroziia) AND " * 130 + "eroziia",
    ],
    ids=range(12),
)
def test_a_long_query_makes_no_large_page(client: FlaskClient, query: str) -> None:
    page = client.get(f"/ru/search?q={quote(query[:2000])}")
    assert page.status_code in {200, 400, 414}
    assert len(page.data) <= MOST
