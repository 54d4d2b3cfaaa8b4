"""A seeded, streaming generator of corpora: works, the sources' records of them, reference lists, and the truth.

Everything here is invented, and labelled so: the sources are called ``generated-…`` and the manifest says it. Work
number ``k`` of seed ``s`` is a function of ``(s, k)`` alone, so a corpus of any size needs the memory of one work.
"""
