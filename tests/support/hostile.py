"""Hostile requests to the site, drawn from its URL map: every route, method, argument, form and header, well or ill.

Pure: the same seed gives the same requests. Plausible values get a request deep into a page, hostile ones break it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random
from urllib.parse import quote, urlencode

import msgspec
from werkzeug.routing import Map, Rule

RESERVED = (
    "endpoint", "values", "self", "_scheme", "_anchor", "_method", "_external", "error", "args", "kwargs", "request",
    "identifier", "code", "key", "name", "kind", "lang", "language", "filename", "run_id", "page_id", "item_id",
    "judgement_id", "page", "next", "app", "g", "session", "class", "__class__", "",
)  # fmt: skip
"""Names that mean something to Flask, to a route or to Python."""

ARGUMENTS = (
    *RESERVED, "q", "country", "year", "type", "language", "journal", "institution", "source", "kind", "from", "to",
    "sort", "cursor", "size", "others", "selves", "with", "order", "part", "a", "b", "before", "after", "offset",
    "counted", "state", "reason", "run",
)  # fmt: skip

FIELDS = (
    "left_source", "left_identifier", "right_source", "right_identifier", "note", "verdict", "decision", "mode",
    "schedule", "enabled", "stage", "item", "item", "item", "source", "reason", "name", "password", "next",
)  # fmt: skip

NUMBERS = (
    "0", "1", "-1", "01", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "18446744073709551616", "9" * 18, "9" * 19, "9" * 400, "9" * 5000,
    "000100000" + "0" * 5000, "1e9", "1.5", "NaN", "١٢٣", "²", "１", "𝟙", "0x10", "1_000", "+1", " 1 ", "ⅷ",
    "999999999999", "100000", "100001",
)  # fmt: skip

TEXTS = (
    "", " ", "\x00", "a\x00b", "\r\n", "x\r\nSet-Cookie: a=b", "\u2028", "\u202e", "\ufeff", "\ufffe", "é" * 500,
    "\\", "//", "..", "../../etc/passwd", "<script>alert(1)</script>", "'\"><b>", "%", "%s%n%(x)s", "{0}", "{{7*7}}",
    "{% raw %}", "$argon2id$", '"', '"unclosed', "(" * 200, ")" * 200, "((((a OR b) AND c) NOT d", "NOT", "AND AND",
    "a OR", "*", "**", "а*", "title:", "title:(", "year:[9999999999999999999 TO 1]",
    "year:[* TO 99999999999999999999]", "year:" + "9" * 400, "author:\x00", "doi:10.1/" + "x" * 500, "почва",
    "почва AND NOT год", "-" * 300, "=1+1", "\U0001f600", "e\u0301" * 100, "ﷺ" * 40, "İ" * 40, "ß" * 60, "null",
    "None", "true", "https://example.org/", "javascript:alert(1)", "//example.org", "/admin/", "/admin/\nrefused",
    "/admin/..//x", "\\\\example.org", "http://[x/", "http://[::1", "[", "]", "a b", "a+b", "a/b", "/", ";", "&", "=",
    "#", "?", "ru", "en", "xx",
)  # fmt: skip

PLAUSIBLE = (
    "KZ", "RU", "AM", "BY", "KG", "KZ", "2019", "none", "held", "cited-only", "article", "one", "journal", "kz-enu",
    "ru-msu", "relevance", "citations", "year", "year_asc", "all", "others", "self", "works", "coverage", "pairs",
    "new", "received", "failed", "held", "no-title", "same", "different", "approve", "reject", "incremental", "full",
    "0 3 * * *", "* * * * *", "0 0 30 2 *", "yes", "main", "a note", "1", "2", "20",
)  # fmt: skip

RAW = (
    b"\xff", b"q=\xff\xfe", b"\xed\xa0\x80=1", b"%", b"q=%", b"q=%zz", b"q=%ED%A0%80", b"%00=%00", b"q=%FF", b"&&&&",
    b"=", b"q=%C0%AF", b"page=1&page=2&page=3", b"a" * 3000, b"&".join([b"q=1"] * 500), b"q=" + "почва".encode(),
    b"q=" + "п".encode("cp1251"),
)  # fmt: skip

HEADERS = (
    ("Host", "["), ("Host", ""), ("Host", "\xff"), ("Host", "a@b:99999"), ("X-Forwarded-Host", "["),
    ("Accept-Language", "en;q=nan"), ("Accept-Language", "*;q=1e999"), ("Accept-Language", "x" * 3000),
    ("Accept-Language", "en-\xff"), ("Accept-Language", ",;=q"), ("Range", "bytes=0-9999999999999999999999"),
    ("Range", "bytes=-"), ("If-None-Match", '"'), ("If-Modified-Since", "Thu, 99 Foo 9999999"),
    ("Cookie", "session=\xff.\xff"), ("Cookie", "=;;;"), ("Authorization", "Basic \xff"), ("Content-Length", "0"),
    ("Accept", "*/*;q=x"), ("Referer", "http://[x/"), ("X-Forwarded-For", "\x7f, ::"), ("Origin", "null"),
    ("X-HTTP-Method-Override", "DELETE"), ("Cache-Control", "max-age=" + "9" * 99),
)  # fmt: skip

PATHS = (
    b"/\xff",
    b"/ru/%",
    b"//",
    b"/admin//",
    b"/ru/works/\x00",
    b"*",
    b"/..",
    b"/ru/" + b"a/" * 900,
    b"",
)
METHODS = (
    "GET",
    "HEAD",
    "POST",
    "OPTIONS",
    "PUT",
    "PATCH",
    "DELETE",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "ÿ",
    "X" * 50,
)
TYPES = (
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=punycode", "text/plain",
    "application/json", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x",
    "",
)  # fmt: skip

_ARGUMENT = re.compile(r"<(?:[^>]*:)?(\w+)>")


class Hostile(msgspec.Struct, frozen=True, kw_only=True):
    """One request. ``token`` says whether the form carries a valid token; ``raw`` is a body that is no form."""

    method: str
    path: bytes
    query: bytes
    headers: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    token: bool = False
    raw: bytes = b""
    content_type: str = "application/x-www-form-urlencoded"


def draw(
    random: Random, routes: Sequence[tuple[Rule, Sequence[str]]], known: Mapping[str, Sequence[str]]
) -> Hostile:
    """One request to one of the routes, given with the arguments that their views read.

    ``known`` holds values of the arguments in the path that exist.
    """
    rule, taken = random.choice(routes)
    methods = sorted(rule.methods or {"GET"})
    posts = "POST" in methods and random.random() < 0.9
    method = random.choice(METHODS) if random.random() < 0.1 else random.choice(methods)
    request = Hostile(
        method="POST" if posts else method,
        path=_path(random, rule, known),
        query=_query(random, taken, known),
        headers=tuple(random.sample(HEADERS, random.choice((0, 0, 0, 1, 2)))),
    )
    return _with_body(random, request, known) if request.method != "GET" else request


def _value(random: Random, known: Mapping[str, Sequence[str]]) -> str:
    kind = random.random()
    if kind < 0.4:
        return random.choice(random.choice((PLAUSIBLE, *(tuple(each) for each in known.values()))))
    if kind < 0.6:
        return random.choice(NUMBERS)
    if kind < 0.95:
        return random.choice(TEXTS)
    most = random.choice((0x80, 0x180, 0xD800))
    return "".join(chr(random.randrange(most)) for _ in range(random.randrange(40)))


def _path(random: Random, rule: Rule, known: Mapping[str, Sequence[str]]) -> bytes:
    if random.random() < 0.03:
        return random.choice(PATHS)
    names = _ARGUMENT.findall(rule.rule)
    good = {name for name in names if random.random() < 0.7 and known.get(name)}
    values = {
        name: [random.choice(known[name]) if name in good else _value(random, known)]
        for name in names
    }
    return path_of(rule, values).encode()


def path_of(rule: Rule, known: Mapping[str, Sequence[str]]) -> str:
    """The path of a route with the first known value of each of its arguments, percent-encoded."""
    return _ARGUMENT.sub(lambda found: quote(known[found[1]][0], safe=""), rule.rule)


def _pairs(
    random: Random, taken: Sequence[str], known: Mapping[str, Sequence[str]]
) -> list[tuple[str, str]]:
    names = random.choices(ARGUMENTS, k=random.choice((0, 0, 1, 1, 2, 3, 10)))
    if taken:
        names += random.choices(taken, k=random.choice((0, 1, 1, 2, 3)))
    return [(name, _value(random, known)) for name in names]


def _query(random: Random, taken: Sequence[str], known: Mapping[str, Sequence[str]]) -> bytes:
    if random.random() < 0.06:
        return random.choice(RAW)
    return urlencode(_pairs(random, taken, known), errors="replace").encode()


def _with_body(random: Random, request: Hostile, known: Mapping[str, Sequence[str]]) -> Hostile:
    if random.random() < 0.15:
        raw = random.choice((*RAW, b"{" * 1000, b"--x\r\n\r\n", b"\x00" * 100))
        return msgspec.structs.replace(request, raw=raw, content_type=random.choice(TYPES))
    form = tuple((name, value) for name, value in _pairs(random, FIELDS, known))
    return msgspec.structs.replace(request, form=form, token=random.random() < 0.9)


def rules_of(url_map: Map) -> list[Rule]:
    """The rules of a site in a fixed order."""
    return sorted(url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
