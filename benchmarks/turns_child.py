"""Parses what :mod:`benchmarks.turns` asks for with the checkout on the path: it uses only what all of them have."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from crawler.formats import FORMATS, PageError, SourceHints, parse_page

_HINTS = SourceHints(source="benchmark")


def main() -> None:
    """A line of JSON for each line of JSON: the records of one round, and the processor seconds of all."""
    for line in sys.stdin:
        task = json.loads(line)
        pages = [Path(path).read_bytes() for path in task["paths"]]
        known = task["format"] in FORMATS
        begun, records = time.process_time(), 0
        for _ in range(task["times"] if known else 0):
            records = sum(_records(task["format"], page) for page in pages)
        print(json.dumps([records, time.process_time() - begun]), flush=True)


def _records(format: str, page: bytes) -> int:
    try:
        return len(parse_page(format, page, source=_HINTS).records)
    except PageError:
        return 0


if __name__ == "__main__":
    main()
