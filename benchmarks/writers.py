"""Writers beside each other on SQLite: ``benchmarks/run writers [--records N]``, on generated records.

So many records are indexed alone, and then again while two harvests of loopback repositories run and a person logs in
and judges pairs on the site. Printed: runs that failed, the slowest POST, how long the indexer's longest transaction
kept the others waiting, and its time and processor seconds beside those of the index alone. The status is 1 if a run
failed or a POST took two seconds or failed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
import msgspec
import requests
from sqlalchemy import Connection, event, select

from benchmarks.generator.chance import stream
from benchmarks.generator.citations import World
from benchmarks.harvest import _SOURCE, served
from benchmarks.loading import load
from benchmarks.meter import processor_seconds
from benchmarks.report import ROOT, circumstances, markdown, replace_section
from catalogue.database.connections import writes
from catalogue.database.engine import open_engine, reading, upgrade
from catalogue.settings import Settings
from catalogue.tables import record
from indexer import pipeline
from indexer.search.backends import open_search
from indexer.workers import cores

_EACI = str(Path(sys.executable).parent / "eaci")
_PASSWORD = "correct horse battery"  # noqa: S105 -- of an account that lives as long as the benchmark
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_PAUSE = 0.5  # seconds between two POSTs
_LOGIN_EVERY = 40  # POSTs; the site lets in only so many logins a minute
_MOST_SECONDS = 2.0
_SHARE = 10  # a repository holds one record for so many of those that are indexed
_HEADER = ("index", "records", "s", "processor s", "longest transaction, s", "its stage")


class Indexed(msgspec.Struct):
    """What an index took; ``held``: the longest transaction of each stage that others had to wait for, in seconds."""

    records: int
    seconds: float
    processor: float
    held: dict[str, float]


class Posts(msgspec.Struct):
    """What a person met: seconds of each POST and of the GET before it, and the answers that were errors.

    A GET waits for no writer: how long it takes says how busy the processors were.
    """

    seconds: list[float] = []
    gets: list[float] = []
    errors: list[str] = []


@click.command()
@click.option("--records", default=10_000, show_default=True, type=click.IntRange(min=200))
@click.option("--references", default=10, show_default=True, help="The mean length of a list.")
@click.option("--save", is_flag=True, help="Refresh RESULTS.md.")
@click.option("--index", "folder", hidden=True, type=click.Path(path_type=Path))
def main(records: int, references: int, *, save: bool, folder: Path | None) -> None:
    """Index RECORDS generated records alone, then beside harvests and a person; print what each had to wait for."""
    if folder is not None:
        sys.stdout.write(msgspec.json.encode(_indexed(folder)).decode())
        return
    with tempfile.TemporaryDirectory() as place:
        alone, together = Path(place) / "alone", Path(place) / "together"
        loaded = _load(alone, records, references)
        shutil.copytree(alone, together)
        first = _index(alone, loaded)
        size = max(200, loaded // _SHARE // 100 * 100)
        with _crowd(together, size) as (posts, runs):
            second = _index(together, loaded)
    told = f"{_told(first, second, posts, runs)}\n\nEach harvest was of {size:,} generated records."
    click.echo(told)
    if save:
        replace_section("writers", f"{circumstances()}\n\n{told}")
    sys.exit(bool(runs.count("failed") or posts.errors or max(posts.seconds) >= _MOST_SECONDS))


def _load(home: Path, records: int, references: int) -> int:
    """Store about so many records; return how many they are."""
    settings = Settings.from_environment({"EACI_HOME": str(home)})
    settings.make_home()
    works = records // 2  # a work has two records on average
    engine = open_engine(settings)
    upgrade(engine)
    stored = 0

    def told(_next: int, count: int, _references: int) -> None:
        nonlocal stored
        stored += count

    load(engine, World(7, works, works * references, max(20, works // 250)), range(works), told)
    engine.dispose()
    return stored


def _index(home: Path, records: int) -> Indexed:
    """Index in a process of its own, as `eaci index` does."""
    command = [sys.executable, "-m", "benchmarks.writers", "--index", str(home)]
    outcome = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=ROOT)
    found = msgspec.json.decode(outcome.stdout, type=Indexed)
    found.records = records
    return found


def _indexed(home: Path) -> Indexed:
    settings = Settings.from_environment({"EACI_HOME": str(home)})
    engine = open_engine(settings)
    watch = _Holds(engine)
    begun = time.perf_counter()
    backend = open_search(settings)
    pipeline.index(engine, backend, home, progress=watch, processes=cores())
    backend.close()
    seconds = time.perf_counter() - begun
    return Indexed(0, seconds, processor_seconds(), dict(watch.held))


class _Holds:
    """How long the writing transactions of an engine last, by the stage that is told as progress."""

    def __init__(self, engine: Any) -> None:
        self.held: defaultdict[str, float] = defaultdict(float)
        self._stage = "start"
        self._since = 0.0
        event.listen(engine, "begin", self._begun)
        event.listen(engine, "commit", self._ended)

    def start(self, stage: str, waiting: int) -> None:
        self._stage = stage

    def advance(self, stage: str, items: int) -> None:
        self._stage = stage

    def _begun(self, connection: Connection) -> None:
        if writes(connection):
            self._since = time.perf_counter()

    def _ended(self, connection: Connection) -> None:
        if writes(connection):
            lasted = time.perf_counter() - self._since
            self.held[self._stage] = max(self.held[self._stage], lasted)


@contextmanager
def _crowd(home: Path, size: int) -> Iterator[tuple[Posts, list[str]]]:
    """Two harvests that begin again and again, and a person at the site; gives what they meet."""
    environment = {**os.environ, "EACI_HOME": str(home)}
    (home / "sources").mkdir(exist_ok=True)
    names = ("generated-oai-1", "generated-oai-2")
    runs: list[str] = []
    posts, ended = Posts(), threading.Event()
    with ExitStack() as stack:
        for name in names:
            text = _SOURCE.format(url=stack.enter_context(served(size)))
            source = home / f"sources/{name}.toml"
            source.write_text(text.replace("generated-oai", name), encoding="utf-8")
        _run(environment, "init")
        _run(
            environment,
            "account",
            "add",
            "anna",
            "--role",
            "administrator",
            "--password-stdin",
            told=_PASSWORD,
        )
        address = stack.enter_context(_site(environment, home))
        pairs = _pairs(home)
        tasks = [threading.Thread(target=_post, args=(address, pairs, posts, ended))]
        tasks += [
            threading.Thread(target=_harvest, args=(environment, name, runs, ended))
            for name in names
        ]
        for task in tasks:
            task.start()
        try:
            yield posts, runs
        finally:
            ended.set()
            for task in tasks:
                task.join()


def _run(
    environment: dict[str, str], *command: str, told: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_EACI, *command],
        env=environment,
        input=f"{told}\n",
        text=True,
        capture_output=True,
        check=False,
    )


def _harvest(
    environment: dict[str, str], name: str, runs: list[str], ended: threading.Event
) -> None:
    while not ended.is_set():
        outcome = _run(environment, "crawl", name, "--full")
        runs.append("failed" if outcome.returncode else "succeeded")
        if outcome.returncode:
            click.echo(f"{name}: {outcome.stdout[-300:]} {outcome.stderr[-300:]}", err=True)


@contextmanager
def _site(environment: dict[str, str], home: Path) -> Iterator[str]:
    log = home / "site.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [_EACI, "serve", "--port", "0"], env=environment, stdout=output, stderr=output
        )
    try:
        yield _address(log, process)
    finally:
        process.terminate()
        process.wait()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    while process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.1)
    raise click.ClickException(f"the site has ended: {log.read_text(encoding='utf-8')[-500:]}")


def _pairs(home: Path) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of records to judge about."""
    engine = open_engine(Settings.from_environment({"EACI_HOME": str(home)}))
    with reading(engine) as connection:
        query = select(record.c.source, record.c.identifier).order_by(record.c.id).limit(2000)
        known = [(row.source, row.identifier) for row in connection.execute(query)]
    engine.dispose()
    stream(7, "pairs", 0).shuffle(known)
    return list(zip(known[::2], known[1::2], strict=False))


