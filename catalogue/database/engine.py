"""Opening the catalogue: engines and the version of the tables. Gives on :mod:`catalogue.database.transactions`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import OperationalError

from catalogue.database import connections, damage
from catalogue.database.transactions import reading, writing, writing_within
from catalogue.errors import CatalogueError, DamagedCatalogueError, VersionError
from catalogue.secrecy import conceal
from catalogue.settings import SettingError, Settings

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = [
    "CatalogueError", "DamagedCatalogueError", "is_current", "known_versions", "newer", "now", "open_engine",
    "open_url", "reading", "require_current", "require_known", "upgrade", "writing", "writing_within",
]  # fmt: skip

_MIGRATIONS = Path(__file__).parent.parent / "migrations"


_AS_USUAL: Mapping[str, Any] = MappingProxyType({})


def open_engine(settings: Settings, options: Mapping[str, Any] = _AS_USUAL) -> Engine:
    """An engine for the catalogue; does not touch the database yet.

    ``options``: how its writers wait and what they leave to others, if not as usual
    (:func:`catalogue.database.transactions.patient`, :data:`catalogue.database.checkpoints.LEFT_TO_OTHERS`).
    """
    url = make_url(settings.database_url)
    if url.drivername == "sqlite" and url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(f"EACI_DATABASE_URL: {error.filename}: {error.strerror}") from error
    return open_url(url, options)


def open_url(url: URL, options: Mapping[str, Any] = _AS_USUAL) -> Engine:
    """The same for the database of this address."""
    # a connection that a restarted server has cut is replaced instead of failing its next user
    engine = create_engine(
        url,
        pool_pre_ping=url.drivername != "sqlite",
        execution_options=dict(options),
        hide_parameters=True,  # an error would print the values of its statement, hashes of passwords among them
    )
    conceal(url.password)
    damage.report_damage(engine)
    connections.prepare(engine)
    return engine


def now() -> str:
    """The time now as the catalogue writes it: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _alembic(engine: Engine) -> Config:
    from alembic.config import Config  # noqa: PLC0415 -- Alembic takes .4 s to import, and few need it

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine) -> None:
    """Create the tables or bring them up to date; raise :class:`CatalogueError` if the database will not do."""
    from alembic import command  # noqa: PLC0415 -- Alembic takes .4 s to import, and few need it

    try:
        with engine.connect() as connection:
            if problem := connections.unfit(connection):
                raise CatalogueError(problem)
        if _version(engine) is not None:
            require_known(engine)
        command.upgrade(_alembic(engine), "head")
    except OperationalError as error:
        raise _out_of_reach(error) from error


def require_current(engine: Engine) -> None:
    """Raise :class:`CatalogueError` unless the tables are those of this version of the program."""
    current, head = require_known(engine), known_versions()[-1]
    if current != head:
        raise VersionError(f"the catalogue is at version {current}, not {head}: run `eaci init`")


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this version: one quick query, for those who ask often."""
    stated = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
    return list(stated) == [known_versions()[-1]]


def require_known(engine: Engine) -> str:
    """The version of the tables: this program's or an older one. Raises :class:`CatalogueError` for any other."""
    current, known = _version(engine), known_versions()
    if current is None:
        raise CatalogueError("the catalogue is empty: run `eaci init` first")
    if current not in known:
        raise VersionError(newer("the catalogue", current))
    return current


def newer(what: str, version: str) -> str:
    """The line that tells of tables which a later version of the program has made."""
    return (
        f"{what} is at version {version}, which a newer version of the program has made; this one knows versions "
        f"up to {known_versions()[-1]}: install the newer program"
    )


@cache
def known_versions() -> tuple[str, ...]:
    """The versions of the tables that this program knows, the oldest first.

    Each is the number in the name of its migration; the chain that Alembic follows is in the order of these numbers.
    """
    scripts = (_MIGRATIONS / "versions").glob("[0-9]*_*.py")
    return tuple(sorted(script.name.partition("_")[0] for script in scripts))


def _version(engine: Engine) -> str | None:
    """The version that the catalogue states; None if there are no tables."""
    try:
        with engine.connect() as connection:
            stated = _stated(connection)
            if not stated and inspect(connection).has_table("record"):
                raise DamagedCatalogueError("its tables do not say of which version they are")
    except OperationalError as error:
        raise _out_of_reach(error) from error
    if len(stated) > 1:
        raise DamagedCatalogueError(f"its tables state several versions: {', '.join(stated)}")
    return stated[0] if stated else None


def _stated(connection: Connection) -> list[str]:
    """The versions that Alembic has written into the catalogue: one, unless it is empty or damaged."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return sorted(map(str, connection.scalars(text("SELECT version_num FROM alembic_version"))))


def _out_of_reach(error: OperationalError) -> CatalogueError:
    reason = " ".join(str(error.orig).split())  # the driver's own words may be several lines
    return CatalogueError(f"cannot open the catalogue: {reason}")
