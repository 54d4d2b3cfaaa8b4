"""``eaci references check``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from webapp.checking.cli import COMMANDS
from webapp.cli import main


@pytest.fixture
def run(corpus, monkeypatch, tmp_path, matched):
    monkeypatch.setenv("EACI_HOME", str(corpus.home))
    file = tmp_path / "list.txt"
    file.write_text(
        "\n".join([*list(matched)[:2], "Нездешний Н. Н. О том, чего нет. М., 1911."]), "utf-8"
    )
    return lambda *arguments: CliRunner().invoke(
        main, ["references", "check", str(file), *arguments]
    )


def test_the_command_is_mounted():
    assert [command.name for command in COMMANDS] == ["references"]


def test_each_reference_and_a_sum(run):
    found = run()
    assert found.exit_code == 0
    assert "2 of 3 references found" in found.output
    assert "not found: no-candidate" in found.output


def test_json_lines(run, matched):
    lines = [json.loads(line) for line in run("--json").output.splitlines()]
    assert [line["position"] for line in lines] == [1, 2, 3]
    assert [line["status"] for line in lines] == ["matched", "matched", "unmatched"]
    assert lines[2]["work"] is None


def test_in_a_style(run):
    lines = run("--style", "APA").output.splitlines()
    assert len(lines) == 3
    assert lines[2] == "3. Нездешний Н. Н. О том, чего нет. М., 1911."


def test_an_unknown_style_is_told(run):
    found = run("--style", "MLA")
    assert found.exit_code == 2
    assert "APA" in found.output


def test_a_file_that_is_no_list_is_told(run, tmp_path, corpus, monkeypatch):
    file = tmp_path / "x.exe"
    file.write_bytes(b"MZ")
    found = CliRunner().invoke(main, ["references", "check", str(file)])
    assert found.exit_code == 1
    assert "Files like x.exe are not read" in found.output
