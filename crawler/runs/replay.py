"""Quarantine replay: the kept bytes are parsed again, with today's parsers.

Deletions that wait are not touched: they happen when they are approved, and the run that is asked for then carries
them out at its end, as every run does with what was decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import quarantine
from catalogue.harvested.deletions import WAITING
from catalogue.harvested.quarantine import QuarantineItem
from catalogue.harvested.runs import RunParameters, request_run
from catalogue.harvested.store import FetchedPage
from catalogue.settings import Settings
from crawler.errors import CrawlerError
from crawler.formats import PageError, ParsedPage
from crawler.runs.harvest import Harvest
from crawler.runs.reservations import replays_failed


def request_replay(settings: Settings, ids: Sequence[int]) -> list[int]:
    """Write a replay run per source for these quarantine items; give the runs' numbers.

    Raises CrawlerError if none of the items is waiting, or they are deletions.
    """
    engine = open_engine(settings)
    with reading(engine) as connection:
        items = [item for item in quarantine.get_items(connection, ids) if item.resolved_at is None]
    if not items:
        raise CrawlerError("no such item is waiting in quarantine; see `eaci quarantine list`")
    by_source: dict[str, list[int]] = {}
    for item in items:
        if item.reason not in WAITING:
            by_source.setdefault(item.source, []).append(item.id)
    if not by_source:
        raise CrawlerError(
            "these are deletions, which wait for a decision; see `eaci runs list --state held`, "
            "then `eaci runs approve N` or `eaci runs reject N`"
        )
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


def replay(harvest: Harvest) -> str | None:
    """Parse the run's items again; those that give records now are stored and marked as resolved.

    Give why the run has reservations, if many of them are still not usable.
    """
    with reading(harvest.engine) as connection:
        numbers = quarantine.replayable(connection, harvest.run.parameters.quarantine, WAITING)
    failed = sum(not _replay_item(harvest, number) for number in numbers)
    return replays_failed(failed, len(numbers))


def _replay_item(harvest: Harvest, number: int) -> bool:
    """True if the item gave a record."""
    with reading(harvest.engine) as connection:
        (item,) = quarantine.get_items(connection, [number])
    page = FetchedPage(
        source=item.source, format=item.format, body=item.body, url=f"quarantine:{item.id}"
    )
    try:
        parsed = harvest.parse(page)
    except PageError as error:
        harvest.log("warning", f"quarantine item {item.id}: {error}")
        return False
    if not parsed.records:
        harvest.log("warning", f"quarantine item {item.id}: {_why(parsed)}")
        return False
    _store(harvest, item, page, parsed)
    return True


def _store(harvest: Harvest, item: QuarantineItem, page: FetchedPage, parsed: ParsedPage) -> None:
    # what is still no record becomes a quarantine item of its own, smaller than this one
    harvest.commit(page, parsed)
    with writing(harvest.engine) as connection:
        quarantine.resolve(connection, [item.id], f"replayed in run {harvest.run.id}")


def _why(parsed: ParsedPage) -> str:
    return "; ".join(item.detail for item in parsed.rejected) or "still holds no record"
