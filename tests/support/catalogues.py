"""Catalogues in files, to be harmed at will: a small one with everything in it, and ways to damage its file."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from catalogue.database.engine import open_engine
from catalogue.settings import Settings
from indexer.pipeline import index
from tests.indexer.conftest import MemoryIndex
from tests.support.corpus import harvest_corpus
from tests.support.fresh import make_tables

PAGE = 4096


def settings_for(folder: Path, database: Path) -> Settings:
    """Settings that name this file as the catalogue."""
    return Settings(
        home=folder,
        database_url=f"sqlite:///{database}",
        search_url=f"tantivy://{folder / 'search'}",
    )


def make_indexed(folder: Path, works: int = 40) -> Path:
    """A catalogue of generated works, indexed, in one file without a log beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "catalogue.db"
    engine = open_engine(settings_for(folder, file))
    make_tables(engine)
    harvest_corpus(engine, works)
    index(engine, MemoryIndex(), folder)
    with engine.connect() as connection:
        # some pages for the freelist
        connection.exec_driver_sql("CREATE TABLE gone AS SELECT * FROM reference")
        connection.commit()
        connection.exec_driver_sql("DROP TABLE gone")
        connection.commit()
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


def pages_of(file: Path, name: str, kind: str = "leaf") -> list[int]:
    """The numbers of the pages of a table or index, counted from 1."""
    query = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ? ORDER BY pageno"
    with closing(sqlite3.connect(file)) as connection:
        return [number for (number,) in connection.execute(query, (name, kind))]


def _overwrite(file: Path, offset: int, body: bytes) -> None:
    with file.open("r+b") as stream:
        stream.seek(offset)
        stream.write(body)


def _page(name: str, body: bytes | None = None, kind: str = "leaf") -> Callable[[Path], None]:
    """Overwrite the last page of a table or index, with random bytes unless others are given."""

    def damage(file: Path) -> None:
        noise = random.Random(name).randbytes(PAGE)
        _overwrite(
            file, (pages_of(file, name, kind)[-1] - 1) * PAGE, noise if body is None else body
        )

    return damage


def _truncate(share: float) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        whole = file.stat().st_size // PAGE
        with file.open("r+b") as stream:
            stream.truncate(int(whole * share) * PAGE)

    return damage


def _swap(file: Path) -> None:
    """Two pages of different tables change places."""
    one, other = pages_of(file, "reference")[-1], pages_of(file, "work")[-1]
    body = file.read_bytes()
    first, second = body[(one - 1) * PAGE : one * PAGE], body[(other - 1) * PAGE : other * PAGE]
    _overwrite(file, (one - 1) * PAGE, second)
    _overwrite(file, (other - 1) * PAGE, first)


def _lose_index_entry(file: Path) -> None:
    """An entry is left out of an index: the number of cells on a page of it is one less than before."""
    offset = (pages_of(file, "ix_reference_target")[0] - 1) * PAGE + 3
    with file.open("rb") as stream:
        stream.seek(offset)
        count = int.from_bytes(stream.read(2), "big")
    _overwrite(file, offset, (count - 1).to_bytes(2, "big"))


def _lose_row(file: Path) -> None:
    """A row is left out of a table whose indexes still have it."""
    offset = (pages_of(file, "reference")[0] - 1) * PAGE + 3
    with file.open("rb") as stream:
        stream.seek(offset)
        count = int.from_bytes(stream.read(2), "big")
    _overwrite(file, offset, (count - 1).to_bytes(2, "big"))


def _freelist(file: Path) -> None:
    """The header counts more free pages than there are."""
    with file.open("rb") as stream:
        stream.seek(36)
        count = int.from_bytes(stream.read(4), "big")
    assert count
    _overwrite(file, 36, (count + 7).to_bytes(4, "big"))


def _bad_text(file: Path) -> None:
    """Bytes that are no UTF-8 in the middle of a text, where the pages know nothing of it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE run SET message = 'a message to be broken'")
        connection.commit()
    at = file.read_bytes().find(b"a message to be broken")
    assert at > 0
    _overwrite(file, at + 2, b"\xff\xfe")


def _sql(statement: str) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute(statement)
            connection.commit()

    return damage


def _schema(statement: str) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA writable_schema=ON")
            connection.execute(statement)
            connection.commit()

    return damage


DAMAGES: dict[str, Callable[[Path], None]] = {
    "header: random bytes": lambda file: _overwrite(file, 0, random.Random(1).randbytes(100)),
    "header: no magic": lambda file: _overwrite(file, 0, b"\0" * 16),
    "header: page size": lambda file: _overwrite(file, 16, b"\x02\x00"),
    "header: text encoding": lambda file: _overwrite(file, 56, b"\0\0\0\2"),
    "header: fewer pages": lambda file: _overwrite(file, 28, b"\0\0\0\x20"),
    "header: more pages": lambda file: _overwrite(file, 28, b"\0\x01\0\0"),
    "page 1 zeroed": lambda file: _overwrite(file, 0, b"\0" * PAGE),
    "page 1 zeroed behind the header": lambda file: _overwrite(file, 100, b"\0" * (PAGE - 100)),
    "schema page random": _page("sqlite_schema"),
    "cut to a half": _truncate(0.5),
    "cut by a page": _truncate(0.999),
    "cut to nothing but the header": lambda file: _truncate(1 / (file.stat().st_size // PAGE))(
        file
    ),
    "no bytes left": lambda file: file.write_bytes(b"") and None,
    "pages swapped": _swap,
    "index entry missing": _lose_index_entry,
    "row missing": _lose_row,
    "freelist": _freelist,
    "record page random": _page("record"),
    "record page zeroed": _page("record", b"\0" * PAGE),
    "record inner page zeroed": _page("record", b"\0" * PAGE, "internal"),
    "reference page random": _page("reference"),
    "key page random": _page("work_key"),
    "index page zeroed": _page("ix_reference_number", b"\0" * PAGE),
    "journal of runs zeroed": _page("run", b"\0" * PAGE),
    "text that is no text": _bad_text,
    "table dropped": _sql("DROP TABLE citation"),
    "index dropped": _sql("DROP INDEX ix_reference_target"),
    "column dropped": _sql("ALTER TABLE work DROP COLUMN cites"),
    "row without its parent": _sql("DELETE FROM page WHERE id = 1"),
    "index forgotten": _schema("DELETE FROM sqlite_schema WHERE name = 'ix_reference_target'"),
    "no version": _sql("DELETE FROM alembic_version"),
    "two versions": _sql("INSERT INTO alembic_version VALUES ('0001')"),
}
