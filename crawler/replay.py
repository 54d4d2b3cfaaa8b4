"""Quarantine replay: the kept bytes are parsed again, with today's parsers."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue import quarantine
from catalogue.engine import open_engine, reading, writing
from catalogue.harvest import FetchedPage
from catalogue.quarantine import QuarantineItem
from catalogue.runs import RunParameters, request_run
from catalogue.settings import Settings
from crawler.errors import CrawlerError
from crawler.formats import PageError, ParsedPage
from crawler.harvest import Harvest


def request_replay(settings: Settings, ids: Sequence[int]) -> list[int]:
    """Write a replay run per source for these quarantine items; give the runs' numbers.

    Raises CrawlerError if none of the items is waiting.
    """
    engine = open_engine(settings)
    with reading(engine) as connection:
        items = [item for item in quarantine.get_items(connection, ids) if item.resolved_at is None]
    if not items:
        raise CrawlerError("no such item is waiting in quarantine; see `eaci quarantine list`")
    by_source: dict[str, list[int]] = {}
    for item in items:
        by_source.setdefault(item.source, []).append(item.id)
    with writing(engine) as connection:
        return [
            request_run(
                connection,
                source,
                mode="replay",
                parameters=RunParameters(quarantine=tuple(numbers)),
            )
            for source, numbers in by_source.items()
        ]


def replay(harvest: Harvest) -> None:
    """Parse the run's items again; those that give records now are stored and marked as resolved."""
    with reading(harvest.engine) as connection:
        items = quarantine.get_items(connection, harvest.run.parameters.quarantine)
    for item in items:
        if item.resolved_at is None:
            _replay_item(harvest, item)


def _replay_item(harvest: Harvest, item: QuarantineItem) -> None:
    page = FetchedPage(
        source=item.source, format=item.format, body=item.body, url=f"quarantine:{item.id}"
    )
    try:
        parsed = harvest.parse(page)
    except PageError as error:
        harvest.log("warning", f"quarantine item {item.id}: {error}")
        return
    if not parsed.records:
        harvest.log("warning", f"quarantine item {item.id}: {_why(parsed)}")
        return
    # what is still no record becomes a quarantine item of its own, smaller than this one
    harvest.commit(page, parsed)
    with writing(harvest.engine) as connection:
        quarantine.resolve(connection, [item.id], f"replayed in run {harvest.run.id}")


def _why(parsed: ParsedPage) -> str:
    return "; ".join(item.detail for item in parsed.rejected) or "still holds no record"
