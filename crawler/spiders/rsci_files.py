"""A drop folder of RSCI issue files: every file that is new or changed is one page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request

from catalogue.engine import reading
from catalogue.harvest import page_hashes
from crawler.errors import InputFileError
from crawler.runs.files import fingerprint, harvest_file
from crawler.runs.harvest import Harvest
from crawler.runs.outcome import Outcome
from crawler.spiders.base import HarvestSpider


class RsciFilesSpider(HarvestSpider):
    """Reads ``*.xml`` from the drop folder in order of name. An incremental run leaves out what it has read before."""

    def __init__(self, harvest: Harvest, outcome: Outcome, home: Path, **kwargs: Any) -> None:
        super().__init__(harvest, outcome, **kwargs)
        self._folder = home / (harvest.definition.endpoint or "")

    async def start(self) -> AsyncIterator[Request]:
        self._harvest()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def _harvest(self) -> None:
        if not self._folder.is_dir():
            self.outcome.fail(
                f"{self._folder}: no such folder; create it and put the issue files there"
            )
            return
        known = self._known()
        for path in sorted(self._folder.glob("*.xml")):
            if self.harvest.limit_reached:
                return
            self._harvest_one(path, known)

    def _known(self) -> set[str]:
        if self.harvest.run.mode != "incremental":
            return set()
        with reading(self.harvest.engine) as connection:
            return page_hashes(connection, self.definition.name)

    def _harvest_one(self, path: Path, known: set[str]) -> None:
        try:
            if fingerprint(path) not in known:
                harvest_file(self.harvest, self.definition.format, path)
        except (InputFileError, OSError) as error:
            self.outcome.notes.append(f"{path.name} could not be read")
            self.harvest.log("error", f"{path.name}: {error}")
