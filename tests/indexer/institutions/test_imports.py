"""Files of the registry out of ROR's dump and swot's domains; the modules are imports, ror_dump and cli."""

from __future__ import annotations

import json
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.institutions import imports
from indexer.institutions.cli import RegistryFileError, registry
from indexer.institutions.registry import united
from indexer.institutions.ror_dump import read_dump


def _organisation(name: str, code: str, city: str, **other: Any) -> dict[str, Any]:
    """Invented, in the form of schema 2.1."""
    return {
        "id": "https://ror.org/0abcdef12",
        "status": "active",
        "names": [
            {"value": "XYZ", "types": ["acronym"], "lang": "en"},
            {"value": name, "types": ["ror_display", "label"], "lang": "en"},
        ],
        "locations": [{"geonames_details": {"country_code": code, "name": city}}],
    } | other


KNOWN = _organisation("Belarusian State University", "BY", "Minsk", domains=["example.by"])
NEW = _organisation("Invented Institute of Tides", "KZ", "Almaty")


def test_a_known_organisation_gets_its_id_and_domains() -> None:
    added = {"ror": "0abcdef12", "domains": ["example.by"]}
    assert imports.from_ror([KNOWN]) == {"by-bsu": added}


def test_a_new_one_is_added_with_its_city_and_source() -> None:
    (entry,) = imports.from_ror([NEW]).items()
    names = ["Invented Institute of Tides"]
    fields = {"city": "almaty", "ru": names, "en": names, "ror": "0abcdef12", "source": "ROR"}
    assert entry == ("kz-ror-0abcdef12", fields)


@pytest.mark.parametrize(
    "item",
    [
        _organisation("University of Warsaw", "PL", "Warsaw"),  # no member
        _organisation("Belarusian State University", "BY", "Minsk", status="withdrawn"),
        _organisation("Institute of Tides", "KZ", "Nowhere"),  # no city of the gazetteer
        _organisation("Institute of Tides", "KZ", "Moscow"),  # a city of another country
        _organisation("Institute of Tides", "KZ", "Almaty", names=[]),
    ],
)
def test_what_is_left_out(item: dict[str, Any]) -> None:
    assert imports.from_ror([item]) == {}


def test_domains_of_swot_go_to_the_institution_of_that_name_and_country() -> None:
    given = {
        ".example.by": ["Belarusian State University"],
        ".example.ru": ["Belarusian State University"],
        ".bsuir.by": ["Belarusian State University of Informatics and Radioelectronics"],
        ".school.kz": ["School No. 5"],
        ".minsk.by": ["Belarusian State University"],
        ".shared.by": ["Belarusian State University", "Another university of the same network"],
    }
    text = f"import os\nDOMAINS: dict[str, list[str]] = {given!r}\n"
    assert imports.from_swot(imports.read_swot(text)) == {"by-bsu": {"domains": ["example.by"]}}


def test_files_of_one_entry_are_united() -> None:
    first, added = {"city": "minsk", "domains": ["a.by"]}, {"ror": "0abcdef12", "domains": ["b.by"]}
    assert united(first, added) == {
        "city": "minsk",
        "domains": ["a.by", "b.by"],
        "ror": "0abcdef12",
    }


def test_the_commands_print_a_file_of_the_registry(tmp_path: Path) -> None:
    archive, domains = tmp_path / "dump.zip", tmp_path / "domains.py"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("dump_schema_v2.json", json.dumps([KNOWN, NEW]))
    domains.write_text("DOMAINS: dict = {'.example.by': ['Belarusian State University']}")
    printed = CliRunner().invoke(registry, ["import-ror", str(archive)])
    assert tomllib.loads(printed.output).keys() == {"by-bsu", "kz-ror-0abcdef12"}
    printed = CliRunner().invoke(registry, ["import-swot", str(domains)])
    assert tomllib.loads(printed.output) == {"by-bsu": {"domains": ["example.by"]}}


@pytest.mark.parametrize("content", ["{}", "[1]", "nothing", "DOMAINS = 1"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file"
    path.write_text(content)
    for command in ("import-ror", "import-swot"):
        failed = CliRunner().invoke(registry, [command, str(path)])
        assert isinstance(failed.exception, RegistryFileError)
    with pytest.raises(ValueError):  # noqa: PT011 -- of JSON, or ours
        read_dump(path)
