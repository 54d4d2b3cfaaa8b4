"""Real servers under hostile requests: figures on a small tmpfs, processes that are killed, slow connections."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import msgspec

from benchmarks.report import ROOT

_START_SECONDS = 60.0
_HALF = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


class Server(msgspec.Struct, frozen=True):
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int

    def ask(self, path: str, method: str = "GET") -> bytes | None:
        """The body of an answer; None if the connection ended without one."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path)
            return connection.getresponse().read()
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()

    def workers(self) -> set[int]:
        """Its processes that answer."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(each) for task in tasks for each in task.read_text().split()}


@contextmanager
def running(home: Path, *, gunicorn: bool, **more: str) -> Iterator[Server]:
    """The site over the data folder, behind gunicorn with two processes or behind waitress."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    config = ("--config", "scripts/container/gunicorn.conf.py", "--workers", "2")
    command = (
        (sys.executable, "-m", "gunicorn", *config, "--bind", f"127.0.0.1:{port}", "webapp.wsgi:application()")
        if gunicorn
        else (sys.executable, "-c", "import webapp.cli; webapp.cli.main()", "serve", "--port", str(port))
    )  # fmt: skip
    environment = {**os.environ, "EACI_HOME": str(home), **more}
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    server = Server(process, port)
    try:
        ends = time.monotonic() + _START_SECONDS
        while server.ask("/healthz") is None and time.monotonic() < ends:
            time.sleep(0.2)
        yield server
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def small_tmpfs(folder: Path, megabytes: int) -> Iterator[str]:
    """A tmpfs of so many MB where this user may mount one, else a plain folder; says which."""
    folder.mkdir()
    library = ctypes.CDLL(None)
    size = f"size={megabytes}m".encode()
    mounted = library.mount(b"none", bytes(folder), b"tmpfs", 0, size) == 0
    try:
        yield (
            f"tmpfs of {megabytes} MB" if mounted else "plain folder: no tmpfs may be mounted here"
        )
    finally:
        if mounted:
            library.umount2(bytes(folder), 2)


def figures(home: Path, requests: int, seconds: float) -> Iterator[tuple[str, str]]:
    """Requests with methods and addresses that nobody knows, then processes that are killed, then a full folder."""
    folder = home / "metrics"
    with (
        small_tmpfs(folder, 4) as place,
        running(home, gunicorn=True, PROMETHEUS_MULTIPROC_DIR=str(folder)) as server,
    ):
        before, ends, asked, failed = server.workers(), time.monotonic() + seconds, 0, 0
        while asked < requests and time.monotonic() < ends:
            failed += server.ask(f"/nothing/{asked}", f"BREW{asked}") is None
            asked += 1
        yield f"requests with as many methods ({place}), not answered", f"{asked:,}, {failed}"
        yield "processes that died of them", str(len(before - server.workers()))
        yield "bytes of figures", f"{_bytes(folder):,}"
        counted = _counted(server)
        for _ in range(10):
            _kill_one(server)
        yield (
            "count before and after 10 processes were killed",
            f"{counted:,}, {_counted(server):,}",
        )
        yield "files of figures", str(len(list(folder.glob("*.db"))))
        with suppress(OSError), (folder / "filler").open("wb") as filler:
            for _ in range(8):
                filler.write(bytes(1 << 20))
        alive = server.workers()
        lost = sum(server.ask("/ru/help") is None for _ in range(100))
        yield "100 requests with the folder full, not answered", str(lost)
        yield "processes that died of them", str(len(alive - server.workers()))


def slow(home: Path) -> Iterator[tuple[str, str]]:
    """110 connections that send half a request, on either server."""
    for name, gunicorn in (("waitress", False), ("gunicorn", True)):
        with running(home, gunicorn=gunicorn) as server, ExitStack() as stack:
            for _ in range(110):
                held = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
                held.sendall(_HALF)
            began = time.monotonic()
            answered = server.ask("/healthz") is not None
            told = f"{time.monotonic() - began:.2f} s" if answered else "never"
            yield f"another's answer beside 110 slow connections, {name}", told


def _kill_one(server: Server) -> None:
    before = server.workers()
    os.kill(next(iter(before)), signal.SIGKILL)
    ends = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends and (len(server.workers()) < 2 or server.workers() == before):
        time.sleep(0.1)


def _counted(server: Server) -> int:
    lines = (server.ask("/metrics") or b"").decode().splitlines()
    wanted = [each for each in lines if each.startswith('eaci_requests_total{endpoint="none"')]
    return int(sum(float(each.rpartition(" ")[2]) for each in wanted))


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.db"))
