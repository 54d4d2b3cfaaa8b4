from __future__ import annotations

import pytest

from webapp.formatting import safe_url


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://journal.example/1", True),
        (" http://пример.рф/статья ", True),
        ("http://h/a@b", True),
        ("http://[x/", False),
        ("http://\u2100.com", False),
        ("http://:80/", False),
        ("http:///x", False),
        ("https://good.example@evil.example/", False),
        ("https://user:password@h/", False),
        ("javascript:alert(1)", False),
        ("//h/x", False),
        ("", False),
        (None, False),
    ],
)
def test_harvested_text_becomes_a_link_only_if_it_is_an_address(
    address: str | None, linked: bool
) -> None:
    assert safe_url(address) == (address.strip() if address and linked else None)
