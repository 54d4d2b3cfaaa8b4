from __future__ import annotations

from indexer.publish import document
from schemas import AttributedContributor, Container, Contributor, Identifier, PersonName, Work
from schemas.ids import public_id


def test_a_document_is_found_by_its_own_identifiers_its_journals_and_its_peoples() -> None:
    person = Contributor(
        names=(PersonName(literal="Әбішев Қ."),),
        identifiers=(Identifier("orcid", "0000-0002-1825-0097"), Identifier("spin", "1234-5678")),
    )
    work = Work(
        id=public_id(7),
        kind="held",
        identifiers=(Identifier("doi", "10.1000/1"),),
        container=Container(issn=("1234-5679",), isbn=("9780306406157",)),
        contributors=(AttributedContributor(contributor=person, key="abishev k"),) * 2,
    )
    assert document(work, 7, 0).identifiers == (
        Identifier("doi", "10.1000/1"),
        Identifier("issn", "1234-5679"),
        Identifier("isbn", "9780306406157"),
        Identifier("orcid", "0000-0002-1825-0097"),
    )
