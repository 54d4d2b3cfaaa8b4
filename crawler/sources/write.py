"""Writing a source file for a repository that has answered a probe."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from catalogue.settings import Settings
from crawler.errors import SourceError
from crawler.sources.definition import load_source, own_folder, read_sources
from crawler.sources.endpoints import country_of, guess_platform, name_of
from crawler.sources.probe import Probe
from schemas.vocabularies import countries

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def write_source(
    settings: Settings,
    result: Probe,
    *,
    name: str | None = None,
    country: str | None = None,
    title: str | None = None,
) -> Path:
    """Write ``NAME.toml`` for a probed repository and give its path. It starts disabled, with a weekly schedule.

    Raises SourceError if the repository did not answer, offers no format that is read here, is known already, or its
    country cannot be told from its address.
    """
    if result.identify is None:
        raise SourceError(f"{result.url}: {result.failure}; no source was written")
    if result.best is None:
        offered = ", ".join(result.prefixes) or "none that it named"
        raise SourceError(f"{result.url}: none of its formats is read here ({offered})")
    chosen = name or name_of(result.url)
    _check_new(settings, chosen, result.url)
    label = _clean(title or result.identify.name or chosen)
    return _write(
        own_folder(settings), chosen, _text(result, chosen, _country(result.url, country), label)
    )


def _check_new(settings: Settings, name: str, url: str) -> None:
    files = read_sources(settings)
    known = files.sound
    if name in known or name in files.faults:
        raise SourceError(f"a source is called {name} already; choose another with --name")
    same = next((s.name for s in known.values() if s.endpoint == url), None)
    if same is not None:
        raise SourceError(f"{url} is the endpoint of {same} already")


def _country(url: str, given: str | None) -> str:
    code = (given or country_of(url) or "").upper()
    if code not in countries():
        raise SourceError(f"{url}: its country cannot be told; name it with --country (like KZ)")
    return code


def _text(result: Probe, name: str, country: str, label: str) -> str:
    prefix, format = result.best or ("oai_dc", "oai_dc")
    today = datetime.now(UTC).date().isoformat()
    lines = [
        f"# {guess_platform(result.url)} by its address; written by `eaci sources add` after the probe of {today}.",
        *(f"# odd: {_clean(oddity)}" for oddity in result.oddities),
        f"name = {_quoted(name)}",
        f"title = {{ ru = {_quoted(label)}, en = {_quoted(label)} }}",
        f"country = {_quoted(country)}",
        'protocol = "oai-pmh"',
        f"endpoint = {_quoted(result.url)}",
        f"format = {_quoted(format)}",
        f"metadata_prefix = {_quoted(prefix)}",
        *_second(result),
        f'schedule = "{_weekly(name)}"',
        "enabled = false",
        f"verified = {_quoted(today)}",
        "",
        "[politeness]",
        "delay = 3.0",
        "concurrency = 1",
    ]
    return "\n".join(lines) + "\n"


def _second(result: Probe) -> list[str]:
    """The second format, if the probe found one that is worth asking for."""
    second = result.also
    if second is None:
        return []
    return [f"# it adds {_clean(second.summary)}", f"also = {_quoted(second.prefix)}"]


def _weekly(name: str) -> str:
    """A night of the week (UTC), drawn by the name: sources that are added together are not asked together."""
    drawn = int.from_bytes(sha256(name.encode()).digest()[:8], "big")
    minute, hour, day = drawn % 60, drawn // 60 % 5, drawn // 300 % 7
    return f"{minute} {hour} * * {day}"


def _clean(text: str) -> str:
    """A stranger's text in one line, at a length for a label."""
    return " ".join(_CONTROL.sub(" ", text).split())[:200]


def _quoted(text: str) -> str:
    # JSON's escapes are those of a TOML basic string, once control characters are out
    return json.dumps(_clean(text), ensure_ascii=False)


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise SourceError(f"{path} is there already; choose another name with --name") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        load_source(path)
    except SourceError:
        path.unlink()
        raise
    return path
