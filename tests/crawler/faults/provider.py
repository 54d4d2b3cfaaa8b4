"""A correct OAI-PMH 2.0 provider over a generated repository, as a pure function of the request."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, replace

from tests.crawler.faults.repository import RESPONSE_DATE, Entry, Repository

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/">'
    f"<responseDate>{RESPONSE_DATE}</responseDate>"
)


@dataclass(frozen=True)
class Listing:
    """A page of a list: where it begins, and the window. Its token is its own encoding; ``nonce`` makes others."""

    offset: int = 0
    from_: str | None = None
    until: str | None = None
    set_spec: str | None = None
    epoch: int = 0
    nonce: int = 0

    @property
    def token(self) -> str:
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


class Provider:
    """Answers by query. What a fault changes is here: the epoch of the tokens, and the repository itself."""

    def __init__(self, repository: Repository, page_size: int = 5) -> None:
        self.repository = repository
        self.page_size = page_size
        self.epoch = 0

    def listing(self, query: dict[str, str]) -> Listing | None:
        """What is asked for; None if the token is no more valid."""
        if "resumptionToken" in query:
            found = Listing(**json.loads(urlsafe_b64decode(query["resumptionToken"])))
            return found if found.epoch == self.epoch else None
        return Listing(0, query.get("from"), query.get("until"), query.get("set"), self.epoch)

    def answer(self, query: dict[str, str]) -> str:
        if query.get("verb") == "Identify":
            return self.identify()
        if query.get("verb") == "GetRecord":
            return self.record(query.get("identifier", ""))
        listing = self.listing(query)
        if listing is None:
            return error("badResumptionToken")
        if query.get("verb") == "ListIdentifiers":
            return self.identifiers(listing)
        return self.page(listing)

    def record(self, identifier: str) -> str:
        found = [entry for entry in self.repository.entries if entry.identifier == identifier]
        if not found:
            return error("idDoesNotExist")
        return f"{_HEAD}<GetRecord>{found[0].xml()}</GetRecord></OAI-PMH>"

    def identifiers(self, listing: Listing) -> str:
        chosen = self.chosen(listing)
        if not chosen:
            return error("noRecordsMatch")
        end = listing.offset + 4 * self.page_size
        token = replace(listing, offset=end).token if end < len(chosen) else ""
        headers = "".join(entry.header() for entry in chosen[listing.offset : end])
        tag = f"<resumptionToken>{token}</resumptionToken>"
        return f"{_HEAD}<ListIdentifiers>{headers}{tag}</ListIdentifiers></OAI-PMH>"

    def identify(self) -> str:
        told = (
            "<repositoryName>Generated</repositoryName><earliestDatestamp>2015-01-01</earliestDatestamp>"
            f"<deletedRecord>transient</deletedRecord><granularity>{self.repository.granularity}</granularity>"
        )
        return f"{_HEAD}<Identify>{told}</Identify></OAI-PMH>"

    def chosen(self, listing: Listing) -> list[Entry]:
        return self.repository.select(listing.from_, listing.until, listing.set_spec)

    def page(
        self, listing: Listing, *, size: int | None = None, token: str | None = None, back: int = 0
    ) -> str:
        """A page. ``size`` and ``token`` are told instead of the true ones; ``back`` repeats records before it."""
        chosen = self.chosen(listing)
        if not chosen:
            return error("noRecordsMatch")
        end = listing.offset + self.page_size
        entries = chosen[max(0, listing.offset - back) : end]
        following = replace(listing, offset=end, epoch=self.epoch, nonce=0)
        if token is None:
            token = following.token if end < len(chosen) else ""
        return page(entries, token, len(chosen) if size is None else size, listing.offset)


def page(entries: list[Entry], token: str, size: int, cursor: int) -> str:
    tag = f'<resumptionToken completeListSize="{size}" cursor="{cursor}">{token}</resumptionToken>'
    records = "".join(entry.xml() for entry in entries)
    return f"{_HEAD}<ListRecords>{records}{tag}</ListRecords></OAI-PMH>"


def error(code: str) -> str:
    return f'{_HEAD}<error code="{code}">told</error></OAI-PMH>'
