"""The replay server's OAI-PMH: windows, sets, tokens, errors, and the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests

from scripts.replay_server import Repository, load_repositories, make_server
from tests.support.beside import Beside


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with make_server() as server:
        serving = Beside(server.serve_forever)
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.finish()


def _record(number: int, datestamp: str, spec: str = "a") -> bytes:
    return (
        f"<record><header><identifier>oai:x:{number}</identifier><datestamp>{datestamp}</datestamp>"
        f"<setSpec>{spec}</setSpec></header><metadata>{number}</metadata></record>"
    ).encode()


@pytest.fixture
def repository() -> Repository:
    records = [_record(n, f"2020-0{n}-01T00:00:00Z", "a" if n < 4 else "b") for n in range(1, 6)]
    return Repository("test", b"\n".join(records), page_size=2)


def _ask(repository: Repository, **arguments: str) -> str:
    given = {"from" if k == "from_" else k: v for k, v in arguments.items()}
    return repository.answer(given, "http://x/oai").decode()


def _numbers(answer: str) -> list[int]:
    return [int(n) for n in re.findall(r"<identifier>oai:x:(\d+)<", answer)]


def _list_all(repository: Repository, **window: str) -> list[list[int]]:
    answer = _ask(repository, verb="ListRecords", metadataPrefix="oai_dc", **window)
    pages = [_numbers(answer)]
    while token := re.search(r"<resumptionToken[^>]*>([^<]+)<", answer):
        answer = _ask(repository, verb="ListRecords", resumptionToken=token.group(1))
        pages.append(_numbers(answer))
    return pages


@pytest.mark.parametrize(
    ("window", "pages"),
    [
        ({}, [[1, 2], [3, 4], [5]]),
        ({"from_": "2020-03-01T00:00:00Z"}, [[3, 4], [5]]),
        ({"until": "2020-02-01"}, [[1, 2]]),
        ({"from_": "2020-02-01", "until": "2020-04-01"}, [[2, 3], [4]]),
        ({"set": "b"}, [[4, 5]]),
        ({"set": "a", "from_": "2020-02-02"}, [[3]]),
    ],
)
def test_lists(repository: Repository, window: dict[str, str], pages: list[list[int]]) -> None:
    assert _list_all(repository, **window) == pages


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Delete"}, "badVerb"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "Identify", "set": "a"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "yesterday"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from_": "2030-01-01"},
            "noRecordsMatch",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "none"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "forgotten"}, "badResumptionToken"),
        (
            {"verb": "GetRecord", "identifier": "oai:x:9", "metadataPrefix": "oai_dc"},
            "idDoesNotExist",
        ),
    ],
)
def test_errors(repository: Repository, arguments: dict[str, str], code: str) -> None:
    assert f'<error code="{code}">' in _ask(repository, **arguments)


def test_a_repository_without_sets_says_so() -> None:
    raw = _record(1, "2020-01-01T00:00:00Z").replace(b"<setSpec>a</setSpec>", b"")
    assert 'code="noSetHierarchy"' in _ask(Repository("test", raw), verb="ListSets")


def test_get_record_and_headers(repository: Repository) -> None:
    answer = _ask(repository, verb="GetRecord", identifier="oai:x:2", metadataPrefix="oai_dc")
    assert _numbers(answer) == [2]
    headers = _ask(repository, verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert _numbers(headers) == [1, 2]
    assert "<metadata>" not in headers


def test_over_http(address: str) -> None:
    identify = requests.get(f"{address}/oai/by", {"verb": "Identify"}, timeout=10)
    assert "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>" in identify.text
    page = requests.get(f"{address}/pages/by/handle/123456789/1001", timeout=10)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert requests.get(f"{address}/robots.txt", timeout=10).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/oai/none", "/pages/by/../../sample/README.md", "/pages/by/x"]
)
def test_nothing_else_is_served(address: str, path: str) -> None:
    assert requests.get(f"{address}{path}", timeout=10).status_code == 404


def test_the_sample_has_several_pages_and_deletions() -> None:
    repositories = load_repositories()
    assert len(repositories["cyberleninka"].records) == 54
    for name in ("by", "kz", "am", "kg"):
        records = repositories[name].records
        assert len(records) > 2 * repositories[name].page_size
        deleted = sum(b'status="deleted"' in record.raw for record in records)
        assert deleted == (0 if name == "by" else 1)
