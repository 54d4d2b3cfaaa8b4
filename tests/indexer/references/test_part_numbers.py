"""Numbers of parts and volumes in the texts of references, in all languages; the texts are invented."""

from __future__ import annotations

import pytest

from indexer.references.part_numbers import part_numbers, volume_numbers


@pytest.mark.parametrize(
    ("raw", "parts", "volumes"),
    [
        ("Котов И. Л. Реки Алтая. Ч. II. М. : Наука, 1999. 300 с.", {"2"}, set()),
        ("Котов И. Л. Реки Алтая: в 2 ч. Ч. 1. М. : Наука, 1999. 300 с.", {"1"}, set()),
        ("Котов И. Л. Реки Алтая. Часть 3 // Природа. Ч. 5. 1999.", {"3"}, set()),
        ("Котов И. Л. Реки: в 3 т. Т. 2. М. : Наука, 1999. 300 с.", set(), {"2"}),
        ("Котоў І. Л. Рэкі. Частка II. Мінск, 1999.", {"2"}, set()),
        ("Қасымов Ә. Өзендер. 3-бөлім. Алматы, 1999.", {"3"}, set()),
        ("Қасымов Ә. Өзендер. II бөлім. Алматы, 1999.", {"2"}, set()),
        ("Касымов А. Суулар. 2-бөлүк. Бишкек, 1999.", {"2"}, set()),
        ("Հակոբյան Ա. Գետեր. Մաս 2. Երևան, 1999։", {"2"}, set()),
        ("Հակոբյան Ա. Գետեր. Հ. 4. Երևան, 1999։", set(), {"4"}),
        ("Kotov I. L. Reki Altaya. Chast' 2. Moscow, 1999.", {"2"}, set()),
        ("Kotoŭ I. Rèki. Častka III. Minsk, 1999.", {"3"}, set()),
        ("Kotov, I. (1999). Rivers: Part 2. Moscow: Nauka.", {"2"}, set()),
        ("Kotov, I. (1999). Rivers. Vol. 2. Moscow: Nauka.", set(), {"2"}),
        ("Kotov, T. I. (1999). Rivers. Moscow: Nauka.", set(), set()),  # initials
        ("Котов Т. И. Часть целого. М., 1999.", set(), set()),
        ("Котов И. Л. В 3 ч. пополудни. М., 1999.", set(), set()),
        ("Котов И. Л. Часть 1999 года. М., 1999.", set(), set()),
        ("", set(), set()),
    ],
)
def test_parts_and_volumes(raw: str, parts: set[str], volumes: set[str]) -> None:
    assert (part_numbers(raw), volume_numbers(raw)) == (parts, volumes)
