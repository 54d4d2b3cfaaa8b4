"""robots.txt, as much of it as a site can mean."""

from __future__ import annotations

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Request, Response

from crawler.limits import ROBOTS_BYTES


class BoundedRobots(RobotsTxtMiddleware):
    """Scrapy's own, which would read rules as long as a page may be, and try each of them at every address."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        beginning = response.replace(body=response.body[:ROBOTS_BYTES])
        await super()._parse_robots(beginning, netloc, request)
