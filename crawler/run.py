"""The run boundary: whatever happens inside a run becomes one outcome, and the run is always closed with its ledger.

``python -m crawler.run NUMBER`` executes one run in its own process; the worker and ``eaci crawl`` go through here.
"""

from __future__ import annotations

import gc
import logging
import sys
from pathlib import Path
from typing import Any

import msgspec
from scrapy.crawler import CrawlerProcess
from sqlalchemy import Connection
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database.engine import CatalogueError, open_engine, reading, require_current, writing
from catalogue.database.transactions import patient
from catalogue.harvested import approvals, deletions, overflow, runs
from catalogue.harvested.runs import Run, RunParameters, RunState
from catalogue.harvested.sources import SourceEntry, get_source
from catalogue.settings import SettingError, Settings
from crawler.asking.politeness import scrapy_settings
from crawler.errors import CrawlerError, SourceError
from crawler.formats.page import REASONS, Rejected
from crawler.oai.state import ListOf
from crawler.parsing import parent
from crawler.runs.claims import worker_name
from crawler.runs.deciding import decide, disbelieve
from crawler.runs.files import harvest_files, harvest_folder
from crawler.runs.guard import SHARE
from crawler.runs.harvest import Harvest, OnCommit
from crawler.runs.heart import beating
from crawler.runs.outcome import Outcome
from crawler.runs.reparse import reparse
from crawler.runs.replay import replay
from crawler.runs.reservations import much_is_unusable
from crawler.runs.sweep import sweep
from crawler.runs.undo import undo
from crawler.sources.definition import definition_of
from crawler.spiders.article_pages import ArticlePagesSpider
from crawler.spiders.base import STOPPED, HarvestSpider
from crawler.spiders.oai_pmh import OaiPmhSpider

_log = logging.getLogger(__name__)
_CLOSED: tuple[RunState, ...] = ("succeeded", "failed", "held")
_PATIENCE = (
    3600.0  # seconds: whatever keeps the catalogue busy, a harvest of days waits for its end
)
_FEW = 10  # of fewer records most may be bad by chance


def execute_run(
    settings: Settings, run_id: int, on_commit: OnCommit | None = None, *, started: bool = False
) -> Run:
    """Execute a run that is waiting, or that was started for this process, and give it back closed.

    ``started`` says that the run was marked as running for us. Raises CatalogueError if there is no usable catalogue
    and CrawlerError if there is no such run, or another process has it;
    every later failure is the run's own outcome, with state "failed" and a message.
    """
    engine = open_engine(settings, patient(_PATIENCE))
    require_current(engine)
    run, entry = _take(engine, run_id, started)
    with beating(engine, run.id):
        return _close(engine, run, _outcome(settings, engine, run, entry, on_commit))


def _outcome(
    settings: Settings, engine: Engine, run: Run, entry: SourceEntry, on_commit: OnCommit | None
) -> Outcome:
    """Carry the run out. Nothing is raised: the outcome says what failed."""
    outcome = Outcome()
    try:
        harvest = Harvest(engine, run, definition_of(entry), on_commit)
        _execute(settings, harvest, entry, outcome)
        if outcome.whole is not None and outcome.failure is None:
            sweep(harvest, outcome.whole)
        outcome.over = harvest.caps.exceeded
        _judge(harvest, outcome)
        _settle(harvest, outcome)
    except (CrawlerError, SettingError) as error:
        outcome.fail(str(error))
    except SQLAlchemyError as error:
        outcome.fail(
            f"the catalogue failed: {getattr(error, 'orig', None) or type(error).__name__}"
        )
    except Exception as error:  # noqa: BLE001 -- the run boundary: a run is always closed
        _log.exception("run %s", run.id)
        outcome.fail(f"internal error ({error!r}); please report it")
    return outcome


