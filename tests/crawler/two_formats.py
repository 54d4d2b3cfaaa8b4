"""A repository that describes its records in two formats, as data, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

ENVELOPE = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"><responseDate>{date}</responseDate>{body}</OAI-PMH>"""
IDENTIFY = """<Identify><repositoryName>Trial</repositoryName><granularity>YYYY-MM-DD</granularity>
<earliestDatestamp>2001-01-01</earliestDatestamp><deletedRecord>{deletes}</deletedRecord></Identify>"""
METADATA = {
    "oai_dc": "<oai_dc:dc><dc:title>Реки {title}</dc:title><dc:creator>Сидоров, И.</dc:creator>"
    "<dc:date>2018</dc:date><dc:source>Вестник; Том 7 № 3 (2018); 5-10</dc:source></oai_dc:dc>",
    "jats": '<article xmlns=""><front><article-meta>'
    "<title-group><article-title>Реки {title}</article-title></title-group>"
    '<contrib-group><contrib contrib-type="author"><contrib-id contrib-id-type="orcid">0000-0002-1825-0097</contrib-id>'
    "<name><surname>Сидоров</surname><given-names>Иван</given-names></name></contrib></contrib-group></article-meta>"
    "</front><back><ref-list><ref><mixed-citation>Петров П. {title}. 2001.</mixed-citation></ref></ref-list></back>"
    "</article>",
}
PAGE = 20


@dataclass
class Repository:
    """Records by number with a title and a date in each format (None: deleted there), and what it does not answer."""

    date: str = "2024-05-01T10:00:00Z"
    listed: dict[str, dict[int, tuple[str | None, str]]] = field(
        default_factory=lambda: {"oai_dc": {}, "jats": {}}
    )
    deletes: str = "persistent"
    refused: set[tuple[str, int]] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)

    def put(self, *numbers, title="", date="2024-01-01", prefixes=("oai_dc", "jats")):
        for prefix in prefixes:
            for number in numbers:
                told = None if title is None else title or str(number)
                self.listed[prefix][number] = (told, date)

    def answer(self, query):
        if query["verb"] == "Identify":
            return IDENTIFY.format(deletes=self.deletes)
        if query["verb"] == "GetRecord":
            prefix, number = query["metadataPrefix"], int(query["identifier"].rpartition(":")[2])
            return f"<GetRecord>{self._record(prefix, number)}</GetRecord>"
        token = (
            query.get("resumptionToken") or f"{query['metadataPrefix']} {query.get('from', '')} 0"
        )
        prefix, begin, start = token.split(" ")
        if (prefix, int(start)) in self.refused:
            return None
        numbers = [n for n, (_, date) in self.listed[prefix].items() if date >= begin]
        if not numbers:
            return '<error code="noRecordsMatch"/>'
        chosen = numbers[int(start) :][:PAGE]
        end = int(start) + PAGE
        more = f"{prefix} {begin} {end}" if end < len(numbers) else ""
        size = self.sizes.get(prefix, len(numbers))
        told = "".join(self._record(prefix, number) for number in chosen)
        return (
            f'<ListRecords>{told}<resumptionToken completeListSize="{size}">{more}'
            "</resumptionToken></ListRecords>"
        )

    def _record(self, prefix, number):
        title, date = self.listed[prefix][number]
        status = ' status="deleted"' if title is None else ""
        header = f"<header{status}><identifier>oai:trial:{number}</identifier><datestamp>{date}</datestamp></header>"
        if title is None:
            return f"<record>{header}</record>"
        return (
            f"<record>{header}<metadata>{METADATA[prefix].format(title=title)}</metadata></record>"
        )

    def rule(self, answer):
        """The rule of a server that answers so; what is refused is not found."""

        def rule(path, query):
            body = self.answer(query)
            if body is None:
                return answer(status=404)
            told = ENVELOPE.format(date=self.date, body=body).encode()
            return answer(told, headers={"Content-Type": "text/xml"})

        return rule
