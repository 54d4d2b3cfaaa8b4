"""A run waits for a busy catalogue instead of failing."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from catalogue.database import transactions
from catalogue.database.engine import open_engine, writing
from crawler.begin import import_files
from crawler.runs import harvest
from tests.support.beside import Beside

DATA = Path(__file__).parents[1] / "data" / "formats" / "ris"


def _busy(engine, seconds):
    """Somebody writes for so long from now on."""
    begun = threading.Event()

    def hold():
        with writing(engine):
            begun.set()
            time.sleep(seconds)

    holder = Beside(hold)
    while not begun.wait(0.1):
        if not holder.works():
            holder.finish()  # it says why it could not write
    return holder


def test_a_run_waits_for_its_turn_longer_than_others_do(settings, write_source, monkeypatch):
    # who holds the catalogue waits for the run's own heartbeat, however slow the disk is
    engine, calm = open_engine(settings), open_engine(settings, transactions.patient(60))
    file = next(path for path in sorted(DATA.iterdir()) if not path.name.endswith(".json"))
    write_source("trial", protocol='"import"', format='"ris"')
    holders = []
    parse = harvest.Harvest.parse

    def parse_while_another_begins_to_write(self, *arguments):
        found = parse(self, *arguments)
        holders.append(_busy(calm, 2.0))
        with pytest.raises(OperationalError, match="database is locked"), writing(engine):
            pass  # who has no more patience than usual
        return found

    monkeypatch.setattr(harvest.Harvest, "parse", parse_while_another_begins_to_write)
    monkeypatch.setattr(transactions, "PATIENCE", 0.3)
    run = import_files(settings, "ris", [file], "trial")
    assert run.state == "succeeded", run.message
    assert run.ledger.received
    for holder in holders:
        holder.finish()
    assert holders
    for each in (engine, calm):
        each.dispose()
