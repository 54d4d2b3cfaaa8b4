"""The stages by which a change in the catalogue becomes works, citations, counts and search documents.

============  ==============  ======================================================================================
stage         item            what it does
============  ==============  ======================================================================================
normalise     record          profile, list of blocking keys, references parsed and paired
record-keys   record          enters its keys into the key table; drops pairs that no longer share enough
pair          record          compares it with the records that share a key; keeps scores, features, vetoes
cluster       record          clusters the connected component; says which work holds which record
merge         work            describes a held work from its records; its list of keys, authors, countries, institutions
…-keys        both            "reference-keys", "work-keys": the same for references and works; a work whose keys change
                              has the references matched again that it concerns
person-keys   work            enters the blocks of its authors, and has the people looked for again whom they may be
people        block           clusters the authors whom its blocks connect; says which author is which person
person        person          a person's name and number of works; nobody's person goes
match         reference       links it to a held work, or says why not
group         reference       unmatched references that mean the same become one cited-only work
describe      work            describes a cited-only work from its references
cite          citing work     its citations; self-citations, certain and possible, marked
count         work            citation counts
============  ==============  ======================================================================================

Each stage works off its list (:mod:`catalogue.derived.tasks`) in batches. It reads and computes while others may
write, says
:func:`catalogue.database.transactions.start_writing`, and writes: what a batch derives, what it puts on the lists of
later stages and what it takes off its own are committed together, so a kill at any point loses and repeats nothing.
Where that is much, it is committed in slices whose repetition does no harm, the item's own list last. A stage begins
when the ones before it have nothing left.

Every result is a function of the records and judgements in the catalogue alone, never of the order in which changes
came: so an increment ends in the same state as a rebuild. What a change touches is found by joins on keys; nothing asks
the database once per record.
"""