def _post(
    address: str,
    pairs: list[tuple[tuple[str, str], tuple[str, str]]],
    posts: Posts,
    ended: threading.Event,
) -> None:
    """Log in and judge, again and again."""
    session = requests.Session()
    number = 0
    while not ended.wait(_PAUSE):
        if number % _LOGIN_EVERY == 0:
            session = requests.Session()
            form = {"name": "anna", "password": _PASSWORD}
            _send(session, f"{address}/admin/login", form, posts)
        left, right = pairs[number % len(pairs)]
        form = {
            "left_source": left[0],
            "left_identifier": left[1],
            "right_source": right[0],
            "right_identifier": right[1],
            "verdict": "different",
        }
        _send(session, f"{address}/admin/judgements", form, posts)
        number += 1


def _send(session: requests.Session, address: str, form: dict[str, str], posts: Posts) -> None:
    try:
        begun = time.perf_counter()
        found = _TOKEN.search(session.get(address, timeout=120).text)
        token = found[1] if found else ""
        posts.gets.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        answer = session.post(
            address, data=form | {"csrf_token": token}, timeout=120, allow_redirects=False
        )
    except requests.RequestException as error:
        posts.errors.append(str(error))
        return
    posts.seconds.append(time.perf_counter() - begun)
    if answer.status_code != requests.codes.found:
        posts.errors.append(f"{answer.status_code} {address}")


def _told(first: Indexed, second: Indexed, posts: Posts, runs: list[str]) -> str:
    rows = [_row("alone", first), _row("beside two harvests and a person", second)]
    count = len(posts.seconds)
    return "\n\n".join(
        (
            markdown(_HEADER, rows),
            f"Harvests: {len(runs)} ended, {runs.count('failed')} of them failed. "
            f"POSTs (logins and judgements): {count}, {len(posts.errors)} of them errors; the slowest took "
            f"{max(posts.seconds):.2f} s, half of them less than {sorted(posts.seconds)[count // 2]:.2f} s. "
            f"The slowest GET, which waits for no writer, took {max(posts.gets):.2f} s.",
            *posts.errors[:3],
        )
    )


def _row(name: str, found: Indexed) -> tuple[str, ...]:
    stage, longest = max(found.held.items(), key=lambda each: each[1])
    figures = (f"{found.seconds:,.1f}", f"{found.processor:,.1f}", f"{longest:.2f}")
    return name, f"{found.records:,}", *figures, stage


if __name__ == "__main__":
    main()
