"""Settings, all from the environment and all documented here.

========================  ==============================================================================
``EACI_HOME``             the data folder (default ``var``): database, search index, secret key, and
                          source files of your own in ``sources/``
``EACI_DATABASE_URL``     the catalogue (default: SQLite in the data folder);
                          ``sqlite:////path/file.db`` or ``postgresql+psycopg://user@host/name``
``EACI_SEARCH_URL``       the search index (default: tantivy in the data folder); ``tantivy:////path``, or
                          a cluster: ``http(s)://[user:password@]host:9200[,host2:9200]/index-name``
``EACI_SEARCH_API_KEY``   an Elasticsearch API key, instead of a user (Base64, as Elasticsearch prints it)
``EACI_SEARCH_CA``        a PEM file with the authority that signed the cluster's certificates
``EACI_SOURCES``          further folders with source files, separated like PATH entries
``EACI_CONTACT``          an address or URL that harvested servers may write to (sent in the User-Agent)
``EACI_SECRET_KEY``       signs session cookies (default: made once and kept in the data folder)
``EACI_PROXIES``          how many reverse proxies stand before the site (default 0); with one or more, cookies
                          travel over HTTPS only, and the visitor's address is taken from what the proxies say
``EACI_HOSTS``            the host names that the site answers under, separated by commas, the canonical one first;
                          ``.example.org`` means every name below it (default: any name is answered)
``EACI_LOG``              ``text`` (default) or ``json``: one JSON object a line, for a log collector
``EACI_LOG_LEVEL``        the least that is logged: ``debug``, ``info`` (default), ``warning`` or ``error``
========================  ==============================================================================

What holds a secret (``EACI_DATABASE_URL``, ``EACI_SEARCH_URL``, ``EACI_SEARCH_API_KEY``, ``EACI_SECRET_KEY``) may
stand in a file instead: set the same name with ``_FILE`` behind it to the file's path.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from schemas.errors import ExpectedError

KNOWN = (
    "HOME", "DATABASE_URL", "SEARCH_URL", "SEARCH_API_KEY", "SEARCH_CA", "SOURCES", "CONTACT",
    "SECRET_KEY", "PROXIES", "HOSTS", "LOG", "LOG_LEVEL",
)  # fmt: skip
_IN_FILES = ("DATABASE_URL", "SEARCH_URL", "SEARCH_API_KEY", "SECRET_KEY")
_RESERVED = ("EACI_TEST_", "EACI_DEMO_")  # read by the tests and the demo, not by the program
_DATABASES = ("sqlite", "postgresql+psycopg")
_LOGS = ("text", "json")
_LOG_LEVELS = ("debug", "info", "warning", "error")
_HOST = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:[0-9]{1,5})?")


class SettingError(ExpectedError, ValueError):
    """A setting that cannot be used. The message is one line and names the variable and the way out."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Where everything is. Build it with :meth:`from_environment`."""

    home: Path
    database_url: str
    search_url: str
    search_api_key: str | None = None
    search_ca: Path | None = None
    source_folders: tuple[Path, ...] = ()
    contact: str = "https://example.org/eaci"
    proxies: int = 0
    hosts: tuple[str, ...] = ()
    log: str = "text"
    log_level: str = "info"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raise :class:`SettingError` for a wrong or unknown one."""
        values = _with_files(os.environ if environment is None else environment)
        _refuse_unknown(values)
        home = Path(values.get("EACI_HOME") or "var").absolute()
        if home.exists() and not home.is_dir():
            raise SettingError(f"EACI_HOME: {home} is a file; name a folder")
        default_database = f"sqlite:///{home / 'catalogue.db'}"
        return cls(
            home=home,
            database_url=_database_url(values.get("EACI_DATABASE_URL") or default_database),
            search_url=values.get("EACI_SEARCH_URL") or f"tantivy://{home / 'search'}",
            search_api_key=values.get("EACI_SEARCH_API_KEY") or None,
            search_ca=_file("EACI_SEARCH_CA", values.get("EACI_SEARCH_CA", "")),
            source_folders=_folders(values.get("EACI_SOURCES", "")),
            contact=values.get("EACI_CONTACT") or "https://example.org/eaci",
            proxies=_number("EACI_PROXIES", values.get("EACI_PROXIES") or "0"),
            hosts=_hosts(values.get("EACI_HOSTS", "")),
            log=_one_of("EACI_LOG", values.get("EACI_LOG") or "text", _LOGS),
            log_level=_one_of(
                "EACI_LOG_LEVEL", (values.get("EACI_LOG_LEVEL") or "info").lower(), _LOG_LEVELS
            ),
        )

    def make_home(self) -> None:
        """Create the data folder; raise :class:`SettingError` if that is not possible."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(f"EACI_HOME: cannot create {self.home}: {error.strerror}") from error

    def secret_key(self, environment: Mapping[str, str] | None = None) -> str:
        """The key that signs cookies: from the environment, or made once and kept in the data folder."""
        values = _with_files(os.environ if environment is None else environment)
        if key := values.get("EACI_SECRET_KEY"):
            return key
        self.make_home()
        path = self.home / "secret.key"
        if not path.exists():
            self._make_key(path)
        return path.read_text(encoding="ascii")

    def _make_key(self, path: Path) -> None:
        """Whole or not at all, on a full disk too; of two processes at once the first one's stays."""
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32), encoding="ascii")
            with suppress(FileExistsError):
                os.link(draft, path)
        except OSError as error:
            raise SettingError(f"EACI_HOME: cannot write {path}: {error.strerror}") from error
        finally:
            draft.unlink(missing_ok=True)


