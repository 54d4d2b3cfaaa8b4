"""What a crawl imports while it begins, so that the process which every run is forked from has it already.

None of this may set up Twisted's reactor: each run makes its own.
"""

from __future__ import annotations

import importlib
import sys
from itertools import chain

from scrapy.settings import Settings as ScrapySettings

from crawler.asking.politeness import scrapy_settings  # noqa: F401 -- and all of the crawler with it

_COMPONENTS = (
    "DOWNLOADER_MIDDLEWARES_BASE", "SPIDER_MIDDLEWARES_BASE", "EXTENSIONS_BASE", "DOWNLOAD_HANDLERS_BASE",
)  # fmt: skip
_ALSO = (
    "crawler.run", "crawler.asking.memory", "crawler.asking.retries", "scrapy.core.downloader.handlers.http11",
    "scrapy.core.downloader.contextfactory", "scrapy.core.scheduler", "scrapy.pqueues", "scrapy.squeues",
    "scrapy.statscollectors", "scrapy.logformatter", "scrapy.dupefilters", "scrapy.pipelines",
    "tests.crawler.forked", "tests.crawler.faults.harvesting",
)  # fmt: skip


def _names() -> set[str]:
    settings = ScrapySettings()
    found = chain.from_iterable(settings.getdict(name).items() for name in _COMPONENTS)
    told = (part for item in found for part in item if isinstance(part, str) and "." in part)
    return {part.rpartition(".")[0] for part in told if ".s3" not in part and ".ftp" not in part}


for _name in sorted({*_names(), *_ALSO}):
    importlib.import_module(_name)
    assert "twisted.internet.reactor" not in sys.modules, _name
