"""The end of a run: the deletions that it gathered are decided together, and what was decided is carried out.

The decision is one transaction, carrying out goes in short ones; killed in between, the next run of the source goes on.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection

from catalogue.database.engine import writing
from catalogue.harvested import deletions
from catalogue.harvested.carrying_out import carry_out
from crawler.runs.guard import SHARE
from crawler.runs.harvest import Harvest


def decide(harvest: Harvest) -> None:
    """Believe what the run gathered if it is few; what is too much goes on waiting. Then carry out."""
    source, chosen = harvest.run.source, deletions.in_scope(harvest.run)
    with writing(harvest.engine) as connection:
        if told := deletions.count(connection, chosen):
            _judge(harvest, connection, chosen, told)
        deletions.forget_old(connection, source)
    while True:
        with writing(harvest.engine) as connection:
            done = carry_out(connection, source, harvest.run.id)
        harvest.total += done.ledger
        if not done.rows:
            return


def _judge(
    harvest: Harvest, connection: Connection, chosen: ColumnElement[bool], told: int
) -> None:
    source = harvest.run.source
    waiting = deletions.count(connection, deletions.waiting(source))
    approved = deletions.count_decided(connection, source)
    base = deletions.base(connection, source)
    if base is None or base.deleted + waiting - approved <= int(base.live * SHARE):
        deletions.decide(connection, chosen, deletions.CARRY_OUT, None)
        return
    earlier = f", {base.deleted} were deleted since" if base.deleted else ""
    harvest.note(
        connection,
        f"{waiting} of the source's {base.live} records would be deleted{earlier}: "
        f"that is over {SHARE:.0%}, all of them wait",
    )


def disbelieve(harvest: Harvest) -> None:
    """Forget what a spoilt run gathered: the next begins anew."""
    with writing(harvest.engine) as connection:
        if dropped := deletions.drop(connection, harvest.run.id):
            harvest.note(connection, f"{dropped} deletions are not believed, as the run is not")
