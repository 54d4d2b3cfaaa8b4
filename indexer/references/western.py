"""References in any style and script (Vancouver, APA, Harvard, IEEE, AMSBIB, comma styles …), by a trained tagger.

The tagger is a linear-chain CRF; ``model/`` holds it with its card. Identifiers are read by rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from indexer.references.arrange import arranged, without_loose_bracket
from indexer.references.dates import first_year
from indexer.references.links import links
from indexer.references.sequence import Token, tokens
from indexer.references.spans import Span, Spans
from indexer.references.tagger import shipped
from indexer.references.titles import without_note, without_parallel
from indexer.references.towns import is_short
from indexer.text.names import parse_name
from indexer.text.pages import pages_total, split_pages
from indexer.text.people import INVERTED, split_people
from indexer.text.printed import DASH, DASHES, LETTER, UPPER
from indexer.text.volumes import volume_and_issue
from schemas.reference import ReferenceFields

_TRIM = " .,;:/|" + DASHES
_QUOTES = "\"“”„«»‘'`"
_TRANSLATED = re.compile(
    r"\s*\[[^\[\]]{8,}\](?=\s*[.,/]|\s*$)"
)  # "[English title]" behind a romanised one
_BRACKET_BEHIND = re.compile(r"[.,]?\s\[.*$")
_LANGUAGE = re.compile(
    r"(?:[Ii]n\s)?(?:Russ?(?:ian)?|Belarusian|Kazakh|Kyrgyz|Armenian|English)\.?"
)
_PUBLISHER_BEHIND = re.compile(r"(?<=\w)\sհրատ(?:\.|$)")
_LEAD = re.compile(r"^(?:in|eds?\.?\sby|edited by|by|hrsg\. von)\s(?=\w)", re.IGNORECASE)
_ROLE = re.compile(r"(?<![^\W_])(?:eds?|editors?|hrsg|hgg?)\b[.)\]]*.*$", re.IGNORECASE)
_QUOTED = re.compile(r"(?:[“«„]|``)([^“”«»„]{15,300}?)(?:[”»]|'')|(?<![\w\"])\"([^\"]{15,300})\"")
_BEHIND_TITLE = re.compile(
    r"(?:[.,]\s(?:\d(?:st|nd|rd|th)|second|third|fourth|revised)(?:\s\w+)?(?:\sedn?\b\.?|\sedition)?|"
    r"[.,]\s(?:trans(?:lated|\.)|edited|ed\.|dir\.)\s.*)$",
    re.IGNORECASE,
)
_REPORT_BEHIND = re.compile(r",\s[A-Z]{2,}(?:[-/][A-Z\d]+){2,}$")  # "CMS-PAS-HIN-16-006"
_BEHIND_HOST = re.compile(rf"(?:{_BEHIND_TITLE.pattern}|,\s[IVXLC]{{2,7}}$)", re.IGNORECASE)
_MORE_ISSUES = re.compile(rf",\s?\d{{1,3}}(?=\.\s(?:[{DASH}]|[СБSPCp]))")
_RANGE = re.compile(rf"\d\s?[{DASH}]{{1,2}}\s?\d")
_TOTAL_BEHIND = re.compile(r"[\s-]?(?:pp?|s|S|pages|с|c|стр|б|бет|бб|էջ|bet|b)\b")
_PAGES_BEFORE = re.compile(r"(?:[pPсСcCбБ]|[Сс]тр|[Էէ]ջ(?:եր)?)\.?\s?$")
_AROUND = " .:;,()[]" + DASHES
_MARKUP = re.compile(r"</?(?:italic|i|b|bold|em|sub|sup)>")

_NAME_AND_TITLE = re.compile(
    rf"^(?P<name>{INVERTED})\s(?P<title>[{UPPER}][{LETTER}’'-]{{2,}}(?:\s[^.,]*)?)$"
)
_APOSTROPHES = ("'", "’")
_ELIDED = re.compile(r"(?<![^\W_])[ldLD]['’]$")
_GLUED_LETTERS = re.compile(r"(?<![^\W_])[A-Za-z]{1,2}$")
_OPENING = {")": "(", "]": "["}


def parse_all(texts: Sequence[str]) -> list[ReferenceFields]:
    """The fields of references in a Western style; every one a verbatim piece of its text.

    The tagger reads many texts faster together than one by one.
    """
    plain = [_without_markup(text) for text in texts]
    return [
        fields(text, clean, arranged(clean, spans))
        for text, clean, spans in zip(texts, plain, segments(plain), strict=True)
    ]


def fields(text: str, plain: str, spans: Spans) -> ReferenceFields:
    """The fields of a text whose segments are known; ``plain`` is the text with its mark-up put out."""
    volume, issue = _numbers(plain, spans)
    first, last = (
        (None, None)
        if _is_total(plain, spans)
        else split_pages(_pages(plain, spans.get("pages", [])))
    )
    date = _date(plain, spans.get("date", []))
    authors, title = _apart(
        _people(plain, spans.get("authors", [])), _title(plain, spans.get("title", []))
    )
    return ReferenceFields(
        authors=authors,
        editors=_people(plain, spans.get("editors", [])),
        title=title,
        container=_container(plain, spans.get("container", [])),
        year=first_year(date) if date else None,
        date=date,
        volume=volume,
        issue=issue,
        first_page=first,
        last_page=last,
        pages_total=None if first else pages_total(text),
        publisher=_publisher(plain, spans.get("publisher", [])),
        place=_place(plain, spans.get("place", [])),
        series=_first(plain, spans.get("series", [])),
        edition=_first(plain, spans.get("edition", [])),
        **links(text),
    )


def _apart(people: tuple[str, ...], title: str | None) -> tuple[tuple[str, ...], str | None]:
    """The people and the title, where a short title was taken for the end of the last name ("Զորյան Ա. Գետեր")."""
    match = _NAME_AND_TITLE.match(people[-1]) if people and title is None else None
    return (people, title) if match is None else ((*people[:-1], match["name"]), match["title"])


def segments(texts: Sequence[str]) -> list[Spans]:
    """Of each text: label → the runs of text that bear it, in order."""
    items = [tokens(text) for text in texts]
    labels = shipped().tag(list(zip(texts, items, strict=True)))
    return [
        {
            label: [_closed(text, span) for span in spans]
            for label, spans in runs(words, found).items()
        }
        for text, words, found in zip(texts, items, labels, strict=True)
    ]


def runs(items: Sequence[Token], labels: Sequence[str]) -> Spans:
    """The runs of equal labels as spans of the text; "other" is left out."""
    found: Spans = {}
    before = "other"
    for token, label in zip(items, labels, strict=True):
        field = label.removeprefix("B-")
        if field != "other":
            spans = found.setdefault(field, [])
            if field == before:
                spans[-1] = (spans[-1][0], token.end)
            else:
                spans.append((token.start, token.end))
        before = field
    return found


def _closed(text: str, span: Span) -> Span:
    """The span with what belongs to it at its ends: "l’Harmattan", "C++", "Why?", a bracket opened inside."""
    start, end = span
    if text[start - 1 : start] in _APOSTROPHES and _ELIDED.search(text, max(0, start - 3), start):
        start -= 2
    while end < len(text) and (
        text[end] in "+#?!%"
        or (
            text[end] in ")]"
            and text.count(text[end], start, end) < text.count(_OPENING[text[end]], start, end)
        )
    ):
        end += 1
    return start, end


def _is_total(text: str, spans: Spans) -> bool:
    """Whether the pages are a count ("104 p.", "210 с.", "120 б.") and not a place ("p. 104", "24–26 б.")."""
    start, end = next(iter(spans.get("pages", [])), (0, 0))
    if _RANGE.search(text, start, end):
        return False
    return bool(_TOTAL_BEHIND.match(text, end)) and not _PAGES_BEFORE.search(text[:start])


def _without_markup(text: str) -> str:
    """The text with its tags put out by spaces, so that places in it stay."""
    return _MARKUP.sub(lambda match: " " * len(match.group()), text) if "<" in text else text


def _pages(text: str, spans: list[Span]) -> str:
    """The pages with the letters that stand right before their number ("S145–S150", "e22")."""
    if not spans:
        return ""
    start, end = spans[0]
    letters = (
        _GLUED_LETTERS.search(text, max(0, start - 3), start) if text[start].isdigit() else None
    )
    return text[letters.start() if letters else start : end]


def _text(text: str, spans: list[Span]) -> str:
    return text[spans[0][0] : spans[0][1]] if spans else ""


def _tidy(value: str) -> str | None:
    value = value.strip(_TRIM).strip(_QUOTES).strip(_TRIM)
    for opening, closing in ("()", "[]"):
        if value.count(opening) != value.count(closing):
            value = value.removeprefix(opening).removesuffix(closing).strip(_TRIM)
    return value or None


def _first(text: str, spans: list[Span]) -> str | None:
    return _tidy(_text(text, spans))


def _longest(text: str, spans: list[Span]) -> str | None:
    best = max(spans, key=lambda span: span[1] - span[0], default=None)
    if best is None:
        return None
    value = text[best[0] : best[1]]
    if "[" in value:
        value = _TRANSLATED.sub("", value)
    return _tidy(without_loose_bracket(without_parallel(value)))


def _place(text: str, spans: list[Span]) -> str | None:
    """The place, with the stop of an abbreviated town ("СПб.")."""
    name = _first(text, spans)
    return f"{name}." if name and is_short(name) and f"{name}." in text else name


def _publisher(text: str, spans: list[Span]) -> str | None:
    """The publisher's name without the Armenian word for one behind it ("Լույս հրատ.")."""
    name = _first(text, spans)
    if not name or _LANGUAGE.fullmatch(name):
        return None
    name = _BRACKET_BEHIND.sub("", name) if "[" in name else name
    return _tidy(_PUBLISHER_BEHIND.sub("", name)) or name


