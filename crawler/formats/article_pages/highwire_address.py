"""The one address by which an article's page is known, however it was come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from crawler.formats.article_pages.highwire_tags import Tags
from crawler.formats.page import SourceHints
from crawler.formats.values.identifiers import url_of

# what an address says of the reader's way and language, and not of the article
_OF_THE_VISIT = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|yclid|ysclid|_openstat|_ga|mc_[ce]id|locale|lang|language|setlang|hl|ln|option_lang|"
    r"jsessionid|phpsessid)(?:=|$)",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)


def address(
    document: html.HtmlElement, tags: Tags, source: SourceHints
) -> tuple[str, tuple[str, ...]]:
    """Canonical link, abstract page, og:url, else where the page came from; without what belongs to one visit.

    "" if there is none. Beside it the address as it was before that was left out, by which a record may be held. A
    canonical link to the journal's front page, as some sites have it on every page, is none of this article.
    """
    found = [told for given in _given(document, tags) if (told := _whole(given, source))]
    own = next((told for told in found if not _is_front(told)), None)
    chosen = own or _whole(source.url or "", source) or next(iter(found), "")
    known = _without_visit(chosen)
    return known, ((chosen,) if chosen != known else ())


def _given(document: html.HtmlElement, tags: Tags) -> Iterator[str]:
    for link in document.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield link.get("href") or ""
    for name in ("citation_abstract_html_url", "og:url"):
        yield from (tag.text for tag in tags.get(name, ()))


def _whole(given: str, source: SourceHints) -> str | None:
    """The address as a whole, without its fragment; None if it is none ("http://[")."""
    try:
        whole = url_of(urldefrag(urljoin(source.url or "", given.strip())).url)
        _ = whole and urlsplit(whole)
    except ValueError:
        return None
    return whole if given.strip() else None


def _is_front(whole: str) -> bool:
    parts = urlsplit(whole)
    return parts.path in {"", "/"} and not parts.query


def _without_visit(whole: str) -> str:
    """The address without parameters that tell how and in which language somebody came to read."""
    whole = _SESSION.sub("", whole)
    parts = urlsplit(whole)
    kept = "&".join(pair for pair in parts.query.split("&") if not _OF_THE_VISIT.match(pair))
    return whole if kept == parts.query else parts._replace(query=kept).geturl()
