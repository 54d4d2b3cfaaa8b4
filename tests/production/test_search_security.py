"""A search node with passwords and TLS as docker-compose.yml has it, by scripts/container/secrets."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from elasticsearch import Elasticsearch
from msgspec.structs import replace
from sqlalchemy.engine import Engine

from catalogue.settings import SettingError, Settings
from indexer.check import check
from indexer.pipeline import index
from indexer.search.backends import open_search
from indexer.search.interface import SearchRequest, SearchUnavailable
from schemas import HarvestedRecord, LocalizedText
from tests.conftest import Harvest
from tests.support.program import Program
from tests.support.servers import ROOT, own_servers

pytestmark = pytest.mark.slow


class Secured(msgspec.Struct, frozen=True):
    """Such a node."""

    port: int
    password: str
    authority: Path

    def url(self, user: str = "", host: str = "localhost") -> str:
        credentials = f"{user}@" if user else ""
        return f"https://{credentials}{host}:{self.port}/works"


def make_secrets(folder: Path) -> Path:
    folder.mkdir()
    command = [ROOT / "scripts/container/secrets", folder]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    secrets = make_secrets(tmp_path_factory.mktemp("secured") / "secrets")
    with own_servers(
        "elasticsearch", EACI_TEST_SECRETS=str(secrets), EACI_TEST_HEAP="256m"
    ) as port:
        password = (secrets / "search_password").read_text(encoding="ascii")
        made = Secured(port, password, secrets / "search_ca")
        _warm(made)
        yield made


def _warm(node: Secured) -> None:
    """The first index of a new server takes it longer than a search may take, if the machine is busy."""
    with _administrator(node) as administrator:
        administrator.index(index="warm", document={"title": "рост"}, refresh=True)
        administrator.search(index="warm", query={"match": {"title": "рост"}})
        administrator.indices.delete(index="warm")


def _administrator(node: Secured) -> Elasticsearch:
    return Elasticsearch(
        node.url().removesuffix("/works"),
        ca_certs=str(node.authority),
        basic_auth=("elastic", node.password),
        request_timeout=120,
    )


@pytest.fixture
def allowed(settings: Settings, node: Secured) -> Settings:
    """Settings with which the node lets us in."""
    url = node.url(f"elastic:{node.password}")
    return replace(settings, search_url=url, search_ca=node.authority)


def told(settings: Settings) -> str:
    """What is said about a node that cannot be used."""
    with closing(open_search(settings)) as backend:
        for use in (lambda: backend.search(SearchRequest(query="рост")), lambda: backend.apply([])):
            with pytest.raises(SearchUnavailable) as caught:
                use()
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_the_whole_way_by_password_and_by_key(
    allowed: Settings, node: Secured, engine: Engine, harvest: Harvest
) -> None:
    harvest([HarvestedRecord(identifier="1", titles=(LocalizedText("Рост", "ru"),), year=2020)])
    with closing(open_search(allowed)) as backend:
        assert index(engine, backend, allowed.home).published == 1
    with _administrator(node) as administrator:
        # no more than docs/production.md says that the program needs
        rights = {"eaci": {"indices": [{"names": ["works-*"], "privileges": ["all"]}]}}
        key = administrator.security.create_api_key(name="eaci", role_descriptors=rights)["encoded"]
    by_key = replace(allowed, search_url=node.url(), search_api_key=key)
    program = Program(by_key, EACI_SEARCH_CA=str(node.authority), EACI_SEARCH_API_KEY=key)
    found = program.run("search", "рост")
    assert found.stdout.startswith("1 work\n"), found.stderr
    with closing(open_search(by_key)) as backend:
        assert index(engine, backend, allowed.home, rebuild="in-place").published == 1
        assert check(engine, backend) == []


@pytest.mark.parametrize("user", ["elastic:wrong-word", "nobody:wrong-word", ""])
def test_a_wrong_password_is_told(allowed: Settings, node: Secured, user: str) -> None:
    message = told(replace(allowed, search_url=node.url(user)))
    assert "refuses us" in message
    assert "EACI_SEARCH_URL" in message
    assert "wrong-word" not in message


def test_a_wrong_key_is_told(allowed: Settings, node: Secured) -> None:
    wrong = replace(allowed, search_url=node.url(), search_api_key="d3Jvbmc6d3Jvbmc=")
    assert "EACI_SEARCH_API_KEY" in told(wrong)


def test_an_authority_that_did_not_sign_it_is_told(allowed: Settings, tmp_path: Path) -> None:
    other = make_secrets(tmp_path / "other")
    for authority in (other / "search_ca", None):
        message = told(replace(allowed, search_ca=authority))
        assert "EACI_SEARCH_CA" in message
        assert allowed.search_url not in message


def test_a_certificate_for_another_name_is_told(allowed: Settings, node: Secured) -> None:
    url = node.url(f"elastic:{node.password}", host="127.0.0.1")
    message = told(replace(allowed, search_url=url))
    assert "127.0.0.1" in message
    assert node.password not in message


def test_a_node_that_wants_tls_is_not_asked_without(allowed: Settings) -> None:
    plain = replace(allowed, search_url=allowed.search_url.replace("https", "http"))
    with pytest.raises(SettingError, match="Write https://"):
        open_search(plain)
    assert "EACI_SEARCH_URL" in told(replace(plain, search_ca=None))


def test_a_file_that_holds_no_certificate_is_told(
    allowed: Settings, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "not.pem").write_text("nothing")
    outcome = Program(allowed, EACI_SEARCH_CA=str(tmp_path / "not.pem")).run("search", "рост")
    assert outcome.returncode == 1
    assert "EACI_SEARCH_CA" in outcome.stderr
    assert "Traceback" not in outcome.stderr
