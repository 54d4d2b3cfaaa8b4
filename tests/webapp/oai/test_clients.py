"""Harvesters that others wrote take the whole list."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from oaipmh_scythe import Scythe
from sickle import Sickle
from werkzeug.serving import make_server

from webapp.extensions import limiter


@pytest.fixture
def address(repository, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(limiter, "enabled", False)
    server = make_server("127.0.0.1", 0, repository, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/oai"
    server.shutdown()
    server.server_close()
    thread.join(timeout=30)


def local(identifiers):
    return sorted(each.rpartition(":")[2] for each in identifiers)


def test_sickle(address, whole):
    client = Sickle(address)
    records = client.ListRecords(metadataPrefix="oai_dc")
    assert local(each.header.identifier for each in records) == local(
        whole(metadataPrefix="oai_dc")
    )
    assert client.Identify().deletedRecord == "persistent"
    assert {each.metadataPrefix for each in client.ListMetadataFormats()} >= {"oai_dc", "jats"}


def test_oaipmh_scythe(address, whole):
    with Scythe(address) as client:
        records = client.list_records(metadata_prefix="marcxml")
        found = local(each.header.identifier for each in records)
        assert found == local(whole(metadataPrefix="oai_dc"))
