"""refextract (rules, knowledge bases of high-energy physics) on a labelled set: ``parse_refextract.py FOLDER``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from labelled import answer
from refextract import extract_references_from_string

SETTINGS = (
    "extract_references_from_string, one call a reference, as installed, with its own knowledge bases; "
    "the journal is scored as refextract writes it, which is at times a standard abbreviation and not the text's"
)
_FIELDS = {
    "title": "title",
    "journal_title": "container",
    "journal_volume": "volume",
    "journal_issue": "issue",
    "publisher": "publisher",
}


def parse(folder: Path) -> list[dict[str, Any]]:
    """The fields of each reference, in file order."""
    with (folder / "references.jsonl").open(encoding="utf-8") as lines:
        return [fields(json.loads(line)["text"]) for line in lines]


def fields(text: str) -> dict[str, Any]:
    """The fields of the first reference that refextract sees in the text; nothing if it sees none."""
    found = extract_references_from_string(text, is_only_references=True)
    if not found:
        return {}
    first: dict[str, list[str]] = found[0]
    given: dict[str, Any] = {name: first[key][0] for key, name in _FIELDS.items() if first.get(key)}
    if first.get("author"):
        given["authors"] = people(first["author"][0])
    year = first.get("journal_year") or first.get("year")
    if year and year[0].isdigit():
        given["year"] = int(year[0])
    if first.get("journal_page"):
        pages = re.split(r"[-–]", first["journal_page"][0], maxsplit=1)
        given["first_page"] = pages[0]
        given["last_page"] = pages[-1] if pages[1:] else None
    if first.get("doi"):
        given["doi"] = first["doi"][0].removeprefix("doi:")
    return given


def people(text: str) -> list[str]:
    """refextract gives the authors as one string; its own separators are commas and "and"."""
    parts = re.split(r"\s*(?:;|,?\s+(?:and|&)\s+|,(?=\s*(?:[A-Z]\.|[A-Z][a-z]+\s)))\s*", text)
    return [part for part in parts if re.search(r"\w{2}", part)]


if __name__ == "__main__":
    answer(parse, SETTINGS)
