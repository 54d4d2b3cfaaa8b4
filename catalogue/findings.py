"""What a check is, and what it finds."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Select

from catalogue.stage_names import StageName


class Finding(NamedTuple):
    """Something that is wrong: which check found it, and what, in one sentence.

    ``mended_by``: what derives it anew, as stages of the indexer with their items. What was harvested has none.
    """

    check: str
    problem: str
    mended_by: tuple[tuple[StageName, int], ...] = ()


class Check(NamedTuple):
    """``query`` selects what is wrong, ``problem`` says it with the row's values.

    ``mended_by``: the stages of the indexer that derive it anew, each with the column of the query that holds their
    item. What was harvested has none: a wrong ledger is for a person to look into.
    """

    name: str
    query: Select[Any]
    problem: str
    mended_by: tuple[tuple[StageName, str], ...] = ()

    def finding(self, row: Any) -> Finding:
        """What one row of the query is."""
        items = tuple(
            (stage, row[column]) for stage, column in self.mended_by if row[column] is not None
        )
        return Finding(self.name, self.problem.format(**row), items)
