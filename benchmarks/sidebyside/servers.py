"""The production side's servers: our own for as long as a run takes, or those that EACI_TEST_* name; what they cost."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from elasticsearch import Elasticsearch
from sqlalchemy import create_engine, make_url, text

from benchmarks.meter import descendants
from benchmarks.report import ROOT
from benchmarks.sidebyside.account import SERVERS

POSTGRESQL, ELASTICSEARCH = "EACI_TEST_DATABASE_URL", "EACI_TEST_ELASTICSEARCH_URL"
_LOCAL = ("127.0.0.1", "localhost", "::1")
_PROC = Path("/proc")
_LOOK = 0.5  # seconds between two looks at the servers' memory


class Servers(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses without a database or an index; ``own``: whether they are ours, and end with the run."""

    database: str
    search: str
    own: bool
    told: str

    def processes(self) -> dict[str, int]:
        """The process of each server that runs on this machine, by its name."""
        found = zip(SERVERS, (_postmaster(self.database), _node(self.search)), strict=True)
        return {name: pid for name, pid in found if pid}


@contextmanager
def servers(*, buffers: str, heap: str) -> Iterator[Servers]:
    """The servers of EACI_TEST_DATABASE_URL and EACI_TEST_ELASTICSEARCH_URL, or both started and at the end stopped."""
    given = tuple(os.environ.get(name) for name in (POSTGRESQL, ELASTICSEARCH))
    if given[0] and given[1]:
        told = "servers that were there (EACI_TEST_DATABASE_URL, EACI_TEST_ELASTICSEARCH_URL)"
        yield Servers(database=given[0], search=given[1].rstrip("/"), own=False, told=told)
        return
    with (
        _own_database(buffers) as database,
        _started("elasticsearch", ELASTICSEARCH, {"EACI_TEST_HEAP": heap}) as search,
    ):
        told = (
            f"PostgreSQL with {buffers} of shared buffers, commits on disk before they are acknowledged; "
            f"Elasticsearch, one node with a heap of {heap} and without mapped files"
        )
        yield Servers(database=database, search=search.rstrip("/"), own=True, told=told)


@contextmanager
def database_server(*, buffers: str) -> Iterator[str]:
    """PostgreSQL alone, in the same way; its address."""
    given = os.environ.get(POSTGRESQL)
    if given:
        yield given
        return
    with _own_database(buffers) as address:
        yield address


@contextmanager
def _own_database(buffers: str) -> Iterator[str]:
    settings = {"EACI_TEST_DURABLE": "1", "EACI_TEST_BUFFERS": buffers}
    with _started("postgresql", POSTGRESQL, settings) as address:
        yield address


@contextmanager
def _started(script: str, variable: str, settings: Mapping[str, str]) -> Iterator[str]:
    """A server of ``scripts/SCRIPT`` on a free port; its address."""
    port = _free_port()
    try:
        told = _control(script, "start", port, settings)
        found = re.search(rf"{variable}=(\S+)", told)
        if not found:
            raise RuntimeError(f"scripts/{script} told no address: {told!r}")
        yield found[1]
    finally:
        _control(script, "stop", port, settings)


def _control(script: str, action: str, port: int, settings: Mapping[str, str]) -> str:
    command = [str(ROOT / "scripts" / script), action, str(port)]
    environment = {**os.environ, **settings}
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=environment
    ).stdout


def _free_port() -> int:
    """A port that is free now, as is the one a hundred above, on which a search node speaks to others."""
    while True:
        port = random.randrange(30_000, 32_000)  # noqa: S311 -- not a secret
        if all(_is_free(each) for each in (port, port + 100)):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


def _postmaster(address: str) -> int:
    """The parent of the process that serves a connection; 0 if it is not on this machine."""
    url = make_url(address)
    if url.host not in _LOCAL:
        return 0
    engine = create_engine(url)
    with engine.connect() as connection:
        backend = int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)
        status = _read(_PROC / str(backend) / "status")
    engine.dispose()
    parent = re.search(r"^PPid:\s+(\d+)", status, re.MULTILINE)
    return _checked(int(parent[1]) if parent else 0, "postgres")


def _node(address: str) -> int:
    with Elasticsearch(address) as client:
        nodes = client.nodes.info(node_id="_local", metric="process")["nodes"]
    (node,) = nodes.values()
    return _checked(int(node["process"]["id"]), "java") if node["host"] in _LOCAL else 0


def _checked(pid: int, name: str) -> int:
    """The number, if a process of that name has it here and not on another machine or in a container."""
    return pid if _read(_PROC / str(pid) / "comm").startswith(name) else 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended, or is not ours to read
        return ""


@contextmanager
def watched(processes: Mapping[str, int]) -> Iterator[dict[str, float]]:
    """Peaks of memory by server in MiB, as far as they are seen while the block runs."""
    peaks = dict.fromkeys(processes, 0.0)
    ended = threading.Event()

    def look() -> None:
        while True:
            for name, pid in processes.items():
                peaks[name] = max(peaks[name], memory((pid, *descendants(pid))))
            if ended.wait(_LOOK):
                return

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peaks
    finally:
        ended.set()
        thread.join()


def memory(processes: Sequence[int]) -> float:
    """MiB in memory of these processes together; what they share counts once (Linux, else 0)."""
    told = (_read(_PROC / str(pid) / "smaps_rollup") for pid in processes)
    found = (re.search(r"^Pss:\s+(\d+) kB", each, re.MULTILINE) for each in told)
    return sum(int(each[1]) for each in found if each) / 1024
