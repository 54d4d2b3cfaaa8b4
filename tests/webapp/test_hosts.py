"""The host names that the site answers under, its canonical addresses, and addresses that are too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace
from sqlalchemy.engine import Engine

from catalogue.settings import SettingError, Settings
from webapp.app import create_app
from webapp.hosts import canonical_url
from webapp.services import services_of

Make = Callable[..., Flask]


@pytest.fixture
def make(engine: Engine, settings: Settings) -> Iterator[Make]:
    """The site under some host names."""
    made: list[Flask] = []

    def site(*hosts: str, proxies: int = 0) -> Flask:
        made.append(create_app(replace(settings, hosts=hosts, proxies=proxies)))
        return made[-1]

    yield site
    for app in made:
        services_of(app).close()


def get(client: FlaskClient, path: str, host: str, **headers: str) -> int:
    with client.get(path, headers={"Host": host, **headers}) as answer:
        return answer.status_code


@pytest.mark.parametrize(
    "path", ["/ru/help", "/static/base.css", "/admin/login", "/nowhere", "/ru"]
)
def test_other_host_names_are_not_answered(make: Make, path: str) -> None:
    client = make("index.example.org", ".science.example").test_client()
    expected = {"/nowhere": 404, "/ru": 308}.get(path, 200)
    for host in ("index.example.org", "INDEX.example.org:8443", "a.b.science.example"):
        assert get(client, path, host) == expected, host
    for host in (
        "evil.example",
        "index.example.org.evil.example",
        "evilindex.example.org",
        "index.example.org@evil.example",
        "notscience.example",
        "127.0.0.1",
    ):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400, host
        assert "evil" not in answer.text
        assert "evil" not in str(answer.headers)


def test_what_the_proxy_says_of_the_host_is_checked_too(make: Make) -> None:
    client = make("index.example.org", proxies=1).test_client()
    said = {"X-Forwarded-Host": "evil.example"}
    assert get(client, "/ru/help", "index.example.org", **said) == 400
    assert get(client, "/ru/help", "web:8000", **{"X-Forwarded-Host": "index.example.org"}) == 200


def test_those_who_look_after_it_use_any_name(make: Make) -> None:
    client = make("index.example.org").test_client()
    for path in ("/healthz", "/readyz", "/metrics"):
        assert get(client, path, "web:8000") == 200


def test_without_names_every_host_is_answered(make: Make) -> None:
    assert get(make().test_client(), "/ru/help", "whatever.example") == 200


def test_canonical_addresses_have_the_first_name(make: Make) -> None:
    app = make(".science.example", "index.example.org", "www.example.org")
    with app.test_request_context("/", headers={"Host": "www.example.org"}):
        assert canonical_url("scholars.help_page", lang="en") == "http://index.example.org/en/help"
    with make().test_request_context("/", headers={"Host": "other.example"}):
        assert canonical_url("scholars.help_page", lang="en") == "http://other.example/en/help"
    with make(".science.example").test_request_context("/", headers={"Host": "a.science.example"}):
        assert canonical_url("scholars.help_page", lang="en") == "http://a.science.example/en/help"


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("", ()),
        ("index.example.org", ("index.example.org",)),
        (" Index.Example.org, .example.org ", ("index.example.org", ".example.org")),
        ("a.example:8443 b.example,a.example:8443", ("a.example:8443", "b.example")),
        ("индекс.рф", ("xn--d1achkm1a.xn--p1ai",)),
    ],
)
def test_the_setting(text: str, hosts: tuple[str, ...]) -> None:
    assert Settings.from_environment({"EACI_HOSTS": text}).hosts == hosts


@pytest.mark.parametrize(
    "text", ["https://a.example", "a.example/x", "*", "a_b@c", "..a", ".", "a,b;c"]
)
def test_what_is_no_host_name(text: str) -> None:
    with pytest.raises(SettingError, match="EACI_HOSTS"):
        Settings.from_environment({"EACI_HOSTS": text})


@pytest.mark.parametrize(
    "path", ["/ru/search", "/api/search", "/healthz", "/nowhere", "/static/base.css"]
)
def test_the_application_refuses_long_addresses_itself(make: Make, path: str) -> None:
    client = make().test_client()
    for query in (
        "q=" + "x" * 8192,
        "country=" + "%D0%B0" * 1500,
        "&".join(["a=1"] * 3000),
        "z" * 10**6,
    ):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 414
        assert "8192" in answer.text
        assert len(answer.data) < 1000
    assert client.get("/ru/" + "x" * 8200).status_code == 414
    assert client.get(f"/ru/help?{'x' * 8000}").status_code == 200
