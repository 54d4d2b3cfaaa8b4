"""People: which authors of which works are one person. Pure functions of the mentions alone.

A *mention* is one author of one work (:mod:`indexer.people.mention`). Two mentions can be one person only if they share
a block (:mod:`indexer.people.blocks`); :func:`indexer.people.clusters.persons` divides what blocks connect into people.
"""

from indexer.people.blocks import blocks
from indexer.people.clusters import Judged, Person, persons
from indexer.people.mention import Mention, mention_of, mentions_of

__all__ = ["Judged", "Mention", "Person", "blocks", "mention_of", "mentions_of", "persons"]
