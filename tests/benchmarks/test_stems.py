"""The cost of stems is measured on generated works, in every language."""

from __future__ import annotations

from pathlib import Path

from benchmarks.stems import measured
from indexer.search.interface import SearchDocument
from schemas.record import LocalizedText


def test_every_language_is_timed(tmp_path: Path) -> None:
    texts = {"ru": "Рост цен", "kk": "Қазақ тілі", "ky": "Кыргыз тили", "be": "Мова", "hy": "Լեզու"}
    titles = tuple(LocalizedText(text, lang) for lang, text in texts.items())
    document = SearchDocument(number=1, id="1", titles=titles, generated=True)
    figures = measured([document], tmp_path / "index")
    speeds = figures["distinct words a second"]
    assert speeds.pop("en") == 0
    assert all(speeds.values())
    assert figures["index bytes"] > 0
