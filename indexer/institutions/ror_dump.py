"""Reads ROR's dump: a JSON array, or the ZIP file in which ROR publishes it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_MOST = 4 << 30  # bytes of the JSON file


def read_dump(path: Path) -> list[Mapping[str, Any]]:
    """The organisations of the dump. ValueError if it holds no array of them, or is too large to be one."""
    found = json.loads(_text(path))
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError("it holds no array of organisations")
    return found


def _text(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        for name in _json_files(archive):
            return archive.read(name)
    raise ValueError("the archive holds no JSON file")


def _json_files(archive: zipfile.ZipFile) -> Iterator[str]:
    """Of the two schemas that a dump may hold, the second first."""
    names = [info.filename for info in archive.infolist() if info.file_size < _MOST]
    yield from sorted(
        (name for name in names if name.endswith(".json")), key=lambda n: "v2" not in n
    )
