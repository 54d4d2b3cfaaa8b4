"""What those who run the site ask it: is it alive, is it ready, and how it fares (for Prometheus).

The reverse proxy keeps ``/readyz`` and ``/metrics`` from the public.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from flask import Blueprint, Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database.engine import CatalogueError, require_current
from catalogue.derived import set_aside
from catalogue.stats import Backlog, backlog
from schemas.errors import ExpectedError
from webapp import metric_files
from webapp.extensions import limiter
from webapp.services import read_catalogue, services

blueprint = Blueprint("operations", __name__)

metric_files.use()
_REQUESTS = Counter("eaci_requests", "Requests answered", ["endpoint", "method", "status"])
_SECONDS = Histogram(
    "eaci_request_seconds",
    "Seconds until the answer",
    ["endpoint"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
_NAMED = 10  # items set aside that /readyz names
# Whatever else a visitor calls his request is one label: he must not make as many series as he likes.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@blueprint.get("/healthz")
@limiter.exempt
def healthz() -> ResponseReturnValue:
    """Alive: this process answers. Says nothing about what it stands on."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@limiter.exempt
def readyz() -> ResponseReturnValue:
    """Ready: the catalogue can be read and is of this version.

    An unavailable search index does not make the site unready, since works, lists and numbers are still served. Nor do
    items that the indexer has set aside. The answer reports both: of the items their number and the first of them.
    """
    catalogue, search = _catalogue_state(), _search_state()
    ready = catalogue == "ok"
    aside = _set_aside() if ready else {}
    told = jsonify(ready=ready, catalogue=catalogue, search=search, **aside)
    return told, 200 if ready else 503


def _set_aside() -> dict[str, object]:
    with read_catalogue() as connection:
        count = sum(set_aside.counted(connection).values())
        first = set_aside.listed(connection, limit=_NAMED)
    items = [f"{each.stage}: {each.what}: {each.reason}" for each in first]
    return {"set_aside": {"count": count, "items": items}} if count else {}


def _catalogue_state() -> str:
    try:
        require_current(services().engine)
    except (CatalogueError, SQLAlchemyError) as error:
        return " ".join(str(error).split())
    return "ok"


def _search_state() -> str:
    try:
        services().search().count()
    except ExpectedError as error:
        return str(error)
    return "ok"


@blueprint.get("/metrics")
@limiter.exempt
def metrics() -> ResponseReturnValue:
    """Counts and times of requests, and what waits in the catalogue, in the text form of Prometheus."""
    registry = CollectorRegistry()
    if folder := os.environ.get(metric_files.FOLDER):
        registry.register(metric_files.SharedCollector(Path(folder)))
        own = generate_latest(registry)
    else:
        own = generate_latest(REGISTRY)
    state = CollectorRegistry()
    state.register(_CatalogueCollector())
    return Response(own + generate_latest(state), content_type=CONTENT_TYPE_LATEST)


class _CatalogueCollector(Collector):
    """The catalogue's backlog as gauges; ``eaci_catalogue_up`` is 0 if it cannot be read."""

    def collect(self) -> Iterator[Metric]:
        try:
            with read_catalogue() as connection:
                found = backlog(connection)
        except (CatalogueError, SQLAlchemyError):
            yield GaugeMetricFamily("eaci_catalogue_up", "Whether the catalogue answers", 0)
            return
        yield GaugeMetricFamily("eaci_catalogue_up", "Whether the catalogue answers", 1)
        yield from _gauges(found)


def _gauges(found: Backlog) -> Iterator[Metric]:
    for name, text, label, values in (
        ("eaci_pending", "Items that wait for a stage of the indexer", "stage", found.pending),
        ("eaci_runs", "Runs of the crawler", "state", found.runs),
        ("eaci_set_aside", "Items that a stage could not work on", "stage", found.set_aside),
    ):
        family = GaugeMetricFamily(name, text, labels=[label])
        for value, count in values.items():
            family.add_metric([value], count)
        yield family
    for name, text, count in (
        ("eaci_outbox", "Works that the search index does not have yet", found.outbox),
        ("eaci_quarantine", "Items in quarantine that nobody has resolved", found.quarantine),
    ):
        yield GaugeMetricFamily(name, text, count)
    if found.indexed_at is not None:
        text = "When the indexer last ended, seconds since 1970"
        yield GaugeMetricFamily("eaci_indexed_timestamp_seconds", text, found.indexed_at)


def _begin() -> None:
    g.began = perf_counter()


def _measure(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    method = request.method if request.method in _METHODS else "other"
    _REQUESTS.labels(endpoint, method, response.status_code).inc()
    if "began" in g:
        _SECONDS.labels(endpoint).observe(perf_counter() - g.began)
    return response


def register(app: Flask) -> None:
    """Measure every request of the application."""
    app.before_request(_begin)
    app.after_request(_measure)
