"""The demo end to end: real spiders over real HTTP, twice, in a temporary home."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested.runs import finish_run, request_run, start_run
from catalogue.harvested.store import FetchedPage, Rejected, read_records, store_page
from catalogue.settings import Settings
from scripts.replay_server import SAMPLE, make_server
from scripts.run_demo import SOURCES, Demo, DemoError, figures, serving
from scripts.run_demo import _check_port as check_port
from tests.support.recount import recounted

ROOT = Path(__file__).parent.parent


def _demo(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.run_demo", *arguments],
        cwd=ROOT,
        # a setting of the person's own must not reach the demo
        env={**os.environ, "EACI_DEMO_HOME": str(home), "EACI_HOME": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def _figures(output: str) -> dict[str, int]:
    lines = output[output.index("harvested  ") :].splitlines()
    pairs = (line.strip().rsplit("(", 1)[0].split("  ") for line in lines)
    return {parts[0]: int(parts[-1].split()[0]) for parts in pairs}


def _told(found: dict[str, int]) -> str:
    """The README's sentence about the demo, with the figures found."""
    return (
        f"{found['harvested']} records of {len(SOURCES)} sources make {found['works']} works; of their "
        f"{found['references']:,} references {found['matched references']} are matched to them, and "
        f"{found['cited-only works']} cited-only works hold what no source holds yet"
    )


@pytest.mark.slow
def test_demo_once_twice(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = _demo(home, "--once")
    assert first.returncode == 0, first.stderr
    found = _figures(first.stdout)
    assert all(found[source] > 0 for source in SOURCES)
    assert found["harvested"] == sum(found[source] for source in SOURCES)
    # pages and deposits of the same papers are merged: fewer works than records
    assert 54 + 30 < found["works"] < found["harvested"]
    assert 0 < found["matched references"] < found["references"]
    assert found["cited-only works"] > 0
    assert found["in quarantine"] == 1
    assert _told(found) in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())

    second = _demo(home, "--once")
    assert second.returncode == 0, second.stderr
    assert "harvested before" in second.stdout
    assert _figures(second.stdout) == found

    environment = {**os.environ, "EACI_HOME": str(home), "EACI_SOURCES": str(home / "sources")}
    program = Path(sys.executable).parent / "eaci"
    check = subprocess.run(
        [program, "check"], env=environment, cwd=ROOT, capture_output=True, check=False, timeout=120
    )
    assert check.returncode == 0, check.stdout
    frames, wrong = recounted(Settings.from_environment({"EACI_HOME": str(home)}))
    assert len(frames.institutions) > 0 < len(frames.links)
    assert wrong == []
    for told in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        _runs_until(told, home)


def _runs_until(told: signal.Signals, home: Path) -> None:
    """The demo that serves has a site, a worker and an indexer, and none when it was told to end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    demo = subprocess.Popen(
        [sys.executable, "-m", "scripts.run_demo", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "EACI_DEMO_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until(lambda: _answers(port), f"the demo does not serve before {told.name}")
        assert {command for command, _ in _programs(home)} >= {"serve", "worker", "index"}
        demo.send_signal(told)
        demo.wait(60)
        assert _programs(home) == []
    finally:
        demo.kill()
        demo.wait(60)


def _programs(home: Path) -> list[tuple[str, int]]:
    """The commands of ``eaci`` that are at work on this data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            arguments = (folder / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue  # it has ended, or is another's
        ours = f"EACI_HOME={home}".encode() in environment
        program = next((n for n, each in enumerate(arguments) if each.endswith("/eaci")), None)
        if ours and program is not None:
            found.append((arguments[program + 1], int(folder.name)))
    return found


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
    except requests.ConnectionError:
        return False


def _until(condition: Callable[[], bool], otherwise: str, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.1)


class Browser:
    """The demo's administrator at the site."""

    def __init__(self, port: int, password: str) -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._session = requests.Session()
        page = self._session.get(f"{self._site}/admin/login", timeout=30)
        self._token = self._found(page)
        self.post("/admin/login", name="demo", password=password)
        self._token = self._found(self._session.get(f"{self._site}/admin/", timeout=30))

    def _found(self, page: requests.Response) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found is not None
        return found[1]

    def post(self, page: str, **form: str) -> None:
        sent = {"csrf_token": self._token, **form}
        assert self._session.post(f"{self._site}{page}", data=sent, timeout=30).ok

    def works(self) -> int:
        """How many works the search shows."""
        page = self._session.get(f"{self._site}/en/search?q=country:KG", timeout=30)
        return len(set(re.findall(r'href="/en/works/([^"/?#]+)"', page.text)))


RECORD = b"""<record xmlns="http://www.openarchives.org/OAI/2.0/"><header><identifier>oai:generated:99</identifier>
<datestamp>2024-05-01</datestamp></header><metadata><oai_dc:dc xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"><dc:title>Generated: what was kept in quarantine</dc:title>
<dc:creator>Generated, G.</dc:creator></oai_dc:dc></metadata></record>"""


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo that has harvested nothing yet."""
    with make_server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made = Demo(tmp_path / "home", f"http://127.0.0.1:{server.server_port}")
        made.prepare()
        made.run("index")
        yield made
        server.shutdown()


@pytest.mark.slow
def test_what_is_decided_in_the_browser_is_seen_a_moment_later(demo: Demo) -> None:
    password = demo.administrator().split()[-1]
    engine = open_engine(Settings.from_environment({"EACI_HOME": str(demo.home)}))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving(demo, port):
        _until(lambda: _answers(port), "the site does not come up")
        browser = Browser(port, password)

        browser.post("/admin/sources/sample-kg/run", mode="full")
        _until(lambda: browser.works() == 12, "a run is not seen")
        with reading(engine) as connection:
            known = read_records(connection, "sample-kg")
        left, right = [record.identifier for _, record in known if record.titles][:2]

        sides = {"left_source": "sample-kg", "right_source": "sample-kg"}
        names = {"left_identifier": left, "right_identifier": right}
        browser.post("/admin/judgements", verdict="same", **sides, **names)
        _until(lambda: browser.works() == 11, "a judgement is not seen")
        browser.post("/admin/judgements/1/withdraw")
        _until(lambda: browser.works() == 12, "a withdrawn judgement is not seen")

        with writing(engine) as connection:
            run = request_run(connection, "sample-kg", mode="import")
            start_run(connection, run, "test")
            item = Rejected(reason="invalid-value", detail="by a parser of yesterday", body=RECORD)
            page = FetchedPage(source="sample-kg", format="oai_dc", body=b"page")
            store_page(connection, run, page, [], [item])
            finish_run(connection, run, state="succeeded")
        browser.post("/admin/quarantine/replay", item="1")
        _until(lambda: browser.works() == 13, "a replay is not seen")
    engine.dispose()
    assert _programs(demo.home) == []


def test_a_busy_port_is_one_clear_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DemoError, match=f"port {port} .* choose another with --port"):
            check_port(port)


def test_every_source_file_of_the_sample_is_harvested() -> None:
    assert sorted(SOURCES) == sorted(path.stem for path in (SAMPLE / "sources").glob("*.toml"))


def test_figures_name_what_the_demo_promises() -> None:
    stats = {
        "records": 3, "records_by_source": {"sample-by": 3}, "works": 2, "references": 7,
        "references_matched": 4, "cited_only_works": 1, "citations": 4, "quarantined": 0,
    }  # fmt: skip
    found = _figures("\n".join(figures(stats)))
    assert found["sample-by"] == 3
    assert (found["works"], found["references"], found["matched references"]) == (2, 7, 4)
    assert found["cited-only works"] == 1
