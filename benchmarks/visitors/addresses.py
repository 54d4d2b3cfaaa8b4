"""The dearest addresses that are answered, and some that are refused, each asked of the site once."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlencode

from flask import Flask

from benchmarks.visitors.corpus import Corpus

Row = tuple[str, str, str, str, str]
HEADER = ("address", "status", "seconds of a core", "seconds", "kB of the page")
_FILTERS = {
    "country": ["RU", "KZ", "BY"],
    "language": ["ru"],
    "type": ["article"],
    "source": [f"generated-{nth}" for nth in range(4)],
    "kind": ["held"],
    "institution": [f"institution-{nth}" for nth in range(4)],
}


def cases(corpus: Corpus) -> Iterator[tuple[str, str, dict[str, Sequence[str]]]]:
    """What is asked: its name, the query, the filters."""
    words = [word for word in corpus.words if len(word) == 4]
    beginnings = sorted({word[:2] for word in corpus.words[:3000]})
    stars = [f"{each}*" for each in beginnings[:20]]
    all_facets: dict[str, Sequence[str]] = {
        **_FILTERS,
        "year": [str(1990 + n) for n in range(20)],
        "journal": corpus.words[:15],
    }
    yield "one frequent word", corpus.words[0], {}
    yield "20 beginnings, any of them", " OR ".join(stars), {}
    yield "20 beginnings, under filters of all facets", " OR ".join(stars), all_facets
    most = " OR ".join([*stars, *words[:120]])
    yield "20 beginnings and 120 words, under filters of all facets", most, all_facets
    phrases = [f'"{one} {other}"' for one, other in pairwise(words[:61])]
    yield "60 phrases, under filters of all facets", " OR ".join(phrases), all_facets
    misspelt = [f"{word}ъ" for word in corpus.words[3000:3200] if len(word) > 8][:5]
    yield (
        "20 beginnings and 5 misspelt words",
        f"({' OR '.join(stars)}) {' '.join(misspelt)}",
        all_facets,
    )
    yield "50 journals", "", {"journal": corpus.words[:50]}
    yield "51 journals (refused)", "", {"journal": corpus.words[:51]}
    yield "5,000 journals (refused)", "", {"journal": corpus.words[:5000]}
    yield "21 beginnings (refused)", " ".join(f"{each}*" for each in beginnings[:21]), {}
    yield (
        "2,000 beginnings (refused)",
        " ".join(f"{each}*" for each in beginnings * 10)[:12_000],
        {},
    )


def rows(app: Flask, corpus: Corpus) -> Iterator[Row]:
    """One row an address of the search page, then the memory that the process has needed at most."""
    reader = app.test_client()
    reader.get("/ru/search?q=почва")  # what is loaded once is not what is asked
    for name, query, filters in cases(corpus):
        address = "/ru/search?" + urlencode({"q": query, **filters}, doseq=True)
        clock, processor = time.perf_counter(), time.process_time()
        answer = reader.get(address)
        spent = time.process_time() - processor, time.perf_counter() - clock
        kilobytes = f"{len(answer.data) / 1000:,.0f}"
        yield name, str(answer.status_code), f"{spent[0]:.2f}", f"{spent[1]:.2f}", kilobytes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "memory of the process at most", "–", f"{peak:,.0f} MiB", "–", "–"
