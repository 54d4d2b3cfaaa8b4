"""Asking a repository what it is: Identify, ListMetadataFormats, ListSets; and what of the answers is odd.

Three small requests behind the address guard, each with a limit of size and time, so that a list of strangers'
addresses can be tried without a harvest. Which of its formats is the best in fact tells a sample of each.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
import requests

from crawler.asking.small import Answer, NoAnswerError, ask
from crawler.formats import OAI_PREFIXES, PageError, SourceHints
from crawler.formats.oai_pmh.oai_about import Identify, Sets
from crawler.parsing import parent
from crawler.sources.sample import Sample, sample
from crawler.sources.second import Second, best_second

_SKEW = timedelta(hours=1)
_GRANULARITIES = ("YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ")
_DATE = re.compile(r"^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$")

T = TypeVar("T")


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt. ``failure`` is why there was no usable Identify; then the rest is empty."""

    url: str
    failure: str | None = None
    identify: Identify | None = None
    prefixes: tuple[str, ...] = ()
    sets: Sets = Sets()
    oddities: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()

    @property
    def readable(self) -> list[tuple[str, str]]:
        """The metadata prefixes that are read here, each with the format that reads it, in the order of our list."""
        return [(p, f) for p, f in OAI_PREFIXES.items() if p in self.prefixes]

    @property
    def best(self) -> tuple[str, str] | None:
        """The metadata prefix that says most of a publication, and the format that reads it.

        The sampled records decide. Where there are none, or they say as much, it is the first of our list.
        """
        scores = {sample.prefix: sample.completeness.score for sample in self.samples}
        return max(self.readable, key=lambda found: scores.get(found[0], 0.0), default=None)

    @property
    def also(self) -> Second | None:
        """A second format that fills what the best leaves out, if the sampled records show one."""
        return best_second(self.samples, self.best[0]) if self.best else None


def probe(
    url: str, session: requests.Session, clock: Callable[[], datetime] | None = None
) -> Probe:
    """Ask the repository at ``url``. Nothing is raised: what goes wrong is part of what is learnt."""
    try:
        answer = _ask(session, url, "Identify")
        identify = _parsed(parent.identify, answer)
    except NoAnswerError as error:
        return Probe(url=url, failure=str(error))
    oddities = list(_odd_identify(url, answer, identify, (clock or _now)()))
    prefixes = _tried(session, url, "ListMetadataFormats", parent.metadata_formats, oddities) or ()
    sets = _tried(session, url, "ListSets", parent.sets, oddities) or Sets()
    oddities += _odd_formats(prefixes)
    return Probe(url=url, identify=identify, prefixes=prefixes, sets=sets, oddities=tuple(oddities))


def with_samples(result: Probe, session: requests.Session, pause: float = 1.0) -> Probe:
    """The same with a few records in each format that is read here; ``pause`` seconds lie between two of them."""
    samples = []
    for number, (prefix, format) in enumerate(result.readable):
        if number:
            time.sleep(pause)
        samples.append(sample(session, result.url, prefix, format, SourceHints(source="")))
    return msgspec.structs.replace(result, samples=tuple(samples))


def _now() -> datetime:
    return datetime.now(UTC)


def _tried(
    session: requests.Session, url: str, verb: str, parse: Callable[[bytes], T], oddities: list[str]
) -> T | None:
    try:
        return _parsed(parse, _ask(session, url, verb))
    except NoAnswerError as error:
        oddities.append(f"{verb}: {error}")
        return None


def _parsed(parse: Callable[[bytes], T], answer: Answer) -> T:
    try:
        return parse(answer.body)
    except PageError as error:
        raise NoAnswerError(str(error)) from error


def _ask(session: requests.Session, url: str, verb: str) -> Answer:
    return ask(session, f"{url}{'&' if '?' in url else '?'}verb={verb}")


def _odd_identify(url: str, answer: Answer, identify: Identify, now: datetime) -> Iterator[str]:
    """What an administrator should know before harvesting (OAI-PMH 2.0, section 4.2)."""
    if answer.url.partition("?")[0] != url.partition("?")[0]:
        yield f"it redirects to {answer.url.partition('?')[0]}: take that as the endpoint"
    if "xml" not in answer.content_type.lower():
        yield f"Content-Type is {answer.content_type or 'not said'}, not XML"
    if identify.base_url and identify.base_url.rstrip("/") != url.rstrip("/"):
        yield f"it calls itself {identify.base_url}"
    if identify.protocol_version != "2.0":
        yield f"protocolVersion is {identify.protocol_version or 'not said'}, not 2.0"
    if identify.granularity not in _GRANULARITIES:
        yield f"granularity is {identify.granularity!r}, which OAI-PMH does not know"
    if not _DATE.match(identify.earliest or ""):
        yield f"earliestDatestamp is {identify.earliest!r}, which is no date"
    if identify.deleted_record != "persistent":
        told = identify.deleted_record or "not said"
        yield f"deletedRecord is {told}: deletions show in full sweeps only"
    if (skew := _skew(identify.response_date, now)) is not None and skew > _SKEW:
        yield f"its clock is {skew.total_seconds() / 3600:.1f} hours off"


def _skew(response_date: str | None, now: datetime) -> timedelta | None:
    try:
        told = datetime.fromisoformat(response_date or "")
    except ValueError:
        return None
    return abs(now - (told if told.tzinfo else told.replace(tzinfo=UTC)))


def _odd_formats(prefixes: tuple[str, ...]) -> Iterator[str]:
    if prefixes and "oai_dc" not in prefixes:
        yield "it does not offer oai_dc, which every repository must"
    if prefixes and not any(prefix in OAI_PREFIXES for prefix in prefixes):
        yield f"none of its formats is read here: {', '.join(prefixes)}"


def report_lines(result: Probe) -> Iterator[str]:
    """A probe for people, line by line."""
    if result.identify is None:
        yield f"no OAI-PMH answer: {result.failure}"
        return
    said = result.identify
    yield f"{said.name or 'a repository without a name'} (contact {said.contact or 'not said'})"
    yield f"granularity {said.granularity}, since {said.earliest}, deletions {said.deleted_record or 'not said'}"
    if result.prefixes:
        reads = f"; best read as {result.best[0]}" if result.best else ""
        yield f"formats: {', '.join(result.prefixes)}{reads}"
    for tried in result.samples:
        reason = f"; {tried.failure}" if tried.failure else ""
        count = tried.completeness
        yield f"{tried.prefix}: {count.records} records ({count.score:.0%}): {count.summary or 'nothing'}{reason}"
    if (second := result.also) is not None and result.best is not None:
        yield f'{second.prefix} adds to {result.best[0]}: {second.summary}; also = "{second.prefix}" harvests both'
    if result.sets.found:
        first = ", ".join(
            f"{spec} ({name})" if name else spec for spec, name in result.sets.found[:5]
        )
        more = " and more" if result.sets.more or len(result.sets.found) > 5 else ""
        yield f"{len(result.sets.found)}{'+' if result.sets.more else ''} sets: {first}{more}"
    yield from (f"odd: {oddity}" for oddity in result.oddities)
