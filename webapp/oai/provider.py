"""The answers of the provider, as XML, from the catalogue alone. https://www.openarchives.org/OAI/openarchivesprotocol.html

Works are listed by the second in which they last changed (:mod:`catalogue.derived.provided`). A page is read with one
query for the list, one for the works, and one for their references where the format has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lxml import etree
from sqlalchemy import Connection

from catalogue.database.engine import now
from catalogue.derived import provided
from catalogue.derived.provided import Asked, Header
from catalogue.derived.works import WorkEntry, get_works, printed_references
from schemas.ids import public_id, work_number
from webapp.oai import arguments as reading
from webapp.oai.errors import OaiError
from webapp.oai.formats import FORMATS
from webapp.oai.sets import names_of_sets
from webapp.oai.site import Repository
from webapp.oai.tokens import Token, packed, unpacked
from webapp.oai.xml import add, root

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
RECORDS, IDENTIFIERS = 100, 500
"""Items of a page."""

_Answer = Callable[[Connection, Repository, etree._Element, Mapping[str, str]], None]


def answer(
    connection: Connection, repository: Repository, given: Mapping[str, str]
) -> etree._Element:
    """The answer to a request that :func:`webapp.oai.arguments.read` has read; an error of the protocol is one too."""
    document, verb = envelope(repository, given), given["verb"]
    body = add(document, verb)
    try:
        _VERBS[verb](connection, repository, body, given)
    except OaiError as error:
        return refusal(repository, error, given)
    return document


def refusal(repository: Repository, error: OaiError, given: Mapping[str, str]) -> etree._Element:
    """The answer that says what is wrong. For a bad verb or argument the request is repeated without its arguments."""
    told = {} if error.code in {"badVerb", "badArgument"} else given
    document = envelope(repository, told)
    add(document, "error", str(error), code=error.code)
    return document


def envelope(repository: Repository, given: Mapping[str, str]) -> etree._Element:
    """What all answers begin with."""
    document = root(NAMESPACE, "OAI-PMH", _SCHEMA)
    add(document, "responseDate", now())
    add(document, "request", repository.address, **given)
    return document


def _identify(
    connection: Connection, repository: Repository, body: etree._Element, _given: Mapping[str, str]
) -> None:
    add(body, "repositoryName", repository.name)
    add(body, "baseURL", repository.address)
    add(body, "protocolVersion", "2.0")
    add(body, "adminEmail", repository.email)
    add(body, "earliestDatestamp", provided.earliest(connection) or now())
    add(body, "deletedRecord", "persistent")
    add(body, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    add(body, "compression", "gzip")
    described = root(_IDENTIFIER, "oai-identifier", f"{_IDENTIFIER}.xsd")
    add(described, "scheme", "oai")
    add(described, "repositoryIdentifier", repository.host)
    add(described, "delimiter", ":")
    add(described, "sampleIdentifier", repository.identifier(public_id(0)))
    add(body, "description").append(described)


def _formats(
    connection: Connection, repository: Repository, body: etree._Element, given: Mapping[str, str]
) -> None:
    if "identifier" in given:
        _known(connection, repository, given["identifier"])
    for prefix, each in FORMATS.items():
        entry = add(body, "metadataFormat")
        add(entry, "metadataPrefix", prefix)
        add(entry, "schema", each.schema)
        add(entry, "metadataNamespace", each.namespace)


def _sets(
    connection: Connection, _repository: Repository, body: etree._Element, given: Mapping[str, str]
) -> None:
    if "resumptionToken" in given:
        raise OaiError("badResumptionToken", "the list of sets has one page and no token")
    for spec, name in names_of_sets(connection).items():
        entry = add(body, "set")
        add(entry, "setSpec", spec)
        add(entry, "setName", name)


def _record(
    connection: Connection, repository: Repository, body: etree._Element, given: Mapping[str, str]
) -> None:
    found = _known(connection, repository, given["identifier"])
    _prefix(given["metadataPrefix"])
    _records(connection, repository, body, [found], given["metadataPrefix"])


def _known(connection: Connection, repository: Repository, identifier: str) -> Header:
    number = work_number(repository.local(identifier) or "")
    found = None if number is None else provided.header(connection, number)
    if found is None:
        raise OaiError("idDoesNotExist", f"{identifier[:80]!r} is no identifier of this repository")
    return found


def _prefix(prefix: str) -> None:
    if prefix not in FORMATS:
        raise OaiError("cannotDisseminateFormat", f"the formats are {', '.join(FORMATS)}")


def _list(
    connection: Connection, repository: Repository, body: etree._Element, given: Mapping[str, str]
) -> None:
    whole = given["verb"] == "ListRecords"
    token = unpacked(given["resumptionToken"]) if "resumptionToken" in given else None
    asked = token.asked if token else _begun(given)
    prefix = token.prefix if token else given["metadataPrefix"]
    _prefix(prefix)
    size = RECORDS if whole else IDENTIFIERS
    found = provided.page(connection, asked, token.after if token else None, size + 1)
    if not found and token is None:
        raise OaiError(
            "noRecordsMatch", "no record of the repository is asked for by these arguments"
        )
    shown, more = found[:size], len(found) > size
    if whole:
        _records(connection, repository, body, shown, prefix)
    else:
        for header in shown:
            _header(body, repository, header)
    _resume(connection, body, asked, prefix, shown, more=more, before=token)


def _begun(given: Mapping[str, str]) -> Asked:
    asked = reading.asked(given)
    # what changes while a list is read comes in the next harvest: so the list has an end
    return asked._replace(until=min(asked.until or now(), now()))


def _resume(
    connection: Connection,
    body: etree._Element,
    asked: Asked,
    prefix: str,
    shown: Sequence[Header],
    *,
    more: bool,
    before: Token | None,
) -> None:
    """The token of the next page; on the last page of several an empty one."""
    if not more and before is None:
        return
    given = before.given if before else 0
    counted = {"cursor": str(given), "completeListSize": str(provided.count(connection, asked))}
    if before is not None:
        del counted[
            "completeListSize"
        ]  # counted once, at the beginning: it may cost more than the page
    if not more:
        add(body, "resumptionToken", "", **counted)
        return
    last = shown[-1]
    token = Token(
        prefix=prefix,
        since=asked.since,
        until=asked.until or now(),
        set=asked.set,
        datestamp=last.datestamp,
        work=last.work,
        given=given + len(shown),
    )
    add(body, "resumptionToken", packed(token), **counted)


def _records(
    connection: Connection,
    repository: Repository,
    body: etree._Element,
    headers: Sequence[Header],
    prefix: str,
) -> None:
    form = FORMATS[prefix]
    numbers = [each.work for each in headers if not each.deleted]
    works: Mapping[int, WorkEntry] = get_works(connection, numbers)
    references = printed_references(connection, numbers) if form.with_references else {}
    for header in headers:
        entry = add(body, "record")
        work = works.get(header.work)
        gone = header.deleted or work is None
        _header(entry, repository, header._replace(deleted=gone))
        if work is not None and not gone:
            made = form.made(
                work.body, repository.page(work.body.id), references.get(header.work, ())
            )
            add(entry, "metadata").append(made)


def _header(parent: etree._Element, repository: Repository, header: Header) -> None:
    entry = add(parent, "header")
    if header.deleted:
        entry.set("status", "deleted")
    add(entry, "identifier", repository.identifier(public_id(header.work)))
    add(entry, "datestamp", header.datestamp)
    for spec in header.sets:
        add(entry, "setSpec", spec)


_VERBS: Mapping[str, _Answer] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}
