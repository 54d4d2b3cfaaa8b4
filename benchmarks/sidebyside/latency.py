"""How long searches take: so many clients at once, each of which asks its next question when it has its answer.

As on the site, the clients are threads in as many processes as there are cores, and each process has its own backend.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from math import ceil
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from benchmarks.sidebyside.account import Cell
from indexer.search.backends import open_backend
from indexer.search.interface import SearchBackend, SearchRequest, SearchUnavailable
from indexer.workers import cores

CLIENTS = (1, 16)
LIMIT = 30.0  # seconds: who is not through with the questions by then asks no more


class Answer(NamedTuple):
    """The number of a question, when it was asked and answered, and how many works it found; -1 if it failed.

    ``suggested``: whether another query was offered.
    """

    question: int
    asked: float
    answered: float
    total: int
    suggested: bool = False


class _Task(NamedTuple):
    questions: Sequence[tuple[int, SearchRequest]]
    threads: int


@contextmanager
def clients(search_url: str) -> Iterator[list[Connection[Any, Any]]]:
    """Processes that ask the index at this address, each behind a pipe."""
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    for _ in range(cores()):
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, search_url))
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    try:
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join()


def asked(
    pipes: Sequence[Connection[Any, Any]], questions: Sequence[SearchRequest], count: int
) -> list[Answer]:
    """The answers to the questions, asked by ``count`` clients at once, in the order of the questions."""
    used = pipes[: min(count, len(pipes))]
    numbered = list(enumerate(questions))
    for place, pipe in enumerate(used):
        threads = count // len(used) + (place < count % len(used))
        pipe.send(_Task(numbered[place :: len(used)], threads))
    return sorted(answer for pipe in used for answer in pipe.recv())


def cell(kind: str, script: str, count: int, answers: Sequence[Answer]) -> Cell:
    """What the answers come to."""
    taken = sorted((each.answered - each.asked) * 1000 for each in answers)
    spent = max(each.answered for each in answers) - min(each.asked for each in answers)
    return Cell(
        kind=kind,
        script=script,
        clients=count,
        p50=quantile(taken, 0.5),
        p99=quantile(taken, 0.99),
        a_second=len(answers) / spent,
        failed=sum(each.total < 0 for each in answers),
        suggested=sum(each.suggested for each in answers),
        totals=[each.total for each in answers],
    )


def quantile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of the values does not exceed."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def _serve(pipe: Connection[Any, Any], search_url: str) -> None:
    """Answer tasks until the other end is closed."""
    with closing(open_backend(search_url)) as backend:
        while True:
            try:
                task: _Task = pipe.recv()
            except EOFError:
                return
            pipe.send(_answers(backend, task))


def _answers(backend: SearchBackend, task: _Task) -> list[Answer]:
    deadline = time.perf_counter() + LIMIT

    def ask(questions: Sequence[tuple[int, SearchRequest]]) -> list[Answer]:
        found = []
        for number, question in questions:
            if time.perf_counter() > deadline:
                break
            found.append(_ask(backend, number, question))
        return found

    with ThreadPoolExecutor(task.threads) as pool:
        shares = [task.questions[first :: task.threads] for first in range(task.threads)]
        return [answer for answers in pool.map(ask, shares) for answer in answers]


def _ask(backend: SearchBackend, number: int, question: SearchRequest) -> Answer:
    started = time.perf_counter()
    try:
        found = backend.search(question)
    except SearchUnavailable:
        return Answer(number, started, time.perf_counter(), -1)
    offered = found.suggestion is not None
    return Answer(number, started, time.perf_counter(), found.total, offered)
