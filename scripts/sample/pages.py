"""Article pages: Highwire tags as OJS, DSpace and CyberLeninka write them, and the reference list that readers see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from scripts.sample.citing import Cited, reference_lists
from scripts.sample.model import KEYWORDS, Work
from scripts.sample.oai import LABEL

_HEADINGS = {"be": "Літаратура", "kk": "Әдебиеттер", "hy": "Գրականություն", "ky": "Адабияттар"}
RECORDED = (
    "Recorded facts in a layout of ours: title, authors, journal and reference lists are those of the real article "
    "named by the canonical address (CC BY, its authors, via CyberLeninka); the HTML was made for the demo."
)


def _meta(name: str, content: str, lang: str | None = None) -> str:
    language = f' xml:lang="{lang}"' if lang else ""
    return f'<meta name="{name}" content="{escape(content)}"{language}>'


def _page(
    label: str, lang: str, title: str, address: str, head: Sequence[str], body: Sequence[str]
) -> str:
    lines = [
        "<!DOCTYPE html>",
        f"<!-- {label} -->",
        f'<html lang="{lang}"><head><meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<link rel="canonical" href="{address}">',
        *head,
        "</head><body>",
        f"<h1>{escape(title)}</h1>",
        *body,
        "</body></html>",
        "",
    ]
    return "\n".join(lines)


def generated(work: Work, cited: Sequence[Cited]) -> str:
    """The page of a generated paper."""
    lang = work.journal.language
    native, roman = reference_lists(cited, work.journal)
    head = list(_tags(work))
    if work.journal.code == "am":
        # OJS with the plug-in that tags references: two forms, free text and pairs
        head.extend(_tagged(native, cited))
        body = [f"<p>{escape(LABEL)}</p>"]
    else:
        body = [f"<p>{escape(LABEL)}</p>", f"<h2>{_HEADINGS[lang]}</h2>", *_items(native)]
    if work.journal.code in {"by", "kz"}:
        body.extend(["<h2>References</h2>", *_items(roman)])
    return _page(LABEL, lang, work.titles[lang], work.address, head, body)


def _items(entries: Sequence[str]) -> list[str]:
    return ["<ol>", *(f"<li>{escape(entry)}</li>" for entry in entries), "</ol>"]


def _tagged(texts: Sequence[str], cited: Sequence[Cited]) -> Iterator[str]:
    for number, (text, one) in enumerate(zip(texts, cited, strict=True)):
        yield _meta("citation_reference", _pairs(one) if number % 2 and not one.book else text)


def _pairs(cited: Cited) -> str:
    lang = "ru" if "ru" in cited.titles else "en"
    first, _, last = cited.pages.partition("–")
    pairs = [
        ("title", cited.titles[lang]),
        *(("author", name) for name in cited.authors[lang]),
        ("journal_title", cited.containers[lang]),
        ("publication_date", str(cited.year)),
        ("volume", cited.volume),
        ("issue", cited.issue),
        ("firstpage", first),
        ("lastpage", last),
    ]
    return "; ".join(f"citation_{name}={value}" for name, value in pairs if value)


def _tags(work: Work) -> Iterator[str]:
    journal, lang = work.journal, work.journal.language
    yield _meta("citation_title", work.titles[lang], lang)
    if work.number % 2 == 0:
        yield _meta("citation_title", work.titles["en"], "en")
    for author in work.authors:
        yield _meta("citation_author", ", ".join(author.name(lang)), lang)
        yield _meta("citation_author_institution", author.home.institution[lang])
    yield _meta("citation_journal_title", journal.title[lang], lang)
    yield _meta("citation_issn", journal.issn)
    yield _meta("citation_publication_date", str(work.year))
    yield _meta("citation_volume", work.volume)
    yield _meta("citation_issue", work.issue)
    yield _meta("citation_firstpage", work.pages[0])
    yield _meta("citation_lastpage", work.pages[1])
    if work.number % 3:
        yield _meta("citation_doi", work.doi)
    yield _meta("citation_language", lang)
    yield _meta("citation_keywords", KEYWORDS[work.topic]["ru"])


def recorded(article: dict[str, Any]) -> str:
    """The page of a real article, from its recorded facts."""
    head = [_meta("citation_title", article["title"])]
    head.extend(_meta("citation_author", author) for author in article["authors"])
    tags = {
        "journal": "citation_journal_title",
        "year": "citation_publication_date",
        "volume": "citation_volume",
        "issue": "citation_issue",
        "doi": "citation_doi",
    }
    head.extend(_meta(tag, str(article[key])) for key, tag in tags.items() if key in article)
    if "pages" in article:
        first, _, last = article["pages"].partition("-")
        head.extend([_meta("citation_firstpage", first), _meta("citation_lastpage", last)])
    head.append(_meta("dc.rights", "CC BY"))
    body = [f"<p>{escape('; '.join(article['authors']))}. CC BY. {escape(RECORDED)}</p>"]
    for one in article["lists"]:
        body.append(f"<h2>{one['heading']}</h2>")
        # numbered paragraphs, as CyberLeninka shows a text
        body.extend(f"<p>{n}. {escape(text)}</p>" for n, text in enumerate(one["entries"], start=1))
    return _page(RECORDED, "ru", article["title"], article["url"], head, body)
