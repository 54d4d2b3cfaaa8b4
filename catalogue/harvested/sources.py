"""The sources as the catalogue knows them: the definition from the source file, and what administrators set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from catalogue.audit import record_change
from catalogue.database import dialect
from catalogue.harvested import descriptions
from catalogue.tables import source

_BY_FILE = "source file"
"""Who the audit says changed what a file says."""


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
    """Write one source's definition, see :func:`register_sources`."""
    register_sources(connection, [entry])


def register_sources(connection: Connection, entries: Sequence[SourceEntry]) -> None:
    """Write the definitions that are new or have changed.

    ``enabled`` and ``schedule`` are set here by whoever said so last: the administrator on the site, or the file, which
    says so anew only when its own value changes. A change by the file stands in the audit. Where the formats change
    that the source is asked for, the next harvest asks for everything.
    """
    dialect.one_at_a_time(connection, "sources")
    for entry, before in _changed(connection, entries):
        values: dict[str, Any] = {
            "definition": msgspec.json.encode(entry.definition),
            "country": entry.country,
            "generated": entry.generated,
        }
        if before is None:
            switch = {"enabled": entry.enabled, "schedule": entry.schedule}
            connection.execute(insert(source).values(name=entry.name, **switch, **values))
            continue
        if _formats(entry) != _formats(before):
            # nothing is known of what came before in the other format: everything is asked for again
            values["last_response_date"] = None
            descriptions.forget(connection, entry.name)
        said = _said_anew(entry, before)
        if said:
            after = msgspec.structs.replace(before, **said)
            detail = f"{switch_of(before)} → {switch_of(after)}"
            record_change(connection, _BY_FILE, "schedule-changed", entry.name, detail)
        connection.execute(
            update(source).where(source.c.name == entry.name).values(**values, **said)
        )


def changed(connection: Connection, entries: Sequence[SourceEntry]) -> bool:
    """True if the catalogue does not hold all these definitions as they are."""
    return bool(_changed(connection, entries))


def _changed(
    connection: Connection, entries: Sequence[SourceEntry]
) -> list[tuple[SourceEntry, SourceEntry | None]]:
    """The entries that differ from the catalogue's, each with what the catalogue holds."""
    query = select(source).where(source.c.name.in_([entry.name for entry in entries]))
    held = {row.name: _entry(row) for row in connection.execute(query)}
    pairs = [(entry, held.get(entry.name)) for entry in entries]
    return [(entry, before) for entry, before in pairs if before is None or _differ(entry, before)]


def _differ(entry: SourceEntry, before: SourceEntry) -> bool:
    same = (entry.country, entry.generated) == (before.country, before.generated)
    # as JSON: a definition of the program's has tuples where a stored one has lists
    encoded = (msgspec.json.encode(each.definition) for each in (entry, before))
    return not same or len(set(encoded)) > 1


def _formats(entry: SourceEntry) -> list[object]:
    """In which formats the source is asked for its records."""
    return [entry.definition.get(key) for key in ("metadata_prefix", "also")]


def _said_anew(entry: SourceEntry, before: SourceEntry) -> dict[str, Any]:
    """Of what may also be set on the site, what the file says otherwise than it did."""
    old, new = before.definition, entry.definition
    return {
        key: getattr(entry, key)
        for key in ("enabled", "schedule")
        if key in old and key in new and old[key] != new[key]
    }


def switch_of(entry: SourceEntry) -> str:
    """Whether a source is on, and its schedule, as the audit tells it."""
    return f"{'on' if entry.enabled else 'off'} {entry.schedule or '-'}"


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
