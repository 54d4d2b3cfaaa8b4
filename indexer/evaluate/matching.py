"""Measures reference matching on a labelled set: ``works.jsonl`` is the catalogue, ``references.jsonl`` cites it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import msgspec

from indexer.evaluate.match_errors import false_class, missed_class
from indexer.evaluate.metrics import from_counts
from indexer.evaluate.sets import SetRecord, read_lines, read_records
from indexer.keys.blocking import blocking_keys
from indexer.keys.reference import reference_keys
from indexer.keys.search import reference_search_keys, work_search_keys
from indexer.keys.shared_by_records import MAX_BLOCK
from indexer.keys.shared_with_works import strongest
from indexer.keys.strength import hashed
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile
from indexer.references.fields import reference_profile
from indexer.references.matching import LEFT_OVER, Decision, decide
from schemas import Reference

_SHOWN = 20


class LabelledCitation(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ``references.jsonl``; ``work`` is None if the catalogue does not hold the cited work."""

    id: str
    text: str
    work: str | None = None
    kind: str = ""


class Answer(NamedTuple):
    """What became of a reference: by which step, which works were validated, and by which keys they were found."""

    decision: Decision
    step: str  # "keys" | "search"
    seen: frozenset[str]
    keys: set[int]


class Catalogue:
    """Works in memory, found by their keys; keys that too many works share are left out, as in the pipeline."""

    def __init__(self, works: Iterable[SetRecord]) -> None:
        """Take these records for works."""
        self.ids: list[str] = []
        self.profiles: list[Profile] = []
        self.keys: list[set[int]] = []
        every: dict[int, list[int]] = defaultdict(list)
        for number, work in enumerate(works):
            profile = record_profile(work.harvested(), work.source)
            self.ids.append(work.id)
            self.profiles.append(profile)
            self.keys.append(hashed({*blocking_keys(profile), *work_search_keys(profile)}))
            for key in self.keys[number]:
                every[key].append(number)
        self.blocks = {key: works for key, works in every.items() if len(works) <= MAX_BLOCK}

    def match(self, profile: Profile, text: str, keys: set[int]) -> tuple[Decision, frozenset[str]]:
        """The decision for a reference with these keys, and the ids of the works that were validated."""
        numbers = strongest(keys, self.blocks)
        decision = decide(profile, text, [(number, self.profiles[number]) for number in numbers])
        return decision, frozenset(self.ids[number] for number in numbers)


class Clock:
    """References and seconds of processor time by step."""

    def __init__(self) -> None:
        self.references: Counter[str] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def at(self, step: str) -> Iterator[None]:
        """Charge what is done inside to the step."""
        started = process_time()
        yield
        self.references[step] += 1
        self.seconds[step] += process_time() - started

    def rates(self) -> dict[str, int]:
        """References a second of each step."""
        return {
            step: round(count / self.seconds[step])
            for step, count in self.references.items()
            if self.seconds[step]
        }


def evaluate_matching(folder: Path) -> dict[str, Any]:
    """The figures of the set in the folder, in all and by kind of reference.

    ``with_target`` and ``without_target`` count the outcomes of references whose work the catalogue holds, and of the
    others; ``candidate_recall`` is the share of the first whose work was among those validated. ``by_stage`` says which
    step gave how many links: blocking keys, then the search for what they left over. Seconds are processor time; those
    of ``parse`` include the reference's profile and keys. ``error_classes``: see :mod:`indexer.evaluate.match_errors`.
    """
    catalogue = Catalogue(read_records(folder / "works.jsonl"))
    references = list(read_lines(folder / "references.jsonl", LabelledCitation))
    clock = Clock()
    answers = [answer_of(catalogue, reference.text, clock) for reference in references]
    decisions = [answer.decision for answer in answers]
    found = [
        None if decision.work is None else catalogue.ids[decision.work] for decision in decisions
    ]
    kinds = sorted({reference.kind for reference in references})
    seconds = sum(clock.seconds.values())
    return {
        "references": len(references),
        **_scores(references, found),
        **_by_target(references, found),
        "candidate_recall": _candidate_recall(references, [answer.seen for answer in answers]),
        "by_kind": {kind: _scores(*_of_kind(references, found, kind)) for kind in kinds},
        "by_stage": _by_step(references, found, answers),
        "reasons": dict(Counter(decision.reason or "linked" for decision in decisions)),
        "error_classes": _error_classes(catalogue, references, found, answers),
        "references_per_second": round(len(references) / seconds) if seconds else 0,
        "references_per_second_by_stage": clock.rates(),
        "worst": _worst(references, found, decisions),
    }


