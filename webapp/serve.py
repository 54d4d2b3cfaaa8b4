"""``eaci serve``: the site behind waitress."""

from __future__ import annotations

import click

from catalogue.cli import open_catalogue


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on.",
)
@click.option(
    "--threads",
    default=8,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Requests served at the same time.",
)
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site until interrupted."""
    from catalogue import logs  # noqa: PLC0415 -- keeps `eaci --help` fast
    from webapp.app import create_app  # noqa: PLC0415 -- likewise
    from webapp.servers.waitress_server import make_server, port_of  # noqa: PLC0415 -- likewise
    from webapp.services import services_of  # noqa: PLC0415 -- likewise

    settings, engine = open_catalogue()
    engine.dispose()
    logs.configure(settings.log, settings.log_level)
    app = create_app(settings)
    services_of(app).search()  # a wrong setting shows now; a missing index may still come
    try:
        server = make_server(app, host=host, port=port, threads=threads, proxies=settings.proxies)
    except OSError as error:
        raise click.ClickException(f"cannot listen on {host}:{port}: {error.strerror}") from error
    click.echo(f"The site is at http://{host}:{port_of(server)}/ (Ctrl-C ends it)")
    server.run()


COMMANDS: list[click.Command] = [serve]
