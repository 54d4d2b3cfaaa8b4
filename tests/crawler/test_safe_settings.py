"""What a crawl really starts with: Scrapy's defaults are looked at together with ours, as Scrapy puts them together."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings as ScrapySettings

from catalogue.settings import Settings
from crawler.asking.politeness import scrapy_settings
from crawler.sources.definition import find_source

SWITCHES = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED")
# as Scrapy 2.19 has them, and ours; a new one must be looked at before it may run beside a crawl
EXTENSIONS = {
    "CoreStats", "LogCount", "TelnetConsole", "MemoryDebugger", "CloseSpider", "FeedExporter", "LogStats",
    "SpiderState", "AutoThrottle", "ResidentMemoryUsage",
}  # fmt: skip
MAXIMA = {
    "DOWNLOAD_MAXSIZE": 32 * 2**20,
    "DOWNLOAD_TIMEOUT": 60,
    "MEMUSAGE_LIMIT_MB": 512,
}


@pytest.fixture(params=["cyberleninka", "cyberleninka-articles", "rsci-drop"])
def crawl(request, tmp_path):
    settings = Settings.from_environment({"EACI_HOME": str(tmp_path)})
    # Scrapy's own helper for tests switches off what is looked for here
    return ScrapySettings(scrapy_settings(settings, find_source(settings, request.param), ""))


def schemes(settings: ScrapySettings) -> set[str]:
    """What can be fetched."""
    return {scheme for scheme, kind in settings.getwithbase("DOWNLOAD_HANDLERS").items() if kind}


def extensions(settings: ScrapySettings) -> set[str]:
    """What may run beside a crawl, if no switch is against it."""
    given = settings.getwithbase("EXTENSIONS").items()
    return {str(name).rpartition(".")[2] for name, place in given if place is not None}


def test_only_the_web_can_be_fetched(crawl):
    assert schemes(crawl) == {"http", "https"}


def test_nothing_listens_beside_a_crawl(crawl):
    assert extensions(crawl) <= EXTENSIONS
    assert not any(crawl.getbool(switch) for switch in SWITCHES)


def test_size_time_and_memory_have_their_limits_and_certificates_are_verified(crawl):
    assert {name: crawl.getint(name) for name in MAXIMA} == MAXIMA
    assert crawl.getint("CLOSESPIDER_TIMEOUT") > 0
    assert crawl.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_scrapy_alone_would_not_do():
    """Should this fail, Scrapy's defaults have changed: see what else is new."""
    bare = ScrapySettings()
    assert {"file", "data", "ftp", "s3"} <= schemes(bare)
    assert extensions(bare) - EXTENSIONS == {"MemoryUsage", "RemoteControl"}
    assert all(bare.getbool(switch) for switch in SWITCHES)
    assert not bare.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