def _container(text: str, spans: list[Span]) -> str | None:
    """The host's name, without a statement of edition, of people or of a volume behind it."""
    name = _longest(text, spans)
    return _tidy(_BEHIND_HOST.sub("", name)) or name if name else None


def _title(text: str, spans: list[Span]) -> str | None:
    """The title; words in quotes are the title as a whole, and a statement of edition or of people behind it is not."""
    title = _longest(text, spans)
    if not title:
        return None
    at = text.find(title)
    for quoted in _QUOTED.finditer(text):
        start, end = quoted.span(quoted.lastindex or 0)
        if start <= at < end and (at > start or at + len(title) > end):
            title = _tidy(text[start:end]) or title
    title = _REPORT_BEHIND.sub("", title)
    return _tidy(without_note(_BEHIND_TITLE.sub("", title))) or title


def _people(text: str, spans: list[Span]) -> tuple[str, ...]:
    names = (
        _LEAD.sub("", _ROLE.sub("", text[start:end]).strip(_AROUND)) + _stop(text, end)
        for start, end in spans
    )
    statements = [split_people(statement) for statement in names]
    return _once(statements) if len(statements) > 1 else tuple(chain.from_iterable(statements))


def _once(statements: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The names of several statements, of which a later one ("/ И. И. Иванов") repeats those of an earlier one."""
    kept: list[str] = []
    families: set[str] = set()
    for names in statements:
        kept += [name for name in names if _family(name) not in families]
        families.update(map(_family, names))
    return tuple(kept)


def _family(name: str) -> str:
    return parse_name(name).family.casefold()


def _stop(text: str, end: int) -> str:
    """The stop behind a last initial belongs to the name; one behind a whole word or "JS" ends the area."""
    lone = text[end - 1 : end].isalpha() and not text[end - 2 : end - 1].isalpha()
    return "." if lone and text[end : end + 1] == "." else ""


def _date(text: str, spans: list[Span]) -> str | None:
    dated = [text[start:end] for start, end in spans if first_year(text[start:end])]
    return dated[0].strip(" .,;:()[]") if dated else None


def _issue(text: str, spans: list[Span]) -> str:
    """The issue, with the one behind it of a double issue ("№ 5, 6. — С. 3")."""
    end = spans[0][1] if spans else 0
    more = _MORE_ISSUES.match(text, end)
    return text[spans[0][0] : more.end() if more else end] if spans else ""


def _numbers(text: str, spans: Spans) -> tuple[str | None, str | None]:
    volume, issue = _text(text, spans.get("volume", [])), _issue(text, spans.get("issue", []))
    return (volume_and_issue(volume)[0] or _tidy(volume)), (
        volume_and_issue(issue)[1] or _tidy(issue)
    )
