"""Alive, ready, measured: over the application, and over gunicorn with two processes as the container runs it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask, request
from msgspec.structs import replace
from sqlalchemy.engine import Engine

from catalogue import logs
from catalogue.settings import Settings
from tests.support.program import end
from webapp.app import create_app
from webapp.services import services_of

ROOT = Path(__file__).parents[3]


@pytest.fixture
def app(engine: Engine, settings: Settings) -> Iterator[Flask]:
    """The site over an empty catalogue (which ``engine`` has made) and no index."""
    made = create_app(settings)
    yield made
    services_of(made).close()


def test_alive_says_nothing_about_what_it_stands_on(tmp_path: Path) -> None:
    nowhere = Settings.from_environment({"EACI_HOME": str(tmp_path)})
    app = create_app(nowhere)
    assert app.test_client().get("/healthz").get_json() == {"status": "ok"}
    services_of(app).close()


def test_ready_without_an_index_but_says_so(app: Flask) -> None:
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["catalogue"] == "ok"
    assert "eaci index" in answer.get_json()["search"]


def test_not_ready_without_a_catalogue(tmp_path: Path) -> None:
    app = create_app(Settings.from_environment({"EACI_HOME": str(tmp_path)}))
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["catalogue"] == "the catalogue is empty: run `eaci init` first"
    services_of(app).close()


def test_metrics_count_requests_and_what_waits(app: Flask) -> None:
    client = app.test_client()
    before = _sample(
        client.get("/metrics").text, 'eaci_requests_total{endpoint="operations.healthz"'
    )
    client.get("/healthz")
    text = client.get("/metrics").text
    after = _sample(text, 'eaci_requests_total{endpoint="operations.healthz"')
    assert after == before + 1
    assert _sample(text, "eaci_catalogue_up") == 1
    assert _sample(text, "eaci_outbox") == 0
    assert _sample(text, 'eaci_request_seconds_count{endpoint="operations.healthz"') == after


def test_metrics_say_that_the_catalogue_is_away(tmp_path: Path) -> None:
    app = create_app(Settings.from_environment({"EACI_HOME": str(tmp_path)}))
    text = app.test_client().get("/metrics").text
    assert _sample(text, "eaci_catalogue_up") == 0
    services_of(app).close()


def _sample(text: str, start: str) -> float:
    found = [float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(start)]
    return sum(found)


@pytest.mark.parametrize(
    ("proxies", "seen", "secure"), [(0, "127.0.0.1", False), (1, "9.9.9.9", True)]
)
def test_proxies_are_believed_only_where_there_are_any(
    settings: Settings, proxies: int, seen: str, secure: bool
) -> None:
    app = create_app(replace(settings, proxies=proxies))

    @app.get("/who")
    def who() -> str:
        return f"{request.remote_addr} {request.scheme}"

    told = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https"}
    answer = app.test_client().get("/who", headers=told)
    assert answer.text == f"{seen} {'https' if secure else 'http'}"
    assert app.config.get("SESSION_COOKIE_SECURE", False) is secure
    services_of(app).close()


def test_logs_as_json_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers, root.level
    try:
        logs.configure("json")
        try:
            int("кириллица")
        except ValueError:
            logging.getLogger("eaci.test").exception("failed at %s", "noon", extra={"run": 7})
    finally:
        root.handlers, root.level = before
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "failed at noon"
    assert (line["level"], line["logger"], line["run"]) == ("error", "eaci.test", 7)
    assert "кириллица" in line["exception"][0]["exc_value"]


def test_gunicorn_serves_it_with_figures_of_all_processes(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    engine.dispose()
    (tmp_path / "metrics").mkdir()
    log = tmp_path / "gunicorn.log"
    command = (
        *(sys.executable, "-m", "gunicorn", "--config", "scripts/container/gunicorn.conf.py"),
        *("--bind", "127.0.0.1:0", "--workers", "2", "webapp.wsgi:application()"),
    )
    environment = os.environ | {
        "EACI_HOME": str(settings.home),
        "EACI_LOG": "json",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics"),
    }
    with log.open("wb") as output:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=output, stdout=output)
    try:
        address = _address(log, server)
        for _ in range(20):
            assert requests.get(f"{address}/healthz", timeout=60).json() == {"status": "ok"}
        text = requests.get(f"{address}/metrics", timeout=60).text
        assert _sample(text, 'eaci_requests_total{endpoint="operations.healthz"') == 20
        assert requests.get(f"{address}/readyz", timeout=60).json()["ready"]
    finally:
        assert end(server) == 0


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    """Where gunicorn says that it listens, once it answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        lines = log.read_text(encoding="utf-8").splitlines()
        found = [line for line in lines if "Listening at: http://" in line]
        if found:
            return found[0].partition("Listening at: ")[2].split()[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))
