"""On what ground works count for their countries, and which works count if only affiliations are believed.

A work has its countries from its authors' affiliations; where none tells, from the place of publication, else from the
source that holds it (``work_country.basis``). What is said of a country's authors should rest on the first alone.
"""

from __future__ import annotations

from typing import Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, func, select

from catalogue.tables import work_country
from schemas.work import CountryBasis

Ground = Literal["any", "affiliation", "publication", "source"]
"""Which works count for a country: all that have it, or those alone that have it on this basis."""
GROUNDS: tuple[Ground, ...] = get_args(Ground)
BASES: tuple[CountryBasis, ...] = ("affiliation", "publication", "source")


def believed(ground: Ground) -> list[ColumnElement[bool]]:
    """The condition on rows of ``work_country``."""
    return [] if ground == "any" else [work_country.c.basis == ground]


def works_of(country: str, ground: Ground = "any") -> Select[tuple[int]]:
    """The works that count for a country."""
    return select(work_country.c.work).where(work_country.c.country == country, *believed(ground))


def works_by_basis(connection: Connection, country: str) -> dict[CountryBasis, int]:
    """How many works count for a country on each basis; all of them are named."""
    query = (
        select(work_country.c.basis, func.count())
        .where(work_country.c.country == country)
        .group_by(work_country.c.basis)
    )
    return dict.fromkeys(BASES, 0) | dict(connection.execute(query).all())
