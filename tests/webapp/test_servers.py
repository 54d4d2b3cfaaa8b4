"""waitress and gunicorn, the real ones: whom they take a visitor for, slow clients, long addresses."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from catalogue.database.engine import open_engine
from catalogue.settings import Settings
from tests.support.fresh import make_tables
from tests.support.program import end, until
from tests.support.site import Site, gunicorn, waitress
from webapp.servers import limits

LIMITED = "/ru/integration/export.json"  # 30 a minute
Serve = Callable[..., AbstractContextManager[Site]]


@contextmanager
def one_gunicorn(settings: Settings, **more: str) -> Iterator[Site]:
    with gunicorn(settings, workers=1, **more) as site:
        yield site


@contextmanager
def on_a_name(settings: Settings, **more: str) -> Iterator[Site]:
    with waitress(settings, "--host", "localhost", **more) as site:
        yield site


SERVERS: dict[str, Serve] = {"waitress": waitress, "gunicorn": one_gunicorn}


@contextmanager
def served(serve: Serve, folder: Path, **more: str) -> Iterator[Site]:
    """A server over an empty catalogue of its own."""
    settings = Settings.from_environment({"EACI_HOME": str(folder)})
    settings.make_home()
    engine = open_engine(settings)
    make_tables(engine)
    engine.dispose()
    with serve(settings, **more) as site:
        yield site


@pytest.fixture(scope="module", params=SERVERS)
def plain(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A server that visitors reach themselves."""
    with served(SERVERS[request.param], tmp_path_factory.mktemp("plain")) as site:
        yield site


