"""``benchmarks/run hostile-visitors [--works N] [--requests N]``: bounded in number and time, on loopback only."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from benchmarks.report import circumstances, markdown, replace_section
from benchmarks.visitors.addresses import HEADER, rows
from benchmarks.visitors.corpus import Corpus
from benchmarks.visitors.processes import figures, slow
from catalogue.database.engine import open_engine, upgrade
from catalogue.settings import Settings
from indexer.search.backends import open_search
from webapp.app import create_app
from webapp.services import services_of


@click.command()
@click.option("--works", default=10_000, show_default=True, type=click.IntRange(100, 1_000_000))
@click.option("--requests", default=3000, show_default=True, type=click.IntRange(10, 100_000))
@click.option(
    "--seconds", default=120, show_default=True, help="The longest that the requests go on."
)
def main(works: int, requests: int, seconds: int) -> None:
    """Ask the dearest addresses over WORKS generated works; send REQUESTS hostile requests to real servers."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings.from_environment({"EACI_HOME": str(Path(scratch) / "home")})
        settings.make_home()
        engine = open_engine(settings)
        upgrade(engine)
        engine.dispose()
        searches = _searches(settings, works)
        processes = markdown(
            ("what", "measured"), [*figures(settings.home, requests, seconds), *slow(settings.home)]
        )
    text = f"{circumstances()}\n\n{works:,} generated works.\n\n{searches}\n\n{processes}"
    click.echo(text)
    replace_section("hostile-visitors", text)


def _searches(settings: Settings, works: int) -> str:
    corpus = Corpus()
    backend = open_search(settings)
    with backend.rebuild() as writer:
        writer.apply(corpus.documents(works))
    backend.close()
    app = create_app(settings)
    app.config.update(RATELIMIT_ENABLED=False)
    table = markdown(HEADER, rows(app, corpus))
    services_of(app).close()
    return table


if __name__ == "__main__":
    main()
