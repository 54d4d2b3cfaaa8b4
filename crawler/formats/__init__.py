"""The registry of formats: bytes in, records out; every parser is a pure function."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from crawler.formats.article_pages import highwire, jsonld
from crawler.formats.bundles import cirtec, crossref, openalex, opencitations
from crawler.formats.journal_xml import crossref_xml, jats, ojs_native, pubmed
from crawler.formats.limits import limited
from crawler.formats.oai_pmh import oai
from crawler.formats.oai_pmh.oai_records import MetadataParser
from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    ProtocolError,
    Rejected,
    SourceHints,
    failed,
)
from crawler.formats.reference_files import csl, endnote_xml, enw, nbib, refworks, ris
from crawler.formats.repositories import (
    cerif,
    datacite,
    etdms,
    mets,
    mods,
    oai_dc,
    openaire,
    qdc,
    qualified_dc,
    rfc1807,
)
from crawler.formats.rsci import rsci
from crawler.formats.values.agree import agreed
from crawler.formats.values.several_works import with_parted_references

Parser = Callable[[bytes, SourceHints], ParsedPage]


def _oai(metadata: MetadataParser) -> Parser:
    """Metadata that come in an OAI-PMH envelope only."""
    return lambda data, _source: oai.parse_envelope(data, metadata)


def _oai_or_file(metadata: MetadataParser, file: Callable[[bytes], ParsedPage]) -> Parser:
    """Metadata that come in an OAI-PMH envelope, and as files of their own."""
    return lambda data, _source: (
        oai.parse_envelope(data, metadata) if oai.looks_like_envelope(data) else file(data)
    )


def _later(module: str, function: str = "parse") -> Parser:
    """A parser whose library is costly to import (bibtexparser takes as long as all the rest) and seldom needed."""

    def parse(data: bytes, source: SourceHints) -> ParsedPage:
        parser: Parser = getattr(import_module(f"crawler.formats.{module}"), function)
        return parser(data, source)

    return parse


def _marcxml(data: bytes, source: SourceHints) -> ParsedPage:
    from crawler.formats.marc import marc_xml  # noqa: PLC0415 -- its library is costly to import too

    return _oai_or_file(marc_xml.parse_metadata, marc_xml.parse_file)(data, source)


FORMATS: dict[str, Parser] = {
    "oai_dc": _oai(oai_dc.parse),
    "oai_openaire": _oai(openaire.parse),
    "dim": _oai(qualified_dc.parse_dim),
    "xoai": _oai(qualified_dc.parse_xoai),
    "qdc": _oai(qdc.parse),
    "etdms": _oai(etdms.parse),
    "mets": _oai(mets.parse),
    "rfc1807": _oai(rfc1807.parse),
    "oai_cerif_openaire": _oai(cerif.parse),
    "datacite": _oai_or_file(datacite.parse_metadata, datacite.parse_file),
    "jats": _oai_or_file(jats.parse_metadata, jats.parse_file),
    "marcxml": _marcxml,
    "oai_marc": _marcxml,  # one reader, since servers mix the two
    "mods": _oai_or_file(mods.parse_metadata, mods.parse_file),
    "rsci": rsci.parse,
    "highwire": highwire.parse,
    "cirtec": cirtec.parse,
    "crossref": crossref.parse,
    "csl": csl.parse,
    "openalex": openalex.parse,
    "opencitations": opencitations.parse,
    "amsbib": _later("reference_files.amsbib"),
    "crossref_xml": crossref_xml.parse,
    "pubmed": pubmed.parse,
    "nbib": nbib.parse,
    "ojs_native": ojs_native.parse,
    "bibtex": _later("reference_files.bibtex"),
    "endnote": endnote_xml.parse,
    "enw": enw.parse,
    "jsonld": jsonld.parse,
    "refworks": refworks.parse,
    "ris": ris.parse,
    "marc": _later("marc.marc", "parse_file"),
    "irbis": _later("marc.irbis"),
    "table": _later("tables.table"),
    "scopus": _later("tables.scopus"),
    "wos": _later("tables.wos"),
}

OAI_PREFIXES = {
    "jats": "jats",
    "oai_jats": "jats",
    "nlm": "jats",
    "pmc": "jats",
    "pmc_fm": "jats",
    "oai_openaire": "oai_openaire",
    "mods": "mods",
    "xoai": "xoai",
    "dim": "dim",
    "marcxml": "marcxml",
    "marc21": "marcxml",
    "marc": "marcxml",
    "unimarc": "marcxml",
    "rusmarc": "marcxml",
    "datacite": "datacite",
    "oai_datacite": "datacite",
    "datacite4": "datacite",
    "datacite3": "datacite",
    "oai_datacite4": "datacite",
    "oai_datacite3": "datacite",
    "oai_cerif_openaire": "oai_cerif_openaire",
    "cerif_openaire": "oai_cerif_openaire",
    "mets": "mets",
    "qdc": "qdc",
    "oai_qdc": "qdc",
    "dcterms": "qdc",
    "oai_dcterms": "qdc",
    "oai_etdms": "etdms",
    "etdms": "etdms",
    "etdms11": "etdms",
    "oai_dc": "oai_dc",
    "rfc1807": "rfc1807",
    "oai_marc": "oai_marc",
}
"""What repositories call the metadata formats that are read here; the first that says most of a publication."""


def parse_page(format: str, data: bytes, *, source: SourceHints) -> ParsedPage:
    """Parse one page of a named format; its records agree with themselves and are within the limits of the contract.

    An entry of a reference list that names several works is one reference a work.

    Raises PageError if nothing of the page can be read, and KeyError for a format that is not in :data:`FORMATS`
    (sources and commands check the name first, and say what there is).
    """
    parser = FORMATS[format]
    try:
        return limited(with_parted_references(agreed(parser(data, source), format)))
    except PageError:
        raise
    except Exception as error:
        raise failed(error) from error


__all__ = [
    "FORMATS",
    "OAI_PREFIXES",
    "PageError",
    "ParsedPage",
    "ParsedRecord",
    "ProtocolError",
    "Rejected",
    "SourceHints",
    "parse_page",
]
