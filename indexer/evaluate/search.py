"""How well works are found by what scholars type, on a labelled set of queries."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from statistics import fmean, quantiles
from time import perf_counter
from typing import Any

import msgspec

from indexer.evaluate.matching import Catalogue, Clock, answer_of
from indexer.evaluate.plain_bm25 import plain_search
from indexer.evaluate.ranking import DEPTH, discounted_gain, reciprocal_rank, success
from indexer.evaluate.search_sets import Query, SearchSet, read_search_set
from indexer.evaluate.sets import SetRecord
from indexer.references.fields import all_fields
from indexer.search.errors import SearchError
from indexer.search.interface import SearchBackend, SearchRequest
from indexer.search.tantivy_backend.backend import TantivyBackend
from indexer.search.understand.asking import Library, ask
from indexer.search.understand.references import Recognise, Recognised
from schemas import Reference

_MOST_ERRORS = 60
_MOST_OF_A_KIND = 4
Search = Callable[[str], Sequence[int]]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A query with the ids of what was found, best first, and how long that took."""

    query: Query
    found: tuple[str, ...]
    milliseconds: float


def evaluate_search(folder: Path) -> dict[str, Any]:
    """Measure on ``records.jsonl``, ``queries.csv`` and ``judgements.csv`` of the folder.

    An embedded index of the records is made in a folder of its own, and each query is asked as the site would ask it.
    Success and reciprocal rank are of the queries for known items, nDCG of the topical ones; ``bm25`` gives the same
    for any word of the query in one field. Returns these, ``kinds``, times in ``milliseconds``, and the ``worst``
    errors as ``kind | query | rank``. Raises :class:`indexer.evaluate.sets.SetError`.
    """
    given = read_search_set(folder)
    with tempfile.TemporaryDirectory() as scratch:
        backend = TantivyBackend(Path(scratch))
        backend.apply(given.documents)
        answers = _answers(given, _asking(backend, recogniser(given.records)))
        backend.close()
    plain = _answers(given, plain_search(given.documents, DEPTH))
    return {
        "records": len(given.documents),
        "queries": len(given.queries),
        **_figures(answers),
        "kinds": _by_kind(answers),
        "bm25": _figures(plain),
        "milliseconds": _times(answers),
        "worst": [*map(_described, _missed(answers))][:_MOST_ERRORS],
    }


def recogniser(records: Sequence[SetRecord]) -> Recognise:
    """What a whole reference cites among the records, by the project's own parser and matcher."""
    catalogue = Catalogue(records)

    def recognise(text: str) -> Recognised | None:
        decision = answer_of(catalogue, text, Clock()).decision
        if decision.work is None:
            return None
        fields = all_fields(Reference(raw=text, position=1))
        return Recognised(work=decision.work, score=decision.score, fields=fields)

    return recognise


def _asking(backend: SearchBackend, recognise: Recognise) -> Search:
    library = Library(recognise=recognise)

    def found(text: str) -> Sequence[int]:
        try:
            asked = ask(backend, SearchRequest(query=text, size=DEPTH), (), library)
        except SearchError:
            return ()  # what cannot be asked finds nothing
        return [hit.number for hit in (*asked.results.hits, *asked.also)]

    return found


def _answers(given: SearchSet, search: Search) -> list[Answer]:
    return [_answer(given, query, search) for query in given.queries]


def _answer(given: SearchSet, query: Query, search: Search) -> Answer:
    started = perf_counter()
    numbers = search(query.text)
    spent = (perf_counter() - started) * 1000
    found = tuple(given.ids[number] for number in numbers)
    return Answer(query=query, found=found, milliseconds=spent)


def _figures(answers: Sequence[Answer]) -> dict[str, float]:
    known = [each for each in answers if not each.query.topical]
    gains = [discounted_gain(e.found, e.query.grades) for e in answers if e.query.topical]
    return _successes(known) | {"ndcg_at_10": _mean(gains)}


def _successes(answers: Sequence[Answer]) -> dict[str, float]:
    lists = [(each.found, each.query.grades) for each in answers]
    return {
        "success_at_1": _mean([success(*each, depth=1) for each in lists]),
        "success_at_10": _mean([success(*each) for each in lists]),
        "mrr_at_10": _mean([reciprocal_rank(*each) for each in lists]),
    }


def _by_kind(answers: Sequence[Answer]) -> dict[str, dict[str, Any]]:
    kinds: defaultdict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        kinds[each.query.kind].append(each)
    return {
        kind: {"queries": len(group)} | _successes(group) for kind, group in sorted(kinds.items())
    }


def _mean(figures: Sequence[float]) -> float:
    return round(fmean(figures), 4) if figures else 1.0


def _times(answers: Sequence[Answer]) -> dict[str, float]:
    times = [each.milliseconds for each in answers]
    hundredths = quantiles(times, n=100) if len(times) > 1 else [*times, *[0.0]] * 99
    return {"p50": round(hundredths[49], 2), "p99": round(hundredths[98], 2)}


def _missed(answers: Sequence[Answer]) -> list[Answer]:
    """Queries for known items that are not answered at once, some of each kind, those never answered first."""
    kinds: defaultdict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        if not each.query.topical and _rank(each) != 1:
            kinds[each.query.kind].append(each)
    shown = [
        sorted(group, key=lambda each: -_rank(each))[:_MOST_OF_A_KIND] for group in kinds.values()
    ]
    return sorted(chain(*shown), key=lambda each: (-_rank(each), each.query.kind))


def _rank(answer: Answer) -> float:
    rank = reciprocal_rank(answer.found, answer.query.grades)
    return 1 / rank if rank else float("inf")


def _described(answer: Answer) -> str:
    return f"{answer.query.kind} | {answer.query.text} | {_rank(answer):g}"
