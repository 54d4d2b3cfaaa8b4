"""Measures reference matching on a labelled set: ``works.jsonl`` is the catalogue, ``references.jsonl`` cites it."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from indexer.dedupe.blocking import MAX_BLOCK, blocking_keys
from indexer.evaluate.metrics import from_counts
from indexer.evaluate.sets import read_lines, read_records
from indexer.normalise import record_profile
from indexer.profiles import Profile
from indexer.references.candidates import strongest
from indexer.references.matching import Decision, decide
from indexer.references.profile import reference_keys, reference_profile
from schemas import Reference

_SHOWN = 20


class LabelledCitation(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ``references.jsonl``; ``work`` is None if the catalogue does not hold the cited work."""

    id: str
    text: str
    work: str | None = None
    kind: str = ""


class Catalogue:
    """Works in memory, found by blocking key; keys that too many works share are left out, as in the pipeline."""

    def __init__(self, folder: Path) -> None:
        """Read ``works.jsonl`` of the folder."""
        self.ids: list[str] = []
        self.profiles: list[Profile] = []
        blocks: dict[str, list[int]] = defaultdict(list)
        for number, work in enumerate(read_records(folder / "works.jsonl")):
            profile = record_profile(work.harvested(), work.source)
            self.ids.append(work.id)
            self.profiles.append(profile)
            for key in blocking_keys(profile):
                blocks[key].append(number)
        self.blocks = {key: works for key, works in blocks.items() if len(works) <= MAX_BLOCK}

    def match(self, text: str) -> tuple[Decision, frozenset[str]]:
        """The decision for a reference text, and the ids of the works that were looked at."""
        profile = reference_profile(Reference(raw=text, position=1))
        blocks = (self.blocks.get(key, ()) for key in set(reference_keys(profile, text)))
        numbers = list(strongest(block for block in blocks if block))
        decision = decide(profile, text, [(number, self.profiles[number]) for number in numbers])
        return decision, frozenset(self.ids[number] for number in numbers)


def evaluate_matching(folder: Path) -> dict[str, Any]:
    """The figures of the set in the folder, in all and by kind of reference.

    ``with_target`` and ``without_target`` count the outcomes of references whose work the catalogue holds, and of the
    others; ``candidate_recall`` is the share of the first whose work was among those looked at.
    """
    catalogue = Catalogue(folder)
    references = list(read_lines(folder / "references.jsonl", LabelledCitation))
    started = perf_counter()
    matched = [catalogue.match(reference.text) for reference in references]
    seconds = perf_counter() - started
    decisions = [decision for decision, _ in matched]
    found = [
        None if decision.work is None else catalogue.ids[decision.work] for decision in decisions
    ]
    kinds = sorted({reference.kind for reference in references})
    return {
        "references": len(references),
        **_scores(references, found),
        **_by_target(references, found),
        "candidate_recall": _candidate_recall(references, [seen for _, seen in matched]),
        "by_kind": {kind: _scores(*_of_kind(references, found, kind)) for kind in kinds},
        "reasons": dict(Counter(decision.reason or "linked" for decision in decisions)),
        "references_per_second": round(len(references) / seconds) if seconds else 0,
        "worst": _worst(references, found, decisions),
    }


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
