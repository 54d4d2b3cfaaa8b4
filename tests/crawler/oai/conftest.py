"""A smaller memory of identifiers, so that each harvest of a test need not fill 32 MiB with zeros."""

from __future__ import annotations

import pytest

from crawler.oai import seen


@pytest.fixture(autouse=True)
def small_memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.module.__name__.rpartition(".")[2] != "test_seen":
        monkeypatch.setattr(seen, "_SLOTS", 1 << 12)
