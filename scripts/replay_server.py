"""A replay server: speaks OAI-PMH 2.0 over the sample's records and serves its article pages, on this machine only.

``python -m scripts.replay_server [PORT]`` prints its address and serves until it is stopped. Paths: ``/oai/NAME`` for
each file of records, ``/pages/NAME/…`` for the pages, ``/robots.txt``. It listens on 127.0.0.1 only.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape, quoteattr

SAMPLE = Path(__file__).parent / "sample"
_PAGE_SIZES = {"cyberleninka": 20}
_PAGE_SIZE = 5
_RECORD = re.compile(rb"<record>.*?</record>", re.DOTALL)
_ARGUMENTS = {
    "Identify": ({"verb"}, set()),
    "ListMetadataFormats": ({"verb"}, {"identifier"}),
    "ListSets": ({"verb"}, {"resumptionToken"}),
    "GetRecord": ({"verb", "identifier", "metadataPrefix"}, set()),
    "ListRecords": ({"verb", "metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
    "ListIdentifiers": ({"verb", "metadataPrefix"}, {"from", "until", "set", "resumptionToken"}),
}
_DATE = re.compile(r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$")


class OaiError(Exception):
    """A protocol error (OAI-PMH 2.0, section 3.6); the repository answers with its code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Record:
    """A record's bytes, and what its header says."""

    raw: bytes
    identifier: str
    datestamp: str
    sets: tuple[str, ...]


class Repository:
    """The records of one file as an OAI-PMH repository. ``answer`` is pure but for the clock."""

    def __init__(self, name: str, data: bytes, page_size: int = _PAGE_SIZE) -> None:
        self.name = name
        self.page_size = page_size
        self.records = sorted(map(_record, _RECORD.findall(data)), key=lambda r: r.datestamp)

    def answer(self, arguments: Mapping[str, str], address: str) -> bytes:
        """The XML answer to a request."""
        try:
            body = self._body(arguments)
        except OaiError as error:
            body = f'<error code="{error.code}">{escape(str(error))}</error>'.encode()
        attributes = "".join(f" {k}={quoteattr(v)}" for k, v in arguments.items())
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
            f"<responseDate>{now}</responseDate>\n<request{attributes}>{escape(address)}</request>\n"
        )
        return head.encode() + body + b"\n</OAI-PMH>\n"

    def _body(self, arguments: Mapping[str, str]) -> bytes:
        verb = _checked(arguments)
        if verb == "Identify":
            return self._identify()
        if verb == "ListMetadataFormats":
            return _METADATA_FORMATS
        if verb == "ListSets":
            return self._list_sets()
        if verb == "GetRecord":
            return self._get_record(arguments["identifier"])
        return self._list(verb, arguments)

    def _identify(self) -> bytes:
        earliest = self.records[0].datestamp if self.records else "2000-01-01T00:00:00Z"
        return (
            f"<Identify><repositoryName>Replay of {escape(self.name)}</repositoryName>"
            f"<baseURL>http://127.0.0.1/oai/{escape(self.name)}</baseURL>"
            "<protocolVersion>2.0</protocolVersion><adminEmail>nobody@example.org</adminEmail>"
            f"<earliestDatestamp>{earliest}</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
            "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
        ).encode()

    def _list_sets(self) -> bytes:
        specs = sorted({spec for record in self.records for spec in record.sets})
        if not specs:
            raise OaiError("noSetHierarchy", "this repository has no sets")
        sets = "".join(f"<set><setSpec>{s}</setSpec><setName>{s}</setName></set>" for s in specs)
        return f"<ListSets>{sets}</ListSets>".encode()

    def _get_record(self, identifier: str) -> bytes:
        found = next((r.raw for r in self.records if r.identifier == identifier), None)
        if found is None:
            raise OaiError("idDoesNotExist", f"no record {identifier}")
        return b"<GetRecord>" + found + b"</GetRecord>"

    def _list(self, verb: str, arguments: Mapping[str, str]) -> bytes:
        start, window = self._place(arguments)
        chosen = [record for record in self.records if _inside(record, window)]
        if not chosen:
            raise OaiError("noRecordsMatch", "no record in this window")
        page = chosen[start : start + self.page_size]
        parts = [record.raw if verb == "ListRecords" else _header(record.raw) for record in page]
        token = self._token(start, len(chosen), window)
        tag = verb.encode()
        return b"<" + tag + b">\n" + b"\n".join(parts) + b"\n" + token + b"</" + tag + b">"

    def _place(self, arguments: Mapping[str, str]) -> tuple[int, dict[str, str]]:
        """Where to begin, and the window: from the token, or from the arguments."""
        if "resumptionToken" not in arguments:
            return 0, {k: v for k, v in arguments.items() if k in {"from", "until", "set"}}
        parts = arguments["resumptionToken"].split("!")
        if len(parts) != 4 or not parts[0].isdecimal():
            raise OaiError("badResumptionToken", "unknown or expired token")
        names = ("from", "until", "set")
        return int(parts[0]), {k: v for k, v in zip(names, parts[1:], strict=True) if v}

    def _token(self, start: int, size: int, window: Mapping[str, str]) -> bytes:
        following = start + self.page_size
        if size <= self.page_size:
            return b""
        parts = [str(following), *(window.get(name, "") for name in ("from", "until", "set"))]
        text = "!".join(parts) if following < size else ""
        return (
            f'<resumptionToken completeListSize="{size}" cursor="{start}">{escape(text)}</resumptionToken>\n'
        ).encode()


