"""A site over a small generated corpus, asked as a harvester asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from lxml import etree

from catalogue.settings import Settings
from tests.support import quick_site
from tests.support.indexed import indexed_home, site_over
from webapp.extensions import limiter

quick_site.make_quick()
OAI = "{http://www.openarchives.org/OAI/2.0/}"


class Asked:
    """An answer: what harvesters look for in it."""

    def __init__(self, body: bytes) -> None:
        self.root = etree.fromstring(body)

    @property
    def error(self) -> str | None:
        """The code of the error."""
        found = self.root.find(f"{OAI}error")
        return None if found is None else found.get("code")

    @property
    def headers(self) -> list[etree._Element]:
        return list(self.root.iter(f"{OAI}header"))

    @property
    def identifiers(self) -> list[str]:
        return [each.findtext(f"{OAI}identifier") for each in self.headers]

    @property
    def token(self) -> str | None:
        """The token of the next page; "" on the last of several."""
        found = self.root.find(f".//{OAI}resumptionToken")
        return None if found is None else found.text or ""

    def metadata(self) -> list[etree._Element]:
        """The metadata of each record that has some."""
        return [each[0] for each in self.root.iter(f"{OAI}metadata")]


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return indexed_home(tmp_path_factory.mktemp("oai"), 160)


@pytest.fixture(scope="package")
def repository(home: Settings) -> Iterator[Flask]:
    with site_over(home) as made:
        yield made


@pytest.fixture
def ask(repository: Flask, monkeypatch: pytest.MonkeyPatch):
    """Asks with these arguments; a name may have several values; ``from_`` is ``from``."""
    monkeypatch.setattr(limiter, "enabled", False)
    client = repository.test_client()

    def asked(method: str = "GET", **arguments: object) -> Asked:
        sent = {name.rstrip("_"): value for name, value in arguments.items()}
        given = {"query_string": sent} if method == "GET" else {"data": sent}
        answer = client.open("/oai", method=method, **given)
        assert answer.status_code == 200
        assert answer.content_type == "text/xml; charset=utf-8"
        return Asked(answer.data)

    return asked


@pytest.fixture
def whole(ask):
    """All identifiers of a list, page after page."""

    def listed(verb: str = "ListIdentifiers", **arguments: object) -> list[str]:
        page = ask(verb=verb, **arguments)
        found = page.identifiers
        while page.token:
            page = ask(verb=verb, resumptionToken=page.token)
            found += page.identifiers
        return found

    return listed
