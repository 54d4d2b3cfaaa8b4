"""The demo: ``scripts/demo`` makes the environment and calls this.

Settings of its own: ``EACI_DEMO_HOME``, the demo's data folder (default ``var/demo``). Other ``EACI_`` variables are
left out, so that a demo never touches the data of a real installation. Everything that is started here is ended here.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from scripts.replay_server import SAMPLE, make_server

ROOT = Path(__file__).parent.parent
PROGRAM = Path(sys.executable).parent / "eaci"
ADMINISTRATOR = "demo"
# a source that follows another's records comes after it
SOURCES = (
    "cyberleninka", "cyberleninka-articles",
    "sample-by", "sample-kz", "sample-am", "sample-kg",
    "sample-by-pages", "sample-kz-pages", "sample-am-pages", "sample-kg-pages",
    "sample-rsci",
)  # fmt: skip


class DemoError(Exception):
    """The demo cannot go on. The message is one line."""


class Demo:
    """A demo in one data folder, against one replay server."""

    def __init__(self, home: Path, replay: str) -> None:
        self.home = home
        self._replay = replay
        kept = {k: v for k, v in os.environ.items() if not k.startswith("EACI_")}
        self._environment = {**kept, "EACI_HOME": str(home), "EACI_SOURCES": str(home / "sources")}

    def prepare(self) -> None:
        """The catalogue, the source files and the drop folder."""
        sources = self.home / "sources"
        sources.mkdir(parents=True, exist_ok=True)
        for template in sorted((SAMPLE / "sources").glob("*.toml")):
            text = template.read_text("utf-8").replace("{replay}", self._replay)
            (sources / template.name).write_text(text, "utf-8")
        shutil.copy(SAMPLE / "pages" / "cyberleninka.txt", sources / "cyberleninka-articles.txt")
        shutil.copytree(SAMPLE / "rsci", self.home / "drop" / "sample-rsci", dirs_exist_ok=True)
        self.run("init")

    def harvest(self) -> None:
        """Crawl every source, unless this very sample was harvested here before."""
        stamp = self.home / "harvested"
        fingerprint = _fingerprint(SAMPLE)
        if stamp.is_file() and stamp.read_text("ascii") == fingerprint:
            say(f"The sample was harvested before (delete {self.home} to begin anew).")
            return
        for number, source in enumerate(SOURCES, start=1):
            say(f"[{number}/{len(SOURCES)}] {self.run('crawl', source).strip()}")
        stamp.write_text(fingerprint, "ascii")

    def run(self, *arguments: str, given: str | None = None, show: bool = False) -> str:
        """The output of ``eaci …``; raises DemoError with its last line if it fails."""
        done = subprocess.run(
            [PROGRAM, *arguments],
            env=self._environment,
            cwd=ROOT,
            input=given,
            stdout=subprocess.PIPE,
            stderr=None if show else subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            told = (done.stderr or done.stdout or "").strip().splitlines()
            raise DemoError(f"eaci {' '.join(arguments)}: {told[-1] if told else 'failed'}")
        return done.stdout

    def administrator(self) -> str:
        """Give the demo's administrator a new random password and say how to log in."""
        password = secrets.token_urlsafe(12)
        known = self.run("account", "list").split()
        command = ["password", ADMINISTRATOR]
        if ADMINISTRATOR not in known:
            command = ["add", ADMINISTRATOR, "--role", "administrator"]
        self.run("account", *command, "--password-stdin", given=f"{password}\n")
        return f"log in as {ADMINISTRATOR!r} with the password {password}"

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """``eaci …`` beside us, ended when the block ends."""
        process = subprocess.Popen([PROGRAM, *arguments], env=self._environment, cwd=ROOT)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _fingerprint(folder: Path) -> str:
    """A hash of every file that is harvested."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".xml", ".html", ".toml", ".txt"}:
            digest.update(f"{path.relative_to(folder)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def say(text: str) -> None:
    """A line to the person at the terminal, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def figures(stats: dict[str, Any]) -> list[str]:
    """What ``eaci stats --json`` says, in lines; both ways of running the demo print the same."""
    by_source = stats["records_by_source"]
    return [
        f"harvested            {stats['records']} records",
        *(f"  {source:<24} {by_source.get(source, 0)}" for source in SOURCES),
        f"works                {stats['works']}",
        f"references           {stats['references']}",
        f"matched references   {stats['references_matched']}",
        f"cited-only works     {stats['cited_only_works']}",
        f"citations            {stats['citations']}",
        f"in quarantine        {stats['quarantined']} (one record of the sample has no title, on purpose)",
    ]


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoError(
                f"port {port} of 127.0.0.1 cannot be used ({error.strerror}); choose another with --port"
            ) from error


def _serve(demo: Demo, port: int) -> None:
    login = demo.administrator()
    say("")
    say(f"The site:            http://127.0.0.1:{port}/")
    say(f"For administrators:  http://127.0.0.1:{port}/admin/ ({login})")
    say(
        "Papers marked 'generated sample' do not exist; see scripts/sample/README.md. Ctrl-C ends the demo."
    )
    with serving(demo, port) as site:
        site.wait()


@contextmanager
def serving(demo: Demo, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The site, beside it a worker and an indexer, so that what is decided in the browser is seen a moment later."""
    with (
        demo.started("worker", "--poll", "1"),
        demo.started("index", "--watch", "--every", "1"),
        demo.started("serve", "--port", str(port)) as site,
    ):
        yield site


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__.splitlines()[0])
    parser.add_argument("--once", action="store_true", help="print the figures and end")
    parser.add_argument("--port", type=int, default=8000, help="where the site is served (8000)")
    return parser.parse_args()


def _home() -> Path:
    return Path(os.environ.get("EACI_DEMO_HOME") or ROOT / "var" / "demo").absolute()


def main() -> None:
    """Run the demo; every expected failure is one line and status 1."""
    arguments = _arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):  # told to end, or the terminal was closed
        signal.signal(number, lambda told, _: sys.exit(128 + told))
    try:
        if not arguments.once:
            _check_port(arguments.port)
        with make_server() as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            demo = Demo(_home(), f"http://127.0.0.1:{server.server_port}")
            demo.prepare()
            demo.harvest()
            say("Indexing …")
            demo.run("index", show=sys.stderr.isatty())
            say("\n".join(figures(json.loads(demo.run("stats", "--json")))))
            if not arguments.once:
                _serve(demo, arguments.port)
            server.shutdown()
    except KeyboardInterrupt:
        say("The demo has ended.")
    except (DemoError, OSError) as error:
        sys.exit(f"scripts/demo: {error}")


if __name__ == "__main__":
    main()
