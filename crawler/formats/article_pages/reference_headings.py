"""The headings of reference lists in the languages of the Union."""

from __future__ import annotations

import re

# heading → the list's id (the language that the heading promises)
_HEADINGS = (
    ("ru", r"(?:список )?(?:(?:использованн\w+|цитируем\w+|цитированн\w+) )?(?:литератур[аы]|источник(?:и|ов))"
           r"(?: и источник(?:и|ов)| и литератур[аы])?"),
    ("ru", r"список использованн\w+ (?:литературы|источников)(?: и литературы)?"),
    ("ru", r"библиографическ(?:ий ?список|ие ссылки)|библиография|пристатейный список литературы"),
    ("en", r"references?(?: list)?|bibliography|list of references|literature cited|works cited"),
    ("kk", r"(?:пайдаланылған |пайдаланған )?(?:әдебиеттер|әдебиет)(?: тізімі)?"),
    ("ky", r"(?:колдонулган |пайдаланылган )?адабияттар(?:дын)?(?: тизмеси)?"),
    ("hy", r"(?:օգտագործված )?գրականությ(?:ուն|ան ցանկ|ան ցուցակ)|հղումներ|գրականության ցանկ"),
    ("be", r"(?:спіс )?(?:выкарыстан\w+ )?(?:літаратур[аы]|крыніц)"),
    ("uk", r"(?:список )?(?:використан\w+ )?літератур[аи]|список використаних джерел"),
)  # fmt: skip
_PREFIX = r"(?:(?:\d{1,2}|[ivx]{1,4})[.)]?\s+)?"
_PATTERNS = [(lang, re.compile(rf"^{_PREFIX}(?:{words})$")) for lang, words in _HEADINGS]


def heading_of(text: str) -> str | None:
    """The language code of a reference list's heading, or None if the text is no such heading."""
    given = " ".join(text.casefold().strip(" .:\ufeff").split())
    # "Список литературы / References" heads one list in both languages
    parts = [part.strip() for part in re.split(r"[/|]", given)]
    langs = [next((lang for lang, p in _PATTERNS if p.match(part)), None) for part in parts]
    return langs[0] if langs and all(langs) else None
