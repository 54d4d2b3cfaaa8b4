"""The administrator's pages name every format, every reason and every command, and their source files are sound."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from catalogue.harvested.approvals import HELD
from crawler.cli import COMMANDS
from crawler.formats import FORMATS
from crawler.formats.page import REASONS
from crawler.sources.definition import SourceDefinition, check

PAGES = sorted((Path(__file__).parents[2] / "docs/harvesting").glob("*.md"))
TEXT = {path.name: path.read_text("utf-8") for path in PAGES}
EXAMPLES = [
    pytest.param(block, id=f"{name}-{number}")
    for name, text in TEXT.items()
    for number, block in enumerate(re.findall(r"```toml\n(.*?)```", text, re.DOTALL))
    if block.startswith("name = ")
]


def test_every_reason_of_quarantine_is_explained():
    told = set(re.findall(r"^\| `([a-z-]+)` \|", TEXT["README.md"], re.MULTILINE))
    assert told == {*REASONS, HELD}


def test_every_format_is_on_a_page():
    whole = "\n".join(TEXT.values())
    assert [name for name in FORMATS if f"`{name}`" not in whole and f'"{name}"' not in whole] == []


def test_every_page_is_linked_from_the_first():
    assert {name for name in TEXT if f"]({name})" in TEXT["README.md"]} == TEXT.keys() - {
        "README.md"
    }


def test_every_command_that_is_named_exists():
    known = {command.name for command in COMMANDS} | {"check"}
    named = set(re.findall(r"eaci ([a-z]+)", "\n".join(TEXT.values())))
    assert named <= known


@pytest.mark.parametrize("block", EXAMPLES)
def test_an_example_of_a_source_is_sound(block):
    definition = msgspec.convert(tomllib.loads(block), SourceDefinition)
    assert check(definition, definition.name) == []
