"""Choosing the search backend by the setting ``EACI_SEARCH_URL``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from catalogue.settings import SettingError, Settings
from indexer.search.interface import SearchBackend
from indexer.search.tantivy_backend.backend import TantivyBackend
from indexer.text.inflection.russian import dictionary

_TANTIVY = "tantivy:"
_ELASTICSEARCH = ("http", "https")
_ACCEPTED = (
    "Accepted are tantivy:///absolute/folder, the path of a folder, "
    "and http(s)://host:9200/index-name"
)


def open_search(settings: Settings) -> SearchBackend:
    """The backend that the settings name, with its credentials; raises SettingError.

    The dictionary is read here: within the first search it would count against the time that a search may take.
    """
    dictionary()
    return open_backend(settings.search_url, api_key=settings.search_api_key, ca=settings.search_ca)


def open_backend(
    address: str | Path, *, api_key: str | None = None, ca: Path | None = None
) -> SearchBackend:
    """The backend of an address: ``tantivy:///absolute/folder``, a folder, or ``http(s)://host:9200/index-name``.

    Nothing is read or made yet: a missing index shows at the first search, and the first write
    makes one. Raises SettingError with the setting's name for an address that no backend takes.
    """
    if isinstance(address, Path):
        return TantivyBackend(address)
    if address.startswith(_TANTIVY):
        return TantivyBackend(_folder(address))
    scheme, separator, _ = address.partition("://")
    if separator and scheme in _ELASTICSEARCH:
        return _elasticsearch(address, api_key, ca)
    if separator:
        raise SettingError(f'EACI_SEARCH_URL: unknown scheme "{scheme}". {_ACCEPTED}')
    if not address.strip():
        raise SettingError(f"EACI_SEARCH_URL is empty. {_ACCEPTED}")
    return TantivyBackend(Path(address))


def _elasticsearch(address: str, api_key: str | None, ca: Path | None) -> SearchBackend:
    # its client takes a third of a second to load, which the embedded index need not wait for
    from indexer.search.elasticsearch_backend.address import parse_address  # noqa: PLC0415 -- as said
    from indexer.search.elasticsearch_backend.backend import (  # noqa: PLC0415 -- likewise
        ElasticsearchBackend,
    )

    return ElasticsearchBackend(parse_address(address, api_key=api_key, ca=ca))


def _folder(address: str) -> Path:
    path = address.removeprefix(_TANTIVY)
    if not path.startswith("///") or path == "///":
        raise SettingError(
            f'EACI_SEARCH_URL: "{address}" is not a folder. '
            "Write it with three slashes: tantivy:///absolute/folder"
        )
    return Path(unquote(path.removeprefix("//")))