_METADATA_FORMATS = (
    b"<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
    b"<schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema>"
    b"<metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace>"
    b"</metadataFormat></ListMetadataFormats>"
)


def _record(raw: bytes) -> Record:
    head = raw.partition(b"<metadata>")[0].decode()

    def all_of(tag: str) -> list[str]:
        return re.findall(rf"<{tag}>\s*([^<]*?)\s*</{tag}>", head)

    return Record(raw, all_of("identifier")[0], all_of("datestamp")[0], tuple(all_of("setSpec")))


def _header(raw: bytes) -> bytes:
    match = re.search(rb"<header.*?</header>", raw, re.DOTALL)
    return match.group() if match else b""


def _checked(arguments: Mapping[str, str]) -> str:
    verb = arguments.get("verb", "")
    if verb not in _ARGUMENTS:
        raise OaiError("badVerb", f"no verb {verb!r}")
    required, optional = _ARGUMENTS[verb]
    if "resumptionToken" in arguments:
        required, optional = {"verb", "resumptionToken"}, set()
    given = set(arguments)
    if not required <= given or given - required - optional:
        raise OaiError("badArgument", f"{verb} takes {', '.join(sorted(required | optional))}")
    if arguments.get("metadataPrefix", "oai_dc") != "oai_dc":
        raise OaiError("cannotDisseminateFormat", "only oai_dc")
    for name in ("from", "until"):
        if name in arguments and not _DATE.match(arguments[name]):
            raise OaiError("badArgument", f"{name} is not a date of the granularity")
    return verb


def _inside(record: Record, window: Mapping[str, str]) -> bool:
    first, last = window.get("from", ""), window.get("until", "9999")
    # a day as "until" includes the whole of it
    return first <= record.datestamp <= (last if "T" in last else f"{last}T99") and window.get(
        "set", record.sets[0] if record.sets else ""
    ) in ("", *record.sets)


def load_repositories(sample: Path = SAMPLE) -> dict[str, Repository]:
    """Every file of records in the sample, by the name in its address."""
    files = {path.stem: path for path in sorted((sample / "oai").glob("*.xml"))}
    files["cyberleninka"] = sample / "recorded" / "cyberleninka-oai.xml"
    return {
        name: Repository(name, path.read_bytes(), _PAGE_SIZES.get(name, _PAGE_SIZE))
        for name, path in files.items()
    }


class _Handler(BaseHTTPRequestHandler):
    def __init__(
        self, repositories: Mapping[str, Repository], pages: Mapping[str, Path], *args: object
    ) -> None:
        self._repositories = repositories
        self._pages = pages
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer one request."""
        parts = urlsplit(self.path)
        room, _, rest = parts.path.strip("/").partition("/")
        if parts.path == "/robots.txt":
            self._send(200, "text/plain", b"User-agent: *\nAllow: /\n")
        elif room == "oai" and rest in self._repositories:
            arguments = dict(parse_qsl(parts.query))
            answer = self._repositories[rest].answer(
                arguments, f"http://{self.headers['Host']}{parts.path}"
            )
            self._send(200, "text/xml; charset=utf-8", answer)
        elif room == "pages" and (page := self._pages.get(rest.replace("/", "--"))):
            self._send(200, "text/html; charset=utf-8", page.read_bytes())
        else:
            self._send(404, "text/plain", b"not found\n")

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the run's own log tells what was fetched."""


def make_server(port: int = 0, sample: Path = SAMPLE) -> ThreadingHTTPServer:
    """A server on 127.0.0.1, not yet serving; port 0 takes a free one."""
    pages = {f"{p.parent.name}--{p.stem}": p for p in sorted((sample / "pages").glob("*/*.html"))}
    handler = partial(_Handler, load_repositories(sample), pages)
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


if __name__ == "__main__":
    server = make_server(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
