"""Choosing the search backend by the setting ``EACI_SEARCH_URL``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from catalogue.settings import SettingError
from indexer.search.interface import SearchBackend
from indexer.search.tantivy_backend.backend import TantivyBackend

_TANTIVY = "tantivy:"


def open_backend(address: str | Path) -> SearchBackend:
    """The backend of an address: ``tantivy:///absolute/folder``, or just a folder.

    Nothing is read or made yet: a missing index shows at the first search, and the first write
    makes one. Raises SettingError with the setting's name for an address that no backend takes.
    """
    if isinstance(address, Path):
        return TantivyBackend(address)
    if address.startswith(_TANTIVY):
        return TantivyBackend(_folder(address))
    scheme, separator, _ = address.partition("://")
    if separator:
        raise SettingError(
            f'EACI_SEARCH_URL: unknown scheme "{scheme}" in "{address}". '
            "Accepted are tantivy:///absolute/folder and the path of a folder."
        )
    if not address.strip():
        raise SettingError(
            "EACI_SEARCH_URL is empty. Accepted are tantivy:///absolute/folder "
            "and the path of a folder."
        )
    return TantivyBackend(Path(address))


def _folder(address: str) -> Path:
    path = address.removeprefix(_TANTIVY)
    if not path.startswith("///") or path == "///":
        raise SettingError(
            f'EACI_SEARCH_URL: "{address}" is not a folder. '
            "Write it with three slashes: tantivy:///absolute/folder"
        )
    return Path(unquote(path.removeprefix("//")))
