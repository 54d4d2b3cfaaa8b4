"""What a crawl really starts with: Scrapy's defaults are looked at together with ours, as Scrapy puts them together."""

from __future__ import annotations

import pytest
from scrapy import Spider
from scrapy.settings import Settings as ScrapySettings
from scrapy.utils.test import get_crawler

from catalogue.settings import Settings
from crawler.politeness import scrapy_settings
from crawler.sources import find_source

EXTENSIONS = {"CoreStats", "LogCount", "CloseSpider", "AutoThrottle", "ResidentMemoryUsage"}
MAXIMA = {
    "DOWNLOAD_MAXSIZE": 32 * 2**20,
    "DOWNLOAD_TIMEOUT": 60,
    "MEMUSAGE_LIMIT_MB": 512,
}


@pytest.fixture(params=["cyberleninka", "cyberleninka-articles", "rsci-drop"])
def crawl(request, tmp_path):
    settings = Settings.from_environment({"EACI_HOME": str(tmp_path)})
    return get_crawler(Spider, scrapy_settings(settings, find_source(settings, request.param), ""))


def schemes(settings: ScrapySettings) -> set[str]:
    """What can be fetched."""
    return {scheme for scheme, kind in settings.getwithbase("DOWNLOAD_HANDLERS").items() if kind}


def extensions(crawler) -> set[str]:
    """What runs beside a crawl."""
    return {type(extension).__name__ for extension in crawler.extensions.middlewares}


def test_only_the_web_can_be_fetched(crawl):
    assert schemes(crawl.settings) == {"http", "https"}


def test_nothing_listens_beside_a_crawl(crawl):
    assert extensions(crawl) <= EXTENSIONS
    assert not crawl.settings.getbool("TELNETCONSOLE_ENABLED")
    assert not crawl.settings.getbool("REMOTE_CONTROL_ENABLED")


def test_size_time_and_memory_have_their_limits_and_certificates_are_verified(crawl):
    assert {name: crawl.settings.getint(name) for name in MAXIMA} == MAXIMA
    assert crawl.settings.getint("CLOSESPIDER_TIMEOUT") > 0
    assert crawl.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_scrapy_alone_would_not_do():
    """Should this fail, Scrapy's defaults have changed: see what else is new."""
    bare = get_crawler(Spider)
    assert {"file", "data", "s3"} <= schemes(bare.settings)
    assert bare.settings.getbool("TELNETCONSOLE_ENABLED")
    assert not bare.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
