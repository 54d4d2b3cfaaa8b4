"""Where a cluster and its index are: ``http(s)://[user:password@]host:9200[,host2:9200…]/index-name``."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from catalogue.settings import SettingError

FORM = "http(s)://host:9200[,host2:9200]/index-name"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_DEFAULT_NAME = "eaci"
_PORT = 9200


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """``nodes`` are base addresses without credentials; ``user`` is a name and a password."""

    nodes: tuple[str, ...]
    name: str
    user: tuple[str, str] | None = None
    api_key: str | None = None
    ca: Path | None = None

    @property
    def where(self) -> str:
        """The address as a message may show it: without any secret."""
        return f"{', '.join(self.nodes)} (index {self.name})"


def parse_address(text: str, *, api_key: str | None = None, ca: Path | None = None) -> Address:
    """The address in a setting. Raises SettingError, which names the setting and never the password."""
    scheme, _, rest = text.partition("://")
    places, _, path = rest.partition("/")
    credentials, _, hosts = places.rpartition("@")
    name = path.strip("/") or _DEFAULT_NAME
    if not _NAME.fullmatch(name):
        raise SettingError(
            f'EACI_SEARCH_URL: "{name}" cannot name an index. '
            "Use lower-case Latin letters, digits, - and _, as in http://localhost:9200/eaci"
        )
    if credentials and api_key:
        raise SettingError(
            "EACI_SEARCH_URL names a user and EACI_SEARCH_API_KEY is set: give one of them"
        )
    if ca and scheme != "https":
        raise SettingError(
            f"EACI_SEARCH_CA is set, but EACI_SEARCH_URL begins with {scheme}://. Write https://, or unset it"
        )
    return Address(
        nodes=tuple(dict.fromkeys(_node(scheme, host.strip()) for host in hosts.split(","))),
        name=name,
        user=_user(credentials),
        api_key=api_key,
        ca=ca,
    )


def _node(scheme: str, host: str) -> str:
    try:
        parts = urlsplit(f"{scheme}://{host}")
        name, port = parts.hostname, parts.port or _PORT
    except ValueError:
        name, port = None, _PORT
    if not name or parts.query or parts.fragment:
        raise SettingError(f'EACI_SEARCH_URL: "{host}" is not a host. Write it {FORM}')
    return f"{scheme}://[{name}]:{port}" if ":" in name else f"{scheme}://{name}:{port}"


def _user(credentials: str) -> tuple[str, str] | None:
    if not credentials:
        return None
    user, _, password = credentials.partition(":")
    return unquote(user), unquote(password)
