"""A repository for timing harvests: ``python -m benchmarks.oai_server --records N`` prints its address.

Everything in it is generated: records in the shape of OJS's ``oai_dc``, the commonest of all, with titles,
people and sentences of the generated corpus in Russian, Kazakh, Belarusian, Armenian and Kyrgyz. A few thousand records
are written once; later pages repeat them under identifiers of their own, so that the server's work is next to nothing.
"""

from __future__ import annotations

import sys
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import click

from benchmarks.generator.chance import stream
from benchmarks.generator.people import draw_person
from benchmarks.generator.titles import draw_topic, title

PAGE = 100
_DIFFERENT = 40  # pages that are written out
_SEED = 11
_NUMBER = "########"  # stands for the page's number
_LANGUAGES = {"ru": "rus", "kk": "kaz", "be": "bel", "hy": "hye", "ky": "kir"}
_ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- generated -->\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ '
    'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n<responseDate>2026-01-01T00:00:00Z</responseDate>\n'
    '<request verb="{verb}">http://localhost/oai</request>\n{content}</OAI-PMH>\n'
)
_RECORD = """<record>
<header>
<identifier>oai:ojs.localhost:article/{number}</identifier>
<datestamp>2024-03-15T10:20:30Z</datestamp>
<setSpec>journal:ART</setSpec>
</header>
<metadata>
<oai_dc:dc
	xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
	xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/
	http://www.openarchives.org/OAI/2.0/oai_dc.xsd">
{elements}
</oai_dc:dc>
</metadata>
</record>
"""


def record(number: int) -> str:
    """The record of a number, with the place of the page's number left open in its identifiers."""
    chance = stream(_SEED, "oai", number)
    lang = chance.choice(tuple(_LANGUAGES))
    elements = "\n".join(
        f"\t<dc:{name}{f' xml:lang={chr(34)}{tag}{chr(34)}' if tag else ''}>{escape(text)}</dc:{name}>"
        for name, tag, text in _elements(chance, number, lang)
    )
    return _RECORD.format(number=f"{_NUMBER}{number:05}", elements=elements)


def _elements(chance: Random, number: int, lang: str) -> list[tuple[str, str, str]]:
    volume, issue, page = chance.randint(1, 40), chance.randint(1, 12), chance.randint(1, 300)
    sentences = [title(draw_topic(chance), lang) for _ in range(chance.randint(6, 14))]
    return [
        ("title", lang, title(draw_topic(chance), lang)),
        *(("creator", "", _name(chance, lang)) for _ in range(chance.randint(1, 4))),
        ("subject", lang, "; ".join(title(draw_topic(chance), lang) for _ in range(4))),
        ("description", lang, ". ".join(sentences) + "."),
        ("publisher", lang, "Generated University"),
        ("date", "", f"2023-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"),
        ("type", "", "info:eu-repo/semantics/article"),
        ("type", "", "info:eu-repo/semantics/publishedVersion"),
        ("format", "", "application/pdf"),
        ("identifier", "", f"https://ojs.localhost/article/view/{_NUMBER}{number:05}"),
        ("identifier", "", f"10.99999/gen.{_NUMBER}{number:05}"),
        ("source", lang, f"Generated; Том {volume} № {issue} (2023); {page}-{page + 9}"),
        ("source", "", "1563-0269"),
        ("language", "", _LANGUAGES[lang]),
    ]


def _name(chance: Random, lang: str) -> str:
    own = draw_person(chance, lang).own
    return f"{own.family}, {own.given} {own.patronymic}".strip()


def answer(query: dict[str, list[str]], pages: list[str], records: int) -> bytes:
    """What the repository says to a request."""
    verb = query.get("verb", [""])[0]
    if verb == "Identify":
        return _ENVELOPE.format(verb=verb, content=_IDENTIFY).encode()
    number = int(query.get("resumptionToken", ["0"])[0])
    last = (number + 1) * PAGE >= records
    token = f'<resumptionToken completeListSize="{records}" cursor="{number * PAGE}">{"" if last else number + 1}'
    content = f"{pages[number % len(pages)]}{token}</resumptionToken>\n"
    whole = _ENVELOPE.format(verb=verb, content=f"<ListRecords>\n{content}</ListRecords>\n")
    return whole.replace(_NUMBER, f"{number:08}").encode()


_IDENTIFY = (
    "<Identify><repositoryName>Generated</repositoryName><baseURL>http://localhost/oai</baseURL>"
    "<protocolVersion>2.0</protocolVersion><adminEmail>nobody@example.org</adminEmail>"
    "<earliestDatestamp>2024-01-01T00:00:00Z</earliestDatestamp><deletedRecord>no</deletedRecord>"
    "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>\n"
)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, pages: list[str], records: int, *arguments: object) -> None:
        self._pages, self._records = pages, records
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = answer(parse_qs(urlsplit(self.path).query), self._pages, self._records)
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def written(records: int) -> list[str]:
    """The records of the pages that differ."""
    count = min(_DIFFERENT, -(-records // PAGE))
    return ["".join(map(record, range(n * PAGE, (n + 1) * PAGE))) for n in range(count)]


@click.command()
@click.option("--records", default=10_000, show_default=True, type=click.IntRange(min=PAGE))
def main(records: int) -> None:
    """Serve RECORDS records (whole pages of 100) until stopped."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, written(records), records))
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}/oai\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
