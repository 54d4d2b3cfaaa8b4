"""The argument of addresses that says on what ground works count for their countries."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from webapp.grounds import ground_of_request, in_address


@pytest.mark.parametrize(
    ("asked", "ground", "again"),
    [("", "any", None), ("?basis=", "any", None), ("?basis=affiliation", "affiliation", "affiliation")],
)  # fmt: skip
def test_grounds_are_read_and_written(asked: str, ground: str, again: str | None) -> None:
    with Flask(__name__).test_request_context(f"/{asked}"):
        found = ground_of_request()
    assert (found, in_address(found)) == (ground, again)


def test_another_ground_does_not_exist() -> None:
    with Flask(__name__).test_request_context("/?basis=none"), pytest.raises(NotFound):
        ground_of_request()