@pytest.fixture(scope="module", params=SERVERS)
def proxied(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A server behind a proxy."""
    folder = tmp_path_factory.mktemp("proxied")
    with served(SERVERS[request.param], folder, EACI_PROXIES="1") as site:
        yield site


def statuses(site: Site, headers: Callable[[int], dict[str, str]], times: int = 31) -> list[int]:
    return [
        requests.get(site.address + LIMITED, headers=headers(nth), timeout=30).status_code
        for nth in range(times)
    ]


def test_behind_a_proxy_each_visitor_is_counted_apart(proxied: Site) -> None:
    first = statuses(proxied, lambda _: {"X-Forwarded-For": "198.51.100.1"})
    assert (first[0], first[-1]) == (200, 429)
    others = statuses(proxied, lambda nth: {"X-Forwarded-For": f"198.51.100.{nth + 2}"})
    assert set(others) == {200}
    # what a visitor claims stands before what the proxy adds
    forged = statuses(proxied, lambda nth: {"X-Forwarded-For": f"203.0.113.{nth}, 198.51.100.99"})
    assert forged[-1] == 429


def test_without_a_proxy_forged_headers_are_ignored(plain: Site) -> None:
    def forged(nth: int) -> dict[str, str]:
        claims = ("X-Forwarded-For", "X_Forwarded_For", "X-Real-IP", "Forwarded", "Client-IP")
        return dict.fromkeys(claims, f"198.51.100.{nth}") | {"X-Forwarded-Proto": "https"}

    assert statuses(plain, forged)[-1] == 429


def test_behind_nginx(proxied: Site, tmp_path: Path) -> None:
    """Two visitors of a real proxy, at two loopback addresses."""
    with nginx(proxied.port, tmp_path) as address, visitor("127.0.0.1") as one:
        first = [one.get(address + LIMITED, timeout=30).status_code for _ in range(31)]
        assert (first[0], first[-1]) == (200, 429)
        with visitor("127.0.0.2") as other:
            assert other.get(address + LIMITED, timeout=30).status_code == 200


def visitor(where: str) -> requests.Session:
    """A client that connects from one of this machine's addresses."""

    class From(HTTPAdapter):
        def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
            super().init_poolmanager(*arguments, **more, source_address=(where, 0))

    session = requests.Session()
    session.mount("http://", From())
    return session


@contextmanager
def nginx(port: int, folder: Path) -> Iterator[str]:
    """A proxy before the site that says who the visitor is, as the container's does."""
    program = shutil.which("nginx")
    if not program:
        pytest.skip("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        own = free.getsockname()[1]
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    config = folder / "nginx.conf"
    config.write_text(
        f"pid {folder}/nginx.pid; daemon off; error_log {folder}/error.log; events {{}}"
        f"http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{own}; location / {{"
        f"proxy_pass http://127.0.0.1:{port}; proxy_set_header Host $host;"
        "proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto http;"
        "} } }",
        encoding="ascii",
    )
    process = subprocess.Popen([program, "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        until(lambda: _listens(own))
        yield f"http://127.0.0.1:{own}"
    finally:
        end(process)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


HALF = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
CHUNKED = (
    b"POST /admin/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nname="
)
HALF_BODY = b"POST /admin/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\nname="


def test_slow_clients_are_dropped_and_others_served(plain: Site) -> None:
    """250 that have sent half a head, and 110 that say nothing."""
    site = plain
    with ExitStack() as stack:
        began = time.monotonic()
        half = [slow(site, HALF, stack) for _ in range(250)]
        silent = [slow(site, b"", stack) for _ in range(110)]
        for nth in range(10):
            answered = time.monotonic()
            assert requests.get(f"{site.address}/healthz", timeout=30).status_code == 200
            assert time.monotonic() - answered < limits.HEAD_SECONDS / 2, nth
            for each in half[:50]:  # a byte at a time does not help them
                drip(each)
        until(lambda: [drip(each) for each in half] and all(map(is_closed, half)), 20)
        assert time.monotonic() - began >= limits.HEAD_SECONDS
        until(lambda: all(map(is_closed, silent)), 30)
        assert requests.get(f"{site.address}/healthz", timeout=30).status_code == 200


def slow(site: Site, content: bytes, stack: ExitStack) -> socket.socket:
    made = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=30))
    made.sendall(content)
    made.setblocking(False)
    return made


def drip(connection: socket.socket) -> bool:
    try:
        connection.send(b"x")
    except OSError:
        return False
    return True


def is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_waitress_gives_up_the_slowest_when_it_is_full(tmp_path: Path) -> None:
    """And listens at every address of a name."""
    with ExitStack() as stack:
        site = stack.enter_context(served(on_a_name, tmp_path))
        assert re.fullmatch(r"http://localhost:\d+", site.address)
        waiting = [slow(site, HALF, stack) for _ in range(limits.CONNECTIONS + 60)]
        assert requests.get(f"{site.address}/healthz", timeout=5).status_code == 200
        until(lambda: sum(map(is_closed, waiting)) >= 60)
        assert not is_closed(waiting[-1])


def test_a_body_that_does_not_come_keeps_nobody_else(plain: Site) -> None:
    with ExitStack() as stack:
        for _ in range(60):
            slow(plain, HALF_BODY, stack)
            slow(plain, CHUNKED, stack)
        assert requests.get(f"{plain.address}/healthz", timeout=5).status_code == 200


@pytest.mark.parametrize("size", [0, 10, 30_000, 70_000, 900_000])
def test_bodies_that_do_come_are_read(plain: Site, size: int) -> None:
    for body in (b"x" * size, iter([b"x" * (size // 2), b"y" * (size // 2)])):
        answer = requests.post(f"{plain.address}/admin/login", data=body, timeout=30)
        assert answer.status_code == 400  # no token


@pytest.mark.parametrize(
    ("size", "status"), [(7_900, 200), (8_300, 414), (20_000, 414), (60_000, 414)]
)
def test_long_addresses_are_refused(plain: Site, size: int, status: int) -> None:
    assert first_line(plain, size)[9:12] == str(status)


def first_line(site: Site, size: int) -> str:
    """The first line of the answer to an address of so many bytes."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        address = b"/healthz?q=" + b"x" * (size - 11)
        connection.sendall(b"GET " + address + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection.recv(4096).decode("latin-1").splitlines()[0]