def _take(engine: Engine, run_id: int, started: bool) -> tuple[Run, SourceEntry]:
    with writing(engine) as connection:
        before = runs.get_run(connection, run_id)
        # the worker starts a run and then hands it to a process of its own
        taken = runs.start_run(connection, run_id, worker_name()) or (
            started and runs.take_over(connection, run_id, worker_name())
        )
        run = runs.get_run(connection, run_id) if taken else before
        entry = get_source(connection, run.source) if run is not None else None
    if run is None or entry is None:
        raise CrawlerError(f"there is no run {run_id}")
    if not taken:
        raise CrawlerError(f"run {run_id} is {run.state} already")
    return run, entry


def _execute(settings: Settings, harvest: Harvest, entry: SourceEntry, outcome: Outcome) -> None:
    run = harvest.run
    if run.mode == "import":
        files = [Path(name) for name in run.parameters.files]
        harvest_files(harvest, run.parameters.format or harvest.definition.format, files)
    elif run.mode == "replay":
        outcome.reservation = replay(harvest)
    elif run.mode == "undo":
        outcome.notes.append(undo(harvest))
    elif run.mode == "reparse":
        outcome.notes.append(reparse(harvest))
    elif harvest.definition.protocol == "rsci-files":
        harvest_folder(harvest, outcome, settings.home / (harvest.definition.endpoint or ""))
    else:
        _crawl(settings, harvest, entry, outcome)


def _crawl(settings: Settings, harvest: Harvest, entry: SourceEntry, outcome: Outcome) -> None:
    if harvest.definition.protocol == "import":
        raise SourceError(
            f"{harvest.run.source} has no interface; bring its files in with `eaci import`"
        )
    parent.start()
    settings.make_home()
    log_file = settings.home / "logs" / f"run-{harvest.run.id}.log"
    log_file.parent.mkdir(exist_ok=True)
    process = CrawlerProcess(scrapy_settings(settings, harvest.definition, str(log_file)))
    spider, arguments = _spider(settings, harvest, entry)
    process.crawl(spider, harvest=harvest, outcome=outcome, **arguments)
    process.start()
    if not outcome.closed:  # told to end twice, or never begun: nothing is known of what is missing
        outcome.fail(STOPPED)


def _spider(
    settings: Settings, harvest: Harvest, entry: SourceEntry
) -> tuple[type[HarvestSpider], dict[str, Any]]:
    if harvest.definition.protocol == "oai-pmh":
        newest = _newest_whole(harvest)
        resume, behind = _resumable(newest), _behind(newest)
        last = entry.last_response_date
        return OaiPmhSpider, {"resume": resume, "last": last, "behind": behind}
    return ArticlePagesSpider, {"home": settings.home}


def _newest_whole(harvest: Harvest) -> Run | None:
    """The newest whole harvest in the same sets and formats, if this is one that goes on from there.

    Samples and windows (``--limit``, ``--from``) in between neither go on with it nor hide it.
    """
    run = harvest.run
    if run.mode != "incremental" or run.parameters != RunParameters():
        return None
    with reading(harvest.engine) as connection:
        closed = runs.list_runs(connection, source_name=run.source, states=_CLOSED)
    begun = (earlier for earlier in closed if earlier.pages or earlier.checkpoint)
    newest = next((earlier for earlier in begun if earlier.is_whole), None)
    if newest is None or not newest.checkpoint:
        return None
    definition, checkpoint = harvest.definition, newest.checkpoint
    same_sets = tuple(checkpoint.get("sets", ())) == definition.sets
    # the checkpoints of older versions do not name the prefix
    prefixes = tuple(checkpoint.get("prefixes", (definition.metadata_prefix,)))
    return newest if same_sets and prefixes == definition.prefixes else None


def _resumable(newest: Run | None) -> dict[str, Any] | None:
    """Its checkpoint, if it failed midway."""
    return newest.checkpoint if newest is not None and newest.state == "failed" else None


def _behind(newest: Run | None) -> list[ListOf]:
    """The lists that it could not read though it succeeded."""
    if newest is None or newest.state == "failed":
        return []
    return msgspec.convert(newest.checkpoint.get("unread", ()), list[ListOf])


