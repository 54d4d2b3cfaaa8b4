"""Figures of several processes: bounded, kept when a process dies, and never the end of a request."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask
from sqlalchemy.engine import Engine

from catalogue.settings import Settings
from tests.support.program import until
from tests.support.site import Site, gunicorn
from webapp import metric_files
from webapp.app import create_app
from webapp.metric_files import MetricFile, SharedCollector, fold
from webapp.services import services_of

KEY = '["eaci_requests", "eaci_requests_total", {"endpoint": "%s"}, "Requests answered"]'
NOBODY = 4_194_305  # above the greatest number that Linux gives a process


def total(folder: Path, endpoint: str = "home") -> float:
    """What all processes counted together."""
    return sum(
        sample.value
        for metric in SharedCollector(folder).collect()
        for sample in metric.samples
        if sample.labels["endpoint"] == endpoint
    )


def count(folder: Path, process: int, value: float, endpoint: str = "home") -> None:
    MetricFile(folder / f"counter_{process}.db").set(KEY % endpoint, value)


def test_ended_processes_are_added_up_and_their_files_removed(tmp_path: Path) -> None:
    for nth in range(20):
        count(tmp_path, NOBODY + nth, 2)
    count(tmp_path, os.getpid(), 5)
    fold(tmp_path)
    assert total(tmp_path) == 45
    assert {path.name for path in tmp_path.iterdir()} == {
        "counter_ended.db",
        f"counter_{os.getpid()}.db",
    }
    count(tmp_path, NOBODY, 1, endpoint="search")
    fold(tmp_path)
    fold(tmp_path)
    assert (total(tmp_path), total(tmp_path, "search")) == (45, 1)


def test_a_process_that_is_told_to_have_ended_has(tmp_path: Path) -> None:
    count(tmp_path, os.getpid(), 5)
    fold(tmp_path, os.getpid())
    assert [path.name for path in tmp_path.iterdir()] == ["counter_ended.db"]
    count(tmp_path, os.getpid(), 3)  # another one got its number
    assert total(tmp_path) == 8


def test_nothing_counts_twice_if_adding_up_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(tmp_path, NOBODY, 2)
    with monkeypatch.context() as killed:
        killed.setattr(metric_files, "_remove", lambda *_: None)
        fold(tmp_path)
    assert (tmp_path / f"counter_{NOBODY}.db").exists()
    assert total(tmp_path) == 2
    fold(tmp_path)
    assert total(tmp_path) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["counter_ended.db"]


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff" * 100, b"\x40\x00\x00\x00" + b"x" * 60])
def test_a_damaged_file_is_left_out(tmp_path: Path, content: bytes) -> None:
    count(tmp_path, NOBODY, 2)
    (tmp_path / f"counter_{NOBODY + 1}.db").write_bytes(content)
    assert total(tmp_path) == 2
    fold(tmp_path)
    assert total(tmp_path) == 2


def test_what_finds_no_room_is_written_when_there_is_some(tmp_path: Path) -> None:
    file = MetricFile(tmp_path / f"counter_{NOBODY}.db")
    file.set(KEY % "home", 1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / file_name(file)).stat().st_size, hard))
    try:
        file.set(KEY % "home", 7)
        for nth in range(100):
            file.set(KEY % f"other{nth}", 3)
        assert (total(tmp_path), total(tmp_path, "other99")) == (7, 0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    file.save()
    assert (total(tmp_path), total(tmp_path, "other99")) == (7, 3)


def file_name(file: MetricFile) -> str:
    return file._path.name


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    services_of(made).close()


def test_only_known_methods_and_routes_are_labels(app: Flask) -> None:
    client = app.test_client()
    before = client.get("/metrics").text.count("eaci_requests_total{")
    for nth in range(200):
        client.open("/healthz", method=f"BREW{nth}")
        client.open(f"/nowhere/{nth}", method=f"brew{nth}")
        client.get(f"/ru/nothing/{nth}")
    text = client.get("/metrics").text
    assert "brew" not in text.casefold()
    assert 'endpoint="none",method="other"' in text
    assert text.count("eaci_requests_total{") <= before + 6


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs of 64 KiB."""
    folder = tmp_path / "metrics"
    folder.mkdir()
    library = ctypes.CDLL(None, use_errno=True)
    if library.mount(b"none", bytes(folder), b"tmpfs", 0, b"size=64k"):
        pytest.skip("this user may not mount a tmpfs")
    yield folder
    assert not library.umount2(bytes(folder), 2)


def test_a_full_tmpfs_ends_no_request(engine: Engine, settings: Settings, small: Path) -> None:
    engine.dispose()
    with gunicorn(settings, PROMETHEUS_MULTIPROC_DIR=str(small)) as site:
        until(lambda: answers(site, 4) and len(site.workers()) == 2)
        workers = site.workers()
        with pytest.raises(OSError, match="No space"):
            (small / "filler").write_bytes(bytes(1 << 17))
        before = counted(site, "operations.healthz")
        for path in ("/healthz", "/nowhere", "/ru/help", "/static/base.css", "/ru/", "/api/x"):
            for method in ("GET", "POST", "HEAD", "BREW", "DELETE"):
                assert requests.request(method, site.address + path, timeout=30).status_code
        assert site.workers() == workers
        os.kill(next(iter(workers)), signal.SIGKILL)
        until(lambda: answers(site, 8) and site.workers() != workers and len(site.workers()) == 2)
        assert requests.get(f"{site.address}/metrics", timeout=30).status_code == 200
        (small / "filler").unlink()
        assert answers(site, 20)
        assert counted(site, "operations.healthz") >= before
    assert "SIGBUS" not in site.log.read_text(encoding="utf-8")


def test_counts_never_fall_when_processes_die(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    engine.dispose()
    folder = tmp_path / "metrics"
    folder.mkdir()
    with gunicorn(settings, PROMETHEUS_MULTIPROC_DIR=str(folder)) as site:
        asked = 0
        for _ in range(2):
            assert answers(site, 10)
            asked += 10
            assert counted(site, "operations.healthz") == asked
            old = site.workers()
            for worker in old:
                os.kill(worker, signal.SIGKILL)
            until(lambda old=old: len(site.workers() - old) == 2)
        assert counted(site, "operations.healthz") == asked
        files = [path for path in folder.iterdir() if path.suffix == ".db"]
        assert len(files) <= 2 * (2 + 1)
    with gunicorn(settings, PROMETHEUS_MULTIPROC_DIR=str(folder)) as again:
        assert counted(again, "operations.healthz") == asked


def answers(site: Site, times: int) -> bool:
    """Whether the site answers so many requests in a row."""
    return all(
        requests.get(f"{site.address}/healthz", timeout=30).status_code == 200 for _ in range(times)
    )


def counted(site: Site, endpoint: str) -> float:
    text = requests.get(f"{site.address}/metrics", timeout=30).text
    start = f'eaci_requests_total{{endpoint="{endpoint}"'
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(start))


def test_forked_processes_have_files_of_their_own(tmp_path: Path) -> None:
    code = (
        "import os; from prometheus_client import Counter; from webapp import metric_files as m; m.use();"
        "c = Counter('eaci_requests', 'Requests answered', ['endpoint']).labels('home'); c.inc();"
        "child = os.fork();"
        "c.inc(10 if child == 0 else 1);"
        "child and os.waitpid(child, 0)"
    )
    environment = {**os.environ, metric_files.FOLDER: str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment, timeout=60)
    assert total(tmp_path) == 12
    assert len(list(tmp_path.glob("counter_*.db"))) == 2
