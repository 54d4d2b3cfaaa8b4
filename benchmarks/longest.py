"""The longest value of every field of a record: ``python -m benchmarks.longest [--with-generated] FOLDER …``.

Reads whatever a format parser understands below the folders (by default the project's own samples and test data) and
prints, a line a field, how many characters the longest text has, how many items the longest list, and in which file.
The limits of :mod:`schemas.limits` stand beside what this found.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from crawler.formats import PageError, SourceHints, parse_page
from schemas import HarvestedRecord
from schemas.limits import RECORD

_ROOT = Path(__file__).parent.parent
_OWN = (_ROOT / "scripts" / "sample", _ROOT / "tests" / "data")
_FORMATS = {
    ".xml": ("oai_dc", "jats", "marcxml", "mods", "rsci", "cirtec"),
    ".html": ("highwire",),
    ".json": ("crossref", "openalex"),
    ".bib": ("bibtex",),
    ".ris": ("ris",),
    ".mrc": ("marc",),
    ".txt": ("irbis",),
}
_BY_FOLDER = ("oai_openaire", "dim", "xoai", "marcxml", "oai_marc", "mods", "openalex")

Longest = dict[str, tuple[int, str]]


def records_of(path: Path) -> list[HarvestedRecord]:
    """The records of a file, by the first format that finds any in it."""
    own = tuple(name for name in _BY_FOLDER if name in path.parts)
    best: list[HarvestedRecord] = []
    for name in own or _FORMATS.get(path.suffix, ()):
        try:
            page = parse_page(name, path.read_bytes(), source=SourceHints(source="longest"))
        except PageError:
            continue
        if len(page.records) > len(best):
            best = list(page.records)
    return best


def lengths(value: object, path: str = "") -> Iterator[tuple[str, int]]:
    """Every text and list of a struct with its length, by the paths of :mod:`schemas.limits`."""
    if isinstance(value, str):
        yield path, len(value)
    elif isinstance(value, tuple):
        yield path, len(value)
        for item in value:
            yield from lengths(item, f"{path}[]")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from lengths(getattr(value, name), f"{path}.{name}".lstrip("."))


def longest(folders: list[Path], *, generated: bool) -> tuple[int, Longest]:
    """How many records were read, and the longest of every field with the file that has it."""
    found: Longest = {}
    read = 0
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        if not generated and "generated" in path.name:
            continue
        for record in records_of(path):
            read += 1
            for name, length in lengths(record):
                found[name] = max(found.get(name, (0, "")), (length, path.name))
    return read, found


def main(arguments: list[str]) -> int:
    """Print the table, with the limit beside each."""
    parser = argparse.ArgumentParser(prog="benchmarks.longest", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=list(_OWN))
    parser.add_argument("--with-generated", action="store_true")
    given = parser.parse_args(arguments)
    read, found = longest(given.folders, generated=given.with_generated)
    for name, (length, file) in sorted(found.items()):
        limit = RECORD[name].most if name in RECORD else ""
        sys.stdout.write(f"{length:>8} {limit:>8}  {name:<50} {file}\n")
    sys.stdout.write(f"{read} records\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
