"""The repository as it calls itself: names and addresses."""

from __future__ import annotations

import msgspec


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """``address`` is the base URL, ``host`` the name in its identifiers, ``site`` the address before ``/works/``."""

    name: str
    address: str
    host: str
    site: str
    email: str

    def identifier(self, local: str) -> str:
        """The identifier of a work by its public id. https://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm"""
        return f"oai:{self.host}:{local}"

    def local(self, identifier: str) -> str | None:
        """The public id of an identifier of this repository; None of any other."""
        start = self.identifier("")
        return identifier.removeprefix(start) if identifier.startswith(start) else None

    def page(self, local: str) -> str:
        """The address of a work's page."""
        return f"{self.site}/works/{local}"