def _with_files(values: Mapping[str, str]) -> Mapping[str, str]:
    """The settings with those that stand in a file read from it."""
    found = dict(values)
    for name in (f"EACI_{each}" for each in _IN_FILES):
        path = found.pop(f"{name}_FILE", "")
        if not path:
            continue
        if found.get(name):
            raise SettingError(f"{name} and {name}_FILE are both set; keep one")
        try:
            found[name] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"{name}_FILE: {path} cannot be read: {error}") from error
    return found


def _refuse_unknown(values: Mapping[str, str]) -> None:
    known = {f"EACI_{name}" for name in KNOWN}
    for name in sorted(values):
        if name.startswith("EACI_") and name not in known and not name.startswith(_RESERVED):
            raise SettingError(f"{name}: no such setting; known are {', '.join(sorted(known))}")


def _database_url(text: str) -> str:
    from sqlalchemy.engine import make_url  # noqa: PLC0415 -- where `eaci --help` reads no address
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 -- likewise

    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingError("EACI_DATABASE_URL: not a database URL") from error
    if url.drivername not in _DATABASES:
        raise SettingError(
            f"EACI_DATABASE_URL: {url.drivername!r} is not supported; use one of {', '.join(_DATABASES)}"
        )
    return text


def _file(name: str, text: str) -> Path | None:
    if text and not Path(text).is_file():
        raise SettingError(f"{name}: {text} is not a file")
    return Path(text) if text else None


def _number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise SettingError(f"{name}: {text!r} is not a whole number")
    return int(text)


def _hosts(text: str) -> tuple[str, ...]:
    """Host names as a browser sends them: small letters, other scripts in their ASCII form."""
    return tuple(dict.fromkeys(_host(name) for name in re.split(r"[,\s]+", text) if name))


def _host(name: str) -> str:
    try:
        plain = name.lower().encode("idna").decode() if name[0] != "." else f".{_host(name[1:])}"
    except (UnicodeError, IndexError):
        plain = ""
    if not _HOST.fullmatch(plain):
        raise SettingError(
            f"EACI_HOSTS: {name!r} is not a host name; write names alone, as in index.example.org"
        )
    return plain


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise SettingError(f"{name}: {text!r} is not one of {', '.join(allowed)}")
    return text


def _folders(text: str) -> tuple[Path, ...]:
    folders = tuple(Path(part) for part in text.split(os.pathsep) if part)
    for folder in folders:
        if not folder.is_dir():
            raise SettingError(f"EACI_SOURCES: {folder} is not a folder")
    return folders
