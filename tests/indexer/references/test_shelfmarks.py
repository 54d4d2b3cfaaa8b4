"""Shelfmarks and private papers name no work; guides to archives and interviews in print do. Invented entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.shelfmarks import is_unpublished

PAPERS = """
РГАЛИ. Ф. 613. Оп. 1. Д. 4325. Л. 12.
НАРБ. – Ф. 4. Оп. 21. Д. 99. Л. 7 об.
НАРБ. Ф. 4п. Воп. 1. Спр. 15.
Нацыянальны архіў Рэспублікі Беларусь. – Ф. 4п. Воп. 1. Спр. 15. Арк. 12.
ГАРФ. Ф. Р-5446. Оп. 1. Д. 7.
ОР РНБ. Ф. 550. Ед. хр. 5. Л. 2.
Архив РАН. Фонд 2. Опись 1. Дело 5.
Доклад о школах. 1925 г. // РГАЛИ. Ф. 613. Оп. 1. Д. 4325. Л. 12.
Там же. Ф. 5. Оп. 1. Д. 7. Л. 2.
РГАЛИ. Ф. 613. Оп. 1. Д. 4325. URL: https://example.org/1
ЦДІАК України, ф. 442, оп. 1, спр. 15, арк. 4
ҚР ОМА. Қ. 64. Т. 1. І. 125. П. 5.
ҚР ОМА, 64-қор, 1-тізбе, 125-іс, 5-парақ
КР БМА. Ф. 10. Оп. 1. Д. 15. Л. 5.
КР БМА, фонд 10, каттама 1, иш 15, барак 4
ՀԱԱ, ֆ. 56, ց. 1, գ. 12, թ. 5:
RGALI. F. 613. Op. 1. D. 4325. L. 12.
RGASPI, fond 17, opis 2, delo 3, list 5
HAA, f. 56, ts. 1, g. 12, t. 5
РГБ НИОР. Ф. 93. К. 5. Ед. хр. 3.
АВП РФ. Ф. 059. Оп. 1. П. 2. Д. 3. Л. 4.
ГАРФ, ф. 5446, оп. 1, д. 7, лл. 1-5.
Архив УФСБ по Минской области. Д. 12345. Л. 5.
ҚР ОММ. 64-қ., 1-т., 125-іс, 5-п.
КР БМА, 10-фонд, 1-тизме, 15-иш, 4-барак
ՀԱԱ, ֆոնդ 56, ցուցակ 1, գործ 12, թերթ 5
National Archives of Armenia. Fund 56, List 1, File 12.
Информант: Иванова А. И., 1935 г.р.
Автордың далалық зерттеу материалдары, 2014
Автордун жеке архивинен
Аўтарскае інтэрв'ю, 2012.
Author's field data, 2012
Личный архив автора.
Из личного архива Петрова А. А.
Полевые материалы автора, 2014 г.
Полевые материалы автора: Иванова А. И., 1935 г.р., с. Корелы
Иванов А. А. Полевые материалы автора. 2014 г.
ПМА, 2014.
ПМА: Иванова А. И., 1935 г.р., д. Малые Корелы.
Интервью с Ивановым И. И., 12 мая 2014 г., Минск.
Асабісты архіў аўтара.
Палявыя матэрыялы аўтара, 2015.
Автордың жеке мұрағаты.
Автордың далалық материалдары, 2014 ж.
Автордун талаа материалдары, 2016-ж.
Հեղինակի դաշտային նյութեր, 2014:
ԴԱՆ, 2014:
Author's field notes, 2014.
Polevye materialy avtora, 2014.
Lichnyi arkhiv avtora.
Personal communication with A. Ivanov, 2014
"""

WORKS = """
Путеводитель по фондам ЦГА РК. Алматы, 2010.
Путеводитель по фондам ЦГА РК. Ф. 1–500. Оп. 1–3. Алматы: Ғылым, 2010. 300 с.
Фонд оценочных средств: учебник. М.: Наука, 2010.
Опись 1 фонда 17. Каталог // Архивы. 2010. № 5.
Письмо Горького // РГАЛИ. Ф. 1. Оп. 2. Д. 3 // Документы: сб. М., 1999. С. 5.
Орлов А. С. История. М.: Наука, 2010. 300 с. (РГБ. Ф. 1. Оп. 2. Д. 3)
Иванов Д. 3 дня в горах // Наука. 2010. № 3. С. 5.
Смирнов Ф. Д. 3D-печать. М.: Наука, 2001. 200 с.
Smirnov F. D. 3D printing. Nature. 2010. 5. 12.
Brown F 2014 Phys. Rev. D 89 014322
Ф. М. Достоевский. Т. 5. Д. 3. Письма. М., 1990.
Қ. Т. Жұмабаев. Шығармалар. Т. 2. Б. 45
Архив Маркса и Энгельса. Т. 5. М., 1938.
Жеке архивтер тарихы. Алматы: Ғылым, 2010.
Личный архив: повести. М.: Эксмо, 2010. 300 с.
Полевые материалы по фольклору. Минск, 2010. 200 с.
Интервью с академиком Ивановым // Наука. 2014. № 3. С. 5–9.
Interview with Rorty. Theory Soc. 2001;12(3):4-9.
Dan Brown. Inferno. 2010.
Kim F. 12 Op. cit. P. 5
Schubert F. 3 Klavierstücke. Op. 5. D. 946. Wien: Universal, 1900.
Личные архивы ученых // Архивы. 2001. № 3. С. 5–9.
Archive of Applied Mechanics. 2010. Vol. 80. P. 5-9.
Интервью как метод. М., 2001. 200 с.
"""


@pytest.mark.parametrize("raw", PAPERS.strip().splitlines())
def test_papers_that_nobody_published(raw: str) -> None:
    assert is_unpublished(raw)


@pytest.mark.parametrize("raw", WORKS.strip().splitlines())
def test_works(raw: str) -> None:
    assert not is_unpublished(raw)


@given(
    st.integers(1, 9999),
    st.integers(1, 99),
    st.integers(1, 999),
    st.sampled_from([". ", ", ", " "]),
)
def test_any_numbers_make_a_shelfmark(holding: int, inventory: int, file: int, mark: str) -> None:
    assert is_unpublished(f"ЦГА КР. Ф. {holding}{mark}Оп. {inventory}{mark}Д. {file}")


@given(st.text(alphabet="Ф.Оп.Д. 123Л.«»//:,ПМА\n", max_size=60))
def test_any_text_is_read(raw: str) -> None:
    is_unpublished(raw)
