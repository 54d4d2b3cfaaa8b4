"""The numbers and dates of invented publications, as they are printed: years, pages, issues, identifiers."""

from __future__ import annotations

from random import Random

_DASHES = ("–", "–", "-", "-", "—")
_QUOTES = ("“”", "«»", "«»", '""', "„“")


def figures(chance: Random, words: dict[str, str]) -> dict[str, str]:
    """The values by name; ``words`` are the terms that dates are printed with."""
    one = chance.randint
    year = chance.choice((one(1890, 2025), one(1990, 2025)))
    return {
        **_places(chance),
        **_dates(chance, year, words),
        **_identifiers(chance),
        **dict(zip(("oq", "cq"), chance.choice(_QUOTES), strict=True)),
        "number2": str(one(10, 300)),
        "total": str(one(16, 900)),
        "number": str(one(10, 2800000)),
    }


def _places(chance: Random) -> dict[str, str]:
    first = _page(chance)
    return {
        "volume": _volume(chance),
        "issue": _issue(chance),
        "pages": _pages(chance, first),
        "page": str(first),
    }


def _dates(chance: Random, year: int, words: dict[str, str]) -> dict[str, str]:
    one, month = chance.randint, words["monthsgen"]
    day, number = one(1, 28), one(1, 12)
    full = (f"{day} {words['months']} {year}", f"{day} {month} {year}", f"{year} {month} {day}")
    seen = (f"{one(1, 28):02d}.{one(1, 12):02d}", f"{one(1, 28)} {month}")
    return {
        "date": str(year),
        "years": f"{year}{chance.choice(_DASHES)}{year + one(1, 9)}",
        "day": str(day),
        "month": words["months"],
        "dm": f"{day:02d}.{number:02d}",
        "daymonth": chance.choice((f"{day} {month}", f"{day:02d}.{number:02d}")),
        "fulldays": f"{day}–{day + 2} {month} {year}",
        "fulldate": f"{chance.choice(full)} {chance.choice(('', words['g']))}".strip(),
        "filed": f"{one(1, 28):02d}.{number:02d}.{year - 1}",
        "seen": chance.choice((f"{seen[0]}.{one(2008, 2025)}", f"{seen[1]} {one(2008, 2025)}")),
    }


def _identifiers(chance: Random) -> dict[str, str]:
    one = chance.randint
    letter, kind = chance.choice("ABCDEFGH"), chance.choice("BCDKN")
    return {
        "doi": f"10.{one(1000, 32000)}/{chance.choice('abcdefjs')}{one(1000, 99999)}-{one(1, 999)}",
        "url": _url(chance),
        "issn": f"{one(1000, 2999)}-{one(1000, 9999)}",
        "isbn": f"978-5-{one(10, 9999)}-{one(1000, 9999)}-{one(0, 9)}",
        "mpk": f"{letter}{one(1, 25):02d}{kind} {one(1, 40)}/{one(10, 99)}",
        "appno": f"{one(1990, 2020)}{one(100000, 140000)}/{one(10, 99)}",
        "code": f"{one(0, 25):02d}.00.{one(1, 20):02d}",
    }


def _page(chance: Random) -> int:
    return chance.choice((chance.randint(1, 99), chance.randint(3, 400), chance.randint(400, 3000)))


def _pages(chance: Random, first: int) -> str:
    last = first + chance.randint(1, 30)
    luck = chance.random()
    if luck < 0.05:
        return str(first)
    if luck < 0.13 and str(first)[:-1] == str(last)[:-1]:
        return f"{first}-{str(last)[-1]}"
    dash = chance.choice(_DASHES)
    return f"{first} {dash} {last}" if luck > 0.97 else f"{first}{dash}{last}"


def _volume(chance: Random) -> str:
    one = chance.randint
    if chance.random() < 0.1:
        return chance.choice(("I", "II", "III", "IV", "V", "VII", "X", "XII", "XXIV"))
    return str(chance.choice((one(1, 60), one(1, 12), one(60, 500))))


def _issue(chance: Random) -> str:
    one, luck = chance.randint, chance.random()
    if luck < 0.06:
        return f"{one(1, 6)} ({one(10, 200)})"
    first = chance.choice((one(1, 12), one(1, 6), one(1, 150)))
    return f"{first}{chance.choice('-–/')}{first + 1}" if luck < 0.12 else str(first)


def _url(chance: Random) -> str:
    host = "".join(chance.choice("abcdefiklmnoprstu") for _ in range(chance.randint(4, 9)))
    start, end = (
        chance.choice(("https://", "http://", "https://www.")),
        chance.choice(("ru", "by", "kz", "kg", "am", "org")),
    )
    paths = (
        "",
        "/",
        "/article/n/analiz-dannyh",
        f"/index.php/j/article/view/{chance.randint(1, 9999)}",
    )
    return f"{start}{host}.{end}{chance.choice(paths)}"
