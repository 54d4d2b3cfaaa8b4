"""Makes the demo's sample: ``python -m scripts.sample.generate`` rewrites oai/, pages/ and rsci/ beside this file.

The journals of Belarus, Kazakhstan, Armenia, Kyrgyzstan and the RSCI issues are GENERATED: they do not exist. The
pages of CyberLeninka articles are made from recorded facts (``recorded/``). The output is the same on every machine.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from scripts.sample import citing, oai, pages, rsci
from scripts.sample.citing import Cited
from scripts.sample.model import HERE, Journal, Work, load_journals

# foreign journals that also deposit their newest years with RSCI, as real ones do
_DEPOSITED = {"kz": (2021, 2022), "am": (2020, 2022), "kg": (2021, 2022)}
Citations = Mapping[tuple[str, int], Sequence[Cited]]


def build(target: Path) -> None:
    """Write the whole sample below a folder."""
    journals = load_journals()
    citations = _citations(journals)
    for code, journal in journals.items():
        if journal.software != "rsci":
            _write(target / "oai" / f"{code}.xml", oai.records(journal).encode())
            for work in journal.works:
                path = target / "pages" / code / f"{page_name(work.address)}.html"
                _write(path, pages.generated(work, citations[code, work.number]).encode())
    _write_recorded(target)
    _write_issues(target, journals, citations)


def page_name(address: str) -> str:
    """The file of an article's page: its path without slashes (the replay server looks it up so)."""
    return urlsplit(address).path.strip("/").replace("/", "--")


def _citations(journals: Mapping[str, Journal]) -> Citations:
    pool = [citing.cited_work(work) for journal in journals.values() for work in journal.works]
    answer = (HERE / "recorded" / "cyberleninka-oai.xml").read_text("utf-8")
    real = citing.recorded(re.findall(r"<record>.*?</record>", answer, re.DOTALL))
    books = citing.cited_only()
    works: list[Work] = [work for journal in journals.values() for work in journal.works]
    return {(w.journal.code, w.number): citing.choose(w, pool, real, books) for w in works}


def _write_recorded(target: Path) -> None:
    data = json.loads((HERE / "recorded" / "cyberleninka-articles.json").read_text("utf-8"))
    for article in data["articles"]:
        path = target / "pages" / "cyberleninka" / f"{page_name(article['url'])}.html"
        _write(path, pages.recorded(article).encode())
    addresses = "\n".join(article["url"] for article in data["articles"])
    _write(target / "pages" / "cyberleninka.txt", f"{addresses}\n".encode())


def _write_issues(target: Path, journals: Mapping[str, Journal], citations: Citations) -> None:
    years = {"ru": (2023, 2024), **_DEPOSITED}
    for code, chosen in years.items():
        for year in chosen:
            works = [w for w in journals[code].works if w.year == year]
            encoding = "utf-16" if code in {"ru", "am"} else "utf-8"
            papers = [(work, citations[code, work.number]) for work in works]
            data = rsci.issue(journals[code], papers, encoding)
            _write(target / "rsci" / f"{code}-{year}.xml", data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    for name in ("oai", "pages", "rsci"):
        shutil.rmtree(HERE / name, ignore_errors=True)
    build(HERE)
    sys.stdout.write(f"the sample is written below {HERE.name}/\n")
