"""A fault of the program itself, wherever it strikes, is a failed run and never a quiet success."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from catalogue.harvested.runs import RunParameters
from crawler.errors import SourceError
from crawler.oai.state import ListState
from crawler.runs.outcome import Outcome
from crawler.spiders.oai_pmh import OaiPmhSpider

URL = "https://example.org/oai?verb=Identify"


@pytest.fixture
def spider():
    definition = SimpleNamespace(
        name="trial", sets=(), prefixes=("oai_dc",), format_of=lambda prefix: "oai_dc"
    )
    run = SimpleNamespace(id=1, mode="incremental", parameters=RunParameters())
    harvest = SimpleNamespace(definition=definition, run=run, waiting_for=lambda reason, prefix: [])
    return OaiPmhSpider(harvest, Outcome())


def given_to_an_errback():
    failure = Failure(OSError("cut"))
    failure.request = Request(URL)
    return failure


@pytest.mark.parametrize(
    "given", [Response(URL), given_to_an_errback()], ids=["callback", "errback"]
)
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuntimeError("x"), f"{URL}: internal error (RuntimeError('x'))"),
        (SourceError("no"), f"{URL}: no"),
    ],
)
def test_what_a_callback_or_an_errback_raises_is_told(spider, given, error, told):
    spider._on_error(Failure(error), given, spider)
    assert spider.outcome.failure == told


@pytest.mark.parametrize(
    ("reason", "whole", "failed"),
    [("finished", None, True), ("finished", ListState(), False), ("limit", None, False)],
)
def test_a_harvest_that_ends_before_its_lists_has_failed(spider, reason, whole, failed):
    spider.outcome.whole = whole
    spider._on_closed(spider, reason)
    assert (spider.outcome.failure is not None) == failed
