"""What the container's proxy refuses by itself says when to come again, as the site's own refusals do."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from tests.support.beside import Beside
from tests.support.program import end
from tests.support.wanted import NOT_TESTED

ROOT = Path(__file__).parents[2]
RELEASED = threading.Event()


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            RELEASED.wait(30)
        self.send_response(429 if self.path == "/refused" else 200)
        if self.path == "/refused":
            self.send_header("Retry-After", "33")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[str]:
    """The container's proxy without TLS, before a site of ours, with room for one connection a visitor."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip(f"{NOT_TESTED} behind the proxy: nginx is not installed")
    site = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as two,
    ):
        plain, own = one.getsockname()[1], two.getsockname()[1]
    text = (ROOT / "scripts/container/nginx.conf").read_text("utf-8")
    text = re.sub(r"ssl_[a-z_]+ [^;]+;", "", text.replace("/tmp/", f"{tmp_path}/"))  # noqa: S108
    for there, here in (
        ("listen 8080", f"listen 127.0.0.1:{plain}"),
        ("listen 8443 ssl http2", f"listen 127.0.0.1:{own}"),
        ("http://web:8000", f"http://127.0.0.1:{site.server_port}"),
        ("limit_conn visitors 200", "limit_conn visitors 1"),
    ):
        assert there in text
        text = text.replace(there, here)
    config = tmp_path / "nginx.conf"
    config.write_text(text, "utf-8")
    command = [program, "-p", str(tmp_path), "-c", str(config), "-g", "daemon off;"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(own)
        yield f"http://127.0.0.1:{own}"
    finally:
        RELEASED.set()
        end(process)
        site.shutdown()
        site.server_close()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    with socket.socket() as tried:
        while tried.connect_ex(("127.0.0.1", port)):
            assert time.monotonic() < deadline, "nginx does not come up"
            time.sleep(0.1)


def test_a_connection_too_many_is_told_when_to_come_again(proxy: str) -> None:
    good = requests.get(f"{proxy}/", timeout=30)
    assert (good.status_code, good.headers.get("Retry-After")) == (200, None)
    own = requests.get(f"{proxy}/refused", timeout=30)
    assert (own.status_code, own.headers["Retry-After"]) == (429, "33")
    RELEASED.clear()
    slow = Beside(lambda: requests.get(f"{proxy}/slow", timeout=60))
    deadline = time.monotonic() + 30
    while (refused := requests.get(f"{proxy}/", timeout=30)).status_code == 200:
        assert time.monotonic() < deadline
    RELEASED.set()
    slow.finish()
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    assert "max-age" in refused.headers["Strict-Transport-Security"]
