"""Which works stand on the other side of the citations of many works, as numbers; the search looks for them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from sqlalchemy import Connection, select

from catalogue.database import dialect
from catalogue.tables import citation

Side = Literal["cited", "citing"]
"""Works that others cite, or works that cite them."""


def across(connection: Connection, side: Side, works: Collection[int], most: int) -> list[int]:
    """The works of this side that citations join to these works; of more than ``most`` those with the least numbers."""
    found, others = (
        getattr(citation.c, side),
        citation.c.citing if side == "cited" else citation.c.cited,
    )
    rows = dialect.rows_in(connection, select(found), others, works)
    return sorted({row[0] for row in rows})[:most]
