from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.folding import fold
from indexer.text.turkic import as_turkic, typed_letters


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Jer turaly zan", "Жер туралы заң"),
        ("Zher turaly zang", "Жер туралы заң"),
        ("Qazaq jeri", "Қазақ жері"),
        ("Jer jönündö", "Жер жөнүндө"),
        ("Cer jönündö", "Жер жөнүндө"),
        ("Qyrgyz cerleri jönündö", "Кыргыз жерлери жөнүндө"),
        ("Жаны ѳнѳр", "Жаңы өнөр"),
        ("ѳлкѳ жѳнvндѳ", "өлкө жөнүндө"),
        ("тvшvнvк", "түшүнүк"),
        ("Oʻzbek tili tarixi", "Ўзбек тили тарихи"),
        ("Oʻzbek soʻzi", "ўзбек сўзи"),
        ("oʻqituvchi va oʻquvchi", "ўқитувчи ва ўқувчи"),
    ],
)
def test_turkic_texts_fold_alike(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    "text",
    [
        "Jahr für Jahr",
        "Jane Eyre",
        "los jóvenes españoles",
        "Kyūjitsu no jikan",
        "König Lear",
        "Cello für Anfänger",
    ],
)
def test_other_latin_texts_stay(text: str) -> None:
    assert as_turkic(text) == text


@pytest.mark.parametrize("text", ["Ганчароў", "Усё на ўлады", "Каваль ў полі", "ЎЛАДА І МОВА"])
def test_belarusian_stays(text: str) -> None:
    assert as_turkic(text) == text


@pytest.mark.parametrize("text", ["каѳедра", "Ѳедоръ", "ариѳметика", "Коринѳъ", "V век", "том v"])
def test_letters_that_mean_themselves_stay(text: str) -> None:
    assert typed_letters(text) == text


@given(st.text(alphabet="ўЎабвзықғіJjcnga ñğıturalyəѳvVöündoqrz", max_size=25))
def test_a_text_stays_as_it_is_meant(text: str) -> None:
    assert as_turkic(as_turkic(text)) == as_turkic(text)
    assert fold(fold(text)) == fold(text)