def _judge(harvest: Harvest, outcome: Outcome) -> None:
    """A run that received next to nothing usable has failed, whatever the server thinks of it."""
    total = harvest.total
    first = harvest.first_rejected
    whole = outcome.whole
    if first is not None and whole is not None and _is_most(whole.rejected, whole.total):
        told = f"{whole.rejected} of {whole.total} received are in quarantine"
        outcome.spoil(f"{told}, the first {_named(first)}")
    elif first is not None and whole is None and _is_nothing(harvest):
        told = f"nothing usable, {total.received} received and all in quarantine"
        outcome.fail(f"{told}, the first {_named(first)}")
    if not total.balances:
        outcome.fail("the ledger does not balance; please report it")


def _is_nothing(harvest: Harvest) -> bool:
    """True if all that came is in quarantine, but for deletions that wait and what was dismissed before."""
    total = harvest.total
    aside = harvest.guard.gathered + harvest.dismissed
    return total.quarantined == total.received and total.quarantined > aside


def _settle(harvest: Harvest, outcome: Outcome) -> None:
    """Decide the gathered deletions, and say how good the end is."""
    if outcome.spoilt:
        disbelieve(harvest)
    elif outcome.failure is None and outcome.over is None:
        decide(harvest)
        outcome.reservation = outcome.reservation or much_is_unusable(harvest, outcome.whole)


def _is_most(rejected: int, received: int) -> bool:
    return rejected == received or (received >= _FEW and rejected * 2 > received)


def _named(item: Rejected) -> str:
    reason = REASONS.get(item.reason, item.reason)
    return f"{item.identifier or 'an item'}: {reason} ({item.detail})"


def _close(engine: Engine, run: Run, outcome: Outcome) -> Run:
    with writing(engine) as connection:
        held = 0 if outcome.failure else _held(connection, run, outcome)
        held = _over(connection, run, outcome) or held
        state: RunState = "failed" if outcome.failure else "held" if held else "succeeded"
        if outcome.reservation:
            outcome.notes.insert(0, outcome.reservation)
        message = outcome.failure or "; ".join(outcome.notes) or None
        if outcome.failure:
            runs.log(connection, run.id, "error", outcome.failure)
        if outcome.spoilt:
            runs.save_checkpoint(connection, run.id, {})
        reserved = outcome.reservation is not None and outcome.failure is None
        runs.finish_run(connection, run.id, state=state, message=message, reservations=reserved)
        if state == "succeeded" and run.is_whole:
            runs.record_success(connection, run.source, outcome.response_date)
            approvals.close_settled(connection, run.source)
        closed = runs.get_run(connection, run.id)
    if closed is None:
        raise SourceError(f"run {run.id} vanished from the catalogue")
    return closed


def _over(connection: Connection, run: Run, outcome: Outcome) -> int:
    """1 if the run brought more than it may, and waits for somebody who lets it go on."""
    if outcome.over is None or outcome.failure:
        return 0
    overflow.mark(connection, run.id, outcome.over)
    way_out = f"`eaci runs approve {run.id}` goes on, `eaci runs reject {run.id}` does not"
    outcome.notes.insert(0, f"{outcome.over}: {way_out}")
    return 1


def _held(connection: Connection, run: Run, outcome: Outcome) -> int:
    """How many deletions wait for approval."""
    held = deletions.count(connection, deletions.in_scope(run))
    if held:
        way_out = f"`eaci runs approve {run.id}` or `eaci runs reject {run.id}`"
        outcome.notes.append(
            f"{held} deletions wait for approval, over {SHARE:.0%} of the source: {way_out}"
        )
    return held


def main(arguments: list[str]) -> int:
    """Execute the run of that number; the status is 1 if it failed."""
    # what was imported stays: the collector need not walk through it again for every few pages
    gc.freeze()
    try:
        run = execute_run(Settings.from_environment(), int(arguments[0]), started=True)
    except (CatalogueError, CrawlerError, SettingError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 1 if run.state == "failed" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
