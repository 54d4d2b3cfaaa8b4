"""What the search box asks of a catalogue: here of one that holds nothing but a citation."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.tables import citation
from indexer.search.understand.library import catalogue_library


def test_the_answers_of_a_catalogue(engine: Engine) -> None:
    link = {"citing": 1, "cited": 2, "reference_id": 1, "self_citation": False}
    with writing(engine) as connection:
        connection.execute(insert(citation).values(**link))
    library = catalogue_library(lambda: reading(engine))
    assert library.across is not None
    assert list(library.across(True, [1])) == [2]
    assert list(library.across(False, [2])) == [1]
    assert library.recognise("Иванов И. И. Рост цен // Вопросы экономики. 2013. № 2. С. 4.") is None
