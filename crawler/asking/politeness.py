"""Scrapy made safe and polite: what may be fetched, how much, how often, and what "come back later" means.

Asking again is the business of :mod:`crawler.asking.retries`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from catalogue.settings import Settings
from crawler.formats.page import MAX_BYTES
from crawler.sources.definition import SourceDefinition

# only http and https: a redirect must not read files or mail of this machine
_HANDLERS = {
    **dict.fromkeys(("http", "https"), "crawler.asking.headers.BoundedHandler"),
    **dict.fromkeys(("file", "ftp", "s3", "data")),
}


def user_agent(settings: Settings) -> str:
    """Who we are and where to complain."""
    return f"EurasianCitationIndex/0.1 (+{settings.contact})"


def scrapy_settings(
    settings: Settings, definition: SourceDefinition, log_file: str
) -> dict[str, Any]:
    """The settings of one crawl."""
    polite = definition.politeness
    return {
        "USER_AGENT": user_agent(settings),
        "ROBOTSTXT_OBEY": definition.obeys_robots,
        "DOWNLOAD_DELAY": polite.delay,
        "CONCURRENT_REQUESTS": polite.concurrency,
        # what a page gives is a request or two; Scrapy would make a hundred tasks for it
        "CONCURRENT_ITEMS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
        "AUTOTHROTTLE_ENABLED": polite.delay > 0,
        "AUTOTHROTTLE_START_DELAY": max(polite.delay, 0.1),
        "DOWNLOAD_MAXSIZE": MAX_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": polite.timeout,
        "CLOSESPIDER_TIMEOUT": polite.deadline,
        "DOWNLOAD_VERIFY_CERTIFICATES": polite.verify_tls,
        "MEMUSAGE_LIMIT_MB": 512,
        "MEMUSAGE_CHECK_INTERVAL_SECONDS": 5,
        "EXTENSIONS": {
            "scrapy.extensions.memusage.MemoryUsage": None,
            "crawler.asking.memory.ResidentMemoryUsage": 0,
            # an HTTP server that runs Python code for whoever has its token: not in a harvest
            "scrapy.extensions.remote_control.RemoteControl": None,
        },
        "REMOTE_CONTROL_ENABLED": False,
        "DOWNLOAD_HANDLERS": _HANDLERS,
        "HTTPERROR_ALLOW_ALL": True,
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": polite.retries,
        # what failed comes before what is new: a server that is down is not asked for everything else
        "RETRY_PRIORITY_ADJUST": 1,
        "DOWNLOADER_MIDDLEWARES": {
            # Scrapy's own would ask again at once
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            "crawler.asking.retries.PatientRetry": 550,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "crawler.asking.robots.BoundedRobots": 100,
            # next to the download, so that redirects and robots.txt pass it too
            "crawler.asking.addresses.AddressMiddleware": 995,
        },
        "DNS_RESOLVER": "crawler.asking.addresses.GuardedResolver",
        "EACI_INTERNAL_HOSTS": sorted(definition.internal_hosts),
        "EACI_MAX_RETRY_AFTER": polite.max_retry_after,
        "EACI_DEADLINE": polite.deadline,
        "LOG_FILE": log_file,
        "LOG_LEVEL": "INFO",
        "LOGSTATS_INTERVAL": 0,
        # a check for beginners that reads a callback's source again at every page
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }


def retry_after(header: str, now: datetime) -> float | None:
    """The seconds to wait by a ``Retry-After`` header (RFC 9110, 10.2.3), a number or a date; None if it is neither."""
    header = header.strip()
    if header.isdecimal():
        return float(header)
    try:
        then = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())
