"""The sources as the catalogue knows them: the definition from the source file, and what administrators set."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from catalogue.tables import source


class SourceEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A source. ``definition`` is the whole source file as plain data; ``schedule`` a cron expression or None."""

    name: str
    definition: dict[str, Any]
    country: str | None = None
    generated: bool = False
    enabled: bool = False
    schedule: str | None = None
    last_response_date: str | None = None
    last_run_at: str | None = None

    def title(self, language: str) -> str:
        """The display title in "ru" or "en", else the name."""
        titles = self.definition.get("title", {})
        return str(titles.get(language) or titles.get("en") or self.name)


def _entry(row: Row[Any]) -> SourceEntry:
    values = dict(row._mapping)
    values["definition"] = msgspec.json.decode(values["definition"])
    return SourceEntry(**values)


def register_source(connection: Connection, entry: SourceEntry) -> None:
    """Write a source's definition.

    ``enabled`` and ``schedule`` count only the first time: later they are the administrator's.
    """
    defined = {
        "definition": msgspec.json.encode(entry.definition),
        "country": entry.country,
        "generated": entry.generated,
    }
    changed = connection.execute(
        update(source).where(source.c.name == entry.name).values(**defined)
    )
    if changed.rowcount == 0:
        values = {"name": entry.name, "enabled": entry.enabled, "schedule": entry.schedule}
        connection.execute(insert(source).values(**values, **defined))


def list_sources(connection: Connection) -> list[SourceEntry]:
    """All sources by name."""
    return [_entry(row) for row in connection.execute(select(source).order_by(source.c.name))]


def get_source(connection: Connection, name: str) -> SourceEntry | None:
    """The source of this name, or None."""
    row = connection.execute(select(source).where(source.c.name == name)).first()
    return None if row is None else _entry(row)


def set_schedule(connection: Connection, name: str, *, enabled: bool, schedule: str | None) -> None:
    """Set what only an administrator sets. The caller has checked the cron expression."""
    connection.execute(
        update(source).where(source.c.name == name).values(enabled=enabled, schedule=schedule)
    )
