"""Generated papers as OAI-PMH ``record`` elements, in the dialects of OJS and DSpace."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from scripts.sample.model import KEYWORDS, Journal, Work

LABEL = "GENERATED for the demo by scripts/sample/generate.py: this journal and its papers do not exist."
ABOUT = {
    "be": "Згенераваны ўзор для дэманстрацыі: такога артыкула няма.",
    "kk": "Көрсетуге арналған жасанды үлгі: мұндай мақала жоқ.",
    "hy": "Ցուցադրության համար ստեղծված օրինակ. այսպիսի հոդված չկա։",
    "ky": "Көрсөтүү үчүн түзүлгөн үлгү: мындай макала жок.",
    "ru": "Сгенерированный пример для показа: такой статьи нет.",
    "en": "Generated for the demonstration: there is no such paper.",
}
_OJS_LANG = {"kk": "kk-KZ", "hy": "hy-AM", "ru": "ru-RU", "en": "en-US"}
_ISO3 = {"be": "be", "ky": "ky", "kk": "kaz", "hy": "hye"}
_DC_HEAD = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">'
)


def records(journal: Journal) -> str:
    """All records of a journal, oldest first, each as its repository would write it; some are broken as in life."""
    parts = [_record(work) for work in journal.works]
    parts.extend(_odd_records(journal))
    return "\n".join([f"<!-- {LABEL} -->", "<records>", *parts, "</records>", ""])


def languages(work: Work) -> list[str]:
    """The languages in which a repository gives the title: the Armenian journal gives no Russian."""
    return [lang for lang in work.titles if not (work.journal.code == "am" and lang == "ru")]


def datestamp(work: Work) -> str:
    """The day after the issue; unique and rising with the number."""
    return f"{work.year + 1}-0{1 + int(work.issue)}-{10 + work.number:02d}T08:30:{work.number:02d}Z"


def _header(journal: Journal, number: int, stamp: str, deleted: bool = False) -> str:
    status = ' status="deleted"' if deleted else ""
    if journal.software == "dspace":
        identifier = f"oai:{journal.host}:{journal.handle}/{1000 + number}"
        sets = "<setSpec>com_123456789_7</setSpec><setSpec>col_123456789_12</setSpec>"
    else:
        identifier = f"oai:ojs.{journal.host}:article/{1000 + number}"
        sets = f"<setSpec>{journal.handle}:ART</setSpec>"
    return (
        f"<header{status}><identifier>{identifier}</identifier>"
        f"<datestamp>{stamp}</datestamp>{sets}</header>"
    )


def _record(work: Work) -> str:
    lines = _dspace(work) if work.journal.software == "dspace" else _ojs(work)
    body = "\n".join(f"  {line}" for line in lines)
    header = _header(work.journal, work.number, datestamp(work))
    return f"<record>{header}<metadata>{_DC_HEAD}\n{body}\n</oai_dc:dc></metadata></record>"


def _dc(name: str, text: str, lang: str | None = None) -> str:
    attribute = f' xml:lang="{_OJS_LANG.get(lang, lang)}"' if lang else ""
    return f"<dc:{name}{attribute}>{escape(text)}</dc:{name}>"


def _ojs(work: Work) -> Iterator[str]:
    langs = languages(work)
    journal = work.journal
    for lang in langs:
        yield _dc("title", work.titles[lang], lang)
    for lang in langs:
        for author in work.authors:
            yield _dc("creator", ", ".join(author.name(lang)), lang)
    for lang in langs:
        if lang in KEYWORDS[work.topic]:
            yield from (_dc("subject", k, lang) for k in KEYWORDS[work.topic][lang].split("; "))
        # an illegal character, as pasted from a PDF: the record is recovered and flagged
        slip = "\x03" if journal.code == "kz" and work.number == 5 and lang == "en" else ""
        yield _dc("description", f"{work.titles[lang]}{slip}. {ABOUT[lang]}", lang)
        yield _dc("publisher", journal.institution[lang], lang)
    yield _dc("date", f"{work.year}-0{1 + int(work.issue)}-09")
    yield _dc("type", "info:eu-repo/semantics/article")
    yield _dc("type", "info:eu-repo/semantics/publishedVersion")
    yield _dc("format", "application/pdf")
    yield _dc("identifier", work.address)
    if work.number % 3:
        yield _dc("identifier", work.doi)
    for lang in langs:
        number = f"Vol. {work.volume} No. {work.issue} ({work.year})"
        yield _dc("source", f"{journal.title[lang]}; {number}; {'-'.join(work.pages)}", lang)
    yield _dc("source", journal.issn)
    yield _dc("language", _ISO3[journal.language])
    yield _dc("relation", f"{work.address}/{2000 + work.number}")
    yield _dc("rights", "https://creativecommons.org/licenses/by/4.0")


def _dspace(work: Work) -> Iterator[str]:
    journal, lang = work.journal, work.journal.language
    yield _dc("title", work.titles[lang])
    if work.number % 2:
        yield _dc("title", work.titles["ru"])
    yield from (_dc("creator", ", ".join(author.name(lang))) for author in work.authors)
    yield from (_dc("subject", keyword) for keyword in KEYWORDS[work.topic]["ru"].split("; "))
    yield _dc("description", f"{work.titles['ru']}. {ABOUT['ru']}")
    yield _dc("description", f"{work.titles['en']}. {ABOUT['en']}")
    yield _dc("date", datestamp(work))
    yield _dc("date", datestamp(work))
    yield _dc("date", str(work.year))
    yield _dc("type", "article" if journal.code == "by" else "Article")
    place = f"{work.year}. Т. {work.volume}, № {work.issue}. С. {'-'.join(work.pages)}"
    yield _dc("identifier", f"{journal.title[lang]}. {place}")
    yield _dc("identifier", work.address)
    if work.number % 3:
        yield _dc("identifier", work.doi)
    yield _dc("language", _ISO3[lang])
    yield _dc("publisher", journal.institution[lang])


def _odd_records(journal: Journal) -> Iterator[str]:
    """What harvests meet: deletions, and in the Belarusian repository a record without a title (to quarantine)."""
    number = len(journal.works) + 1
    if journal.code == "by":
        header = _header(journal, number, "2023-11-01T10:00:00Z")
        body = f"{_dc('creator', 'Невядомы, А.')}{_dc('date', '2022')}"
        yield f"<record>{header}<metadata>{_DC_HEAD}{body}</oai_dc:dc></metadata></record>"
    else:
        yield f"<record>{_header(journal, number, '2023-11-02T10:00:00Z', deleted=True)}</record>"
