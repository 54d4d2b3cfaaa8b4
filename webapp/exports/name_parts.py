"""A written name in two parts, as exports and catalogues want it."""

from __future__ import annotations

from indexer.text.names import parse_name
from schemas import PersonName


def name_parts(name: PersonName) -> tuple[str, str]:
    """Family name and the rest; the rest is empty where a name is not divided."""
    if name.family:
        return name.family, name.given or ""
    family = parse_name(name.literal).family
    if not family:
        return name.literal, ""
    return family, name.literal.replace(family, "", 1).strip(" ,")
