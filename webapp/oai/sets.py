"""The sets of the repository: the countries of works, and the sources that hold them."""

from __future__ import annotations

from sqlalchemy import Connection

from catalogue.harvested.sources import list_sources
from schemas.vocabularies import countries


def names_of_sets(connection: Connection) -> dict[str, str]:
    """The name of each set by its setSpec."""
    found = {"country": "Countries of the authors' institutions", "source": "National bases"}
    found |= {f"country:{code}": each.en for code, each in countries().items()}
    found |= {f"source:{each.name}": each.title("en") for each in list_sources(connection)}
    return dict(sorted(found.items()))
