"""The guard against requests into our own network: numbers, names, redirects, and names that change their answer."""

from __future__ import annotations

import socket

import pytest

from crawler.asking import addresses
from crawler.asking.addresses import InternalAddress, check, guarded_session
from crawler.hosts import is_internal, named_internally, places

NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("172.31.0.1", True),
        ("192.168.0.1", True),
        ("169.254.169.254", True),  # where clouds keep their credentials
        ("100.64.0.1", True),
        ("0.0.0.0", True),  # noqa: S104 -- an address to be refused
        ("224.0.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("fc00::1", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::7f00:1", True),
        ("64:ff9b::808:808", False),
        ("2002:7f00:1::", True),
        ("8.8.8.8", False),
        ("172.32.0.1", False),
        ("2a02:6b8::2:242", False),
        # forms of IPv6 that hold or name something inside
        ("::ffff:10.0.0.1", True),
        ("::ffff:0:127.0.0.1", True),
        ("::127.0.0.1", True),
        ("::8.8.8.8", True),
        ("::", True),
        ("64:ff9b::10.0.0.1", True),
        ("64:ff9b:1::808:808", True),
        ("2002:a00:1::", True),
        ("2002:808:808::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", True),
        ("2a02:6b8::5efe:7f00:1", True),
        ("2a02:6b8::200:5efe:a00:1", True),
        ("2a02:6b8::5efe:808:808", False),
        ("fd00::1", True),
        ("fec0::1", True),
        ("fe80::1%25eth0", True),
        ("ff02::1", True),
        ("2001:db8::1", True),
        ("3fff::1", True),
        ("5f00::1", True),
        ("100::1", True),
        ("1::1", True),
        ("4000::1", True),
        ("[::1]", True),
        # IPv4 that is nobody's, and its old spellings
        ("0.1.2.3", True),
        ("100.127.255.255", True),
        ("100.128.0.1", False),
        ("192.0.0.9", True),
        ("192.0.2.1", True),
        ("192.88.99.1", True),
        ("198.18.0.1", True),
        ("198.20.0.1", False),
        ("203.0.113.1", True),
        ("240.0.0.1", True),
        ("255.255.255.255", True),
        ("127.0.0.1.", True),
        ("127.1", True),
        ("2130706433", True),
        ("0x7f000001", True),
        ("0x7f.1", True),
        ("017700000001", True),
        ("0300.0250.0.1", True),
        ("134744072", False),
    ],
)
def test_internal_and_public_addresses(address, expected):
    assert is_internal(address) is expected


@pytest.mark.parametrize(
    "name", ["", "a.example", "0x", "1.2.3.4.5", "127.0.0.256", "0xzz", "::1::"]
)
def test_a_name_is_no_numeric_address(name):
    with pytest.raises(ValueError, match=r".*"):
        is_internal(name)


def test_only_addresses_internal_on_their_face_allow_themselves():
    urls = [
        "http://127.0.0.1:8000/oai",
        "http://LOCALHOST/x",
        "https://elib.bsu.by/oai",
        "http://[::1]/",
        "nonsense",
    ]
    assert named_internally(urls) == {"127.0.0.1", "localhost", "::1"}
    assert named_internally(["http://[broken/"]) == NOBODY


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "localhost", "LOCALHOST", "localhost.", "127.0.0.1.",
     "a.localhost", "::1", "::ffff:7f00:1", "\N{FULLWIDTH DIGIT ONE}27.0.0.1"],
)  # fmt: skip
def test_every_spelling_of_loopback_is_refused(host):
    with pytest.raises(InternalAddress, match="internal network"):
        check(host, NOBODY)
    check(host, frozenset({host}))


def test_a_name_is_judged_by_all_that_it_resolves_to(monkeypatch):
    answers = {
        "good.example": ["8.8.8.8"],
        "half.example": ["8.8.8.8", "10.0.0.1"],
        "gone.example": [],
    }
    monkeypatch.setattr(addresses, "resolve", answers.__getitem__)
    check("good.example", NOBODY)
    check("gone.example", NOBODY)  # that it is not known is told at connecting
    with pytest.raises(InternalAddress, match=r"half\.example \(10\.0\.0\.1\)"):
        check("half.example", NOBODY)


def test_a_session_connects_only_where_it_may(server, answer):
    server.rule = lambda path, query: answer(b"inside")
    with guarded_session(NOBODY, "test") as session, pytest.raises(InternalAddress):
        session.get(server.url, timeout=5)
    assert server.asked == [], "refused before a byte was sent"
    with guarded_session(frozenset({"127.0.0.1"}), "test") as session:
        assert session.get(server.url, timeout=5).content == b"inside"