def answer_of(catalogue: Catalogue, text: str, clock: Clock) -> Answer:
    """Match by keys and, what these leave over, by search, as the stage does."""
    with clock.at("parse"):
        profile = reference_profile(Reference(raw=text, position=1))
        keys = hashed(reference_keys(profile, text))
    with clock.at("keys"):
        decision, seen = catalogue.match(profile, text, keys)
    if decision.reason not in LEFT_OVER:
        return Answer(decision, "keys", seen, keys)
    with clock.at("search"):
        keys |= hashed(reference_search_keys(profile, text))
        decision, more = catalogue.match(profile, text, keys)
    return Answer(decision, "search", seen | more, keys)


def _by_step(
    references: list[LabelledCitation], found: list[str | None], answers: list[Answer]
) -> dict[str, dict[str, int]]:
    counted = Counter(
        (answer.step, "left" if link is None else "right" if link == item.work else "false")
        for item, link, answer in zip(references, found, answers, strict=True)
    )
    return {
        "keys": {"right": counted["keys", "right"], "false": counted["keys", "false"]},
        "search": {
            "searched": sum(answer.step == "search" for answer in answers),
            "right": counted["search", "right"],
            "false": counted["search", "false"],
        },
    }


def _error_classes(
    catalogue: Catalogue,
    references: list[LabelledCitation],
    found: list[str | None],
    answers: list[Answer],
) -> dict[str, dict[str, int]]:
    numbers = {name: number for number, name in enumerate(catalogue.ids)}
    classes: dict[str, Counter[str]] = {"missed": Counter(), "false": Counter()}
    for item, link, answer in zip(references, found, answers, strict=True):
        wanted = None if item.work is None else numbers[item.work]
        seen = item.work in answer.seen
        if link is None and wanted is not None:
            shared = answer.keys & catalogue.keys[wanted]
            missed = missed_class(answer.decision, shared, catalogue.blocks, seen=seen)
            classes["missed"][missed] += 1
        elif link is not None and link != item.work:
            right = None if wanted is None else catalogue.profiles[wanted]
            linked = catalogue.profiles[numbers[link]]
            classes["false"][false_class(linked, right, seen=seen)] += 1
    return {name: dict(counts.most_common()) for name, counts in classes.items()}


def _scores(references: list[LabelledCitation], found: list[str | None]) -> dict[str, float]:
    right = sum(
        answer is not None and answer == item.work
        for item, answer in zip(references, found, strict=True)
    )
    given = sum(answer is not None for answer in found)
    return from_counts(right, given, sum(item.work is not None for item in references)).as_dict()


def _by_target(
    references: list[LabelledCitation], found: list[str | None]
) -> dict[str, dict[str, int]]:
    """How references with and without a held work came out."""
    outcomes = Counter(
        (item.work is not None, _outcome(item.work, answer))
        for item, answer in zip(references, found, strict=True)
    )
    return {
        "with_target": {name: outcomes[True, name] for name in ("right", "wrong", "unlinked")},
        "without_target": {name: outcomes[False, name] for name in ("wrong", "unlinked")},
    }


def _outcome(wanted: str | None, answer: str | None) -> str:
    if answer is None:
        return "unlinked"
    return "right" if answer == wanted else "wrong"


def _candidate_recall(references: list[LabelledCitation], seen: list[frozenset[str]]) -> float:
    wanted = [
        item.work in ids
        for item, ids in zip(references, seen, strict=True)
        if item.work is not None
    ]
    return round(sum(wanted) / len(wanted), 4) if wanted else 1.0


def _of_kind(
    references: list[LabelledCitation], found: list[str | None], kind: str
) -> tuple[list[LabelledCitation], list[str | None]]:
    pairs = [pair for pair in zip(references, found, strict=True) if pair[0].kind == kind]
    return [item for item, _ in pairs], [answer for _, answer in pairs]


def _worst(
    references: list[LabelledCitation], found: list[str | None], decisions: list[Decision]
) -> list[dict[str, Any]]:
    """False links first, then links that were missed, the surest errors first."""
    wrong = [
        (answer is None, -decision.score, item, answer, decision)
        for item, answer, decision in zip(references, found, decisions, strict=True)
        if answer != item.work
    ]
    wrong.sort(key=lambda row: (*row[:2], row[2].id))
    return [
        {
            "id": item.id,
            "text": item.text,
            "wanted": item.work,
            "found": answer,
            "decision": msgspec.to_builtins(decision),
        }
        for _, _, item, answer, decision in wrong[:_SHOWN]
    ]
