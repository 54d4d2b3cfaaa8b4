"""Undoing deletions that were carried out: the records become what they were, and go before the indexer."""

from __future__ import annotations

from catalogue.database.engine import writing
from catalogue.harvested import undo as store
from crawler.runs.harvest import Harvest


def undo(harvest: Harvest) -> str:
    """Undo what the run was asked to; give a line that says how it went. Killed midway, the next undo does the rest."""
    wanted = harvest.run.parameters.undo or 0
    looked_at = 0
    while True:
        with writing(harvest.engine) as connection:
            done = store.undo_some(connection, harvest.run, wanted)
        harvest.total += done.ledger
        looked_at += done.rows
        if not done.rows:
            break
    left = looked_at - harvest.total.new
    told = f"{harvest.total.new} records of run {wanted} are restored"
    return f"{told}; {left} have changed since and stay as they are" if left else told