def test_a_redirect_does_not_lead_inside(server, answer):
    port = server.url.rpartition(":")[2]
    inside = answer(status=302, headers={"Location": f"http://localhost:{port}/inside"})
    server.rule = lambda path, query: inside if path == "/" else answer(b"secret")
    allowed = frozenset({"127.0.0.1"})
    with guarded_session(allowed, "test") as session, pytest.raises(InternalAddress):
        session.get(f"{server.url}/", timeout=5)
    assert [path for path, _ in server.asked] == ["/"]


def other_server(server_class, answer):
    other = server_class()
    other.rule = lambda path, query: answer(b"secret")
    return other


@pytest.mark.parametrize("internal", ["true", "false"])
def test_a_redirect_of_an_internal_source_goes_to_its_own_port_only(
    server, write_source, crawl, answer, internal
):
    other = other_server(type(server), answer)
    inside = answer(status=302, headers={"Location": f"{other.url}/secret"})
    server.rule = lambda path, query: inside
    write_source("trial", endpoint=f'"{server.url}/oai"', internal=internal)
    run = crawl("trial")
    asked = list(other.asked)
    other.close()
    assert run.state == "failed"
    assert "is an address of an internal network, which is refused" in run.message
    assert asked == []


def test_a_redirect_of_an_internal_source_may_stay_at_its_port(server, write_source, crawl, answer):
    there = answer(status=301, headers={"Location": f"{server.url}/there"})
    server.rule = lambda path, query: answer(status=404) if path == "/there" else there
    write_source("trial", endpoint=f'"{server.url}/oai"')
    assert "/there answered 404" in crawl("trial").message
    assert "/there" in [path for path, _ in server.asked]


def test_a_session_keeps_to_the_places_of_its_source(server, answer):
    other = other_server(type(server), answer)
    server.rule = lambda path, query: answer(status=302, headers={"Location": other.url})
    with guarded_session(places([server.url]), "test") as session, pytest.raises(InternalAddress):
        session.get(server.url, timeout=5)
    asked = list(other.asked)
    other.close()
    assert (len(server.asked), asked) == (1, [])


def test_what_a_source_names_is_host_and_port():
    urls = [
        "http://127.0.0.1:8000/oai",
        "https://LOCALHOST./x",
        "http://[::1]/",
        "http://[x/",
        "nonsense",
    ]
    assert places(urls) == {"127.0.0.1:8000", "localhost:443", "[::1]:80"}
    for url, port in (("127.0.0.1", 22), ("localhost", 80), ("::1", 8080)):
        with pytest.raises(InternalAddress):
            check(url, places(urls), port)
    check("127.0.0.1", places(urls), 8000)
    check("::1", places(urls), 80)


def test_a_name_that_answers_differently_at_connecting_gains_nothing(server, monkeypatch):
    monkeypatch.setattr(addresses, "resolve", lambda host: ["8.8.8.8"])
    check("rebind.example", NOBODY)
    real = socket.getaddrinfo

    def lying(host, *rest, **more):
        return real("127.0.0.1" if host == "rebind.example" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", lying)
    port = server.url.rpartition(":")[2]
    with guarded_session(NOBODY, "test") as session, pytest.raises(InternalAddress):
        session.get(f"http://rebind.example:{port}/", timeout=5)
    assert server.asked == []


def test_a_spider_s_redirect_inside_is_refused_and_told(server, write_source, crawl, answer):
    port = server.url.rpartition(":")[2]
    inside = answer(status=302, headers={"Location": f"http://localhost:{port}/secret"})
    server.rule = lambda path, query: inside if path == "/oai" else answer(b"secret")
    write_source("trial", endpoint=f'"{server.url}/oai"')
    run = crawl("trial")
    assert run.state == "failed"
    assert "is an address of an internal network, which is refused" in run.message
    assert "/secret" not in [path for path, _ in server.asked]


def test_a_source_may_say_that_its_name_is_inside(settings, server, write_source, crawl, answer):
    server.rule = lambda path, query: answer(status=404)
    name = server.url.replace("127.0.0.1", "ip6-localhost.invalid")
    write_source("trial", endpoint=f'"{name}/oai"', internal="true")
    assert "not known" in crawl("trial").message, "allowed to ask, though nobody answers"
