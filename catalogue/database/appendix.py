"""What a backup holds behind the database's own bytes: a ZIP archive with a manifest and the sources' files.

The database's part comes first and unchanged, so SQLite and ``pg_restore`` read a backup as it is, and so does every
program that knows ZIP. The manifest has the checksum of the database's part and the number of rows of every table.
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from catalogue.errors import CatalogueError
from catalogue.settings import Settings

_MANIFEST = "eaci-backup.json"
_FILES = "sources"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*\.toml")
_PIECE = 1 << 20
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


class BackupError(CatalogueError):
    """A backup cannot be made or restored; the message names the file and the way out."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself. ``folders``: where the sources' files stood, "" for the data folder's own."""

    made_at: str
    version: str
    size: int
    sha256: str
    rows: dict[str, int]
    folders: tuple[str, ...] = ()


class Kept(NamedTuple):
    """A source's file in a backup: which of the manifest's folders it stood in, its name, and its bytes."""

    folder: int
    name: str
    body: bytes


def digest(file: Path, size: int) -> str:
    """The SHA-256 of the first bytes of a file, read from the disk."""
    hashing = sha256()
    with file.open("rb") as stream:
        left = size
        while left and (piece := stream.read(min(_PIECE, left))):
            hashing.update(piece)
            left -= len(piece)
    return hashing.hexdigest()


def source_folders(settings: Settings) -> tuple[Path, ...]:
    """The folders with source files of one's own: the data folder's, and those of EACI_SOURCES."""
    return (settings.home / _FILES, *(folder.absolute() for folder in settings.source_folders))


def append(file: Path, manifest: Manifest, folders: Sequence[Path]) -> None:
    """Write the manifest and the source files of the folders behind the database's bytes, and read them back.

    Raises OSError, and BackupError if what is read back is not what was written.
    """
    found = [
        (f"{_FILES}/{number}/{path.name}", path.read_bytes())
        for number, folder in enumerate(folders)
        for path in sorted(folder.glob("*.toml"))
    ]
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        # stored as it is, so that a backup says what it is to whoever looks at its end
        archive.writestr(
            _MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)), zipfile.ZIP_STORED
        )
        for name, body in found:
            archive.writestr(name, body)
    with zipfile.ZipFile(file) as archive:
        if any(archive.read(name) != body for name, body in found):
            raise BackupError(f"{file}: what was written cannot be read back; try another disk")
    if read(file) != manifest:
        raise BackupError(f"{file}: what was written cannot be read back; try another disk")


def read(file: Path) -> Manifest | None:
    """The manifest of a backup whose bytes are as they were written; None if it has none (from an older program).

    Raises BackupError if the file is damaged.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
            if (broken := archive.testzip()) is not None:
                raise BackupError(f"{file} is damaged: {broken} in it cannot be read")
    except zipfile.BadZipFile as error:
        if _MANIFEST.encode() in _tail(file):
            raise BackupError(f"{file} is damaged: {error}") from error
        return None
    except (KeyError, ValueError, OSError, EOFError, zlib.error) as error:
        raise BackupError(f"{file} is damaged: {' '.join(str(error).split())}") from error
    if digest(file, manifest.size) != manifest.sha256:
        raise BackupError(
            f"{file} is damaged: its bytes are not those that were written at {manifest.made_at}; take another backup"
        )
    return manifest


def _tail(file: Path) -> bytes:
    with file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - _PIECE))
        return stream.read()


def put_back(file: Path, settings: Settings) -> Iterator[str]:
    """Write the source files of a sound backup into their folders; one line for each that is not simply there now.

    A file that is there and says something else stays as it is; the backup's is put beside it as ``NAME.restored``.
    """
    if (manifest := read(file)) is None:
        yield f"{file} holds no source files: copy those of your own yourself"
        return
    for number, folder in enumerate(_targets(manifest, settings)):
        files = [kept for kept in _kept(file) if kept.folder == number]
        try:
            for each in files:
                yield from _put(folder, each)
        except OSError as error:
            yield f"{folder}: {error.strerror}; take its files from {file}, which any program for ZIP opens"
        if files and folder not in source_folders(settings):
            yield f"{folder} holds source files again: name it in EACI_SOURCES"


def _kept(file: Path) -> list[Kept]:
    with zipfile.ZipFile(file) as archive:
        parts = [(name, name.split("/")) for name in archive.namelist()]
        return [
            Kept(int(part[1]), part[2], archive.read(name))
            for name, part in parts
            if len(part) == 3 and part[0] == _FILES and _NAME.fullmatch(part[2])
        ]


def _targets(manifest: Manifest, settings: Settings) -> list[Path]:
    """Where the files of each of the manifest's folders belong now.

    The data folder's belong to today's data folder. Another folder is itself, unless EACI_SOURCES names as many others:
    then it has moved, and its place in the list tells where to.
    """
    own, *others = source_folders(settings)
    then = [Path(folder) for folder in manifest.folders[1:]]
    moved = len(others) == len(then) and not set(then) & set(others)
    return [own, *(others if moved else then)]


def _put(folder: Path, kept: Kept) -> Iterator[str]:
    target = folder / kept.name
    if target.exists() and target.read_bytes() == kept.body:
        return
    if not folder.is_dir():
        folder.mkdir(parents=True, mode=_PRIVATE_FOLDER)
    if target.exists():
        beside = target.with_name(f"{kept.name}.restored")
        yield f"{target} is there and differs: it stays, the backup's is in {beside}"
        target = beside
    _write(target, kept.body)


def _write(target: Path, body: bytes) -> None:
    """Whole or not at all."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    create(part)
    part.write_bytes(body)
    part.rename(target)


def create(file: Path) -> None:
    """Make an empty file that nobody else may read. Raises OSError if it is there."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE_FILE))
