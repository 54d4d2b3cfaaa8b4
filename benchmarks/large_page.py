"""What a page of nearly 32 MiB costs to parse: ``python -m benchmarks.large_page``.

The recorded pages of ``tests/data`` are repeated to that size, each record under an identifier of its own. Printed:
items, seconds of processor time, MiB more than before. :mod:`crawler.limits` stands on these figures.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time

from benchmarks.report import ROOT, markdown
from crawler.formats import parse_page
from crawler.formats.page import SourceHints

_SIZE = 31 * 2**20
_PAGES = {
    "oai_dc": "tests/data/oai/cyberleninka_0.xml",
    "jats": "tests/data/formats/jats/issue.generated.xml",
    "rsci": "tests/data/formats/rsci/metafora.generated.xml",
}
_PARTS = {
    "oai_dc": re.compile(rb"(?s)^(.*?<ListRecords>)(.*)(</ListRecords>.*)$"),
    "jats": re.compile(rb"(?s)^(.*?<articles[^>]*>)(.*)(</articles>.*)$"),
    "rsci": re.compile(rb"(?s)^(.*?<articles>)(.*)(</articles>.*)$"),
}
_IDENTIFIER = re.compile(rb"<identifier>([^<]*)</identifier>")


def page(form: str) -> bytes:
    """The recorded page of a format with its records repeated to the size."""
    found = _PARTS[form].match((ROOT / _PAGES[form]).read_bytes())
    assert found
    head, body, tail = found.groups()
    times = _SIZE // (len(body) + 8)
    return head + b"".join(_renamed(body, number) for number in range(times)) + tail


def _renamed(body: bytes, number: int) -> bytes:
    return _IDENTIFIER.sub(rb"<identifier>\1-%d</identifier>" % number, body)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measure(form: str) -> None:
    data = page(form)
    before, begun = _peak(), time.process_time()
    parsed = parse_page(form, data, source=SourceHints(source="generated"))
    seconds, more = time.process_time() - begun, _peak() - before
    print("\t".join((form, f"{len(parsed.items):,}", f"{seconds:.1f}", f"{more:.0f}")))


def main() -> None:
    """Measure each format in a process of its own, for peaks do not fall again."""
    rows = []
    for form in _PAGES:
        command = [sys.executable, "-m", "benchmarks.large_page", form]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        rows.append(done.stdout.strip().split("\t"))
    print(markdown(("format", "items", "processor s", "MiB more"), rows))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _measure(sys.argv[1])
    else:
        main()
