"""An OAI-PMH 2.0 harvest without the network: what was answered goes in, what to do and to ask next comes out.

:class:`crawler.oai.harvest.OaiHarvest` is composed of the parts in this room. None of them sends, waits, reads the
clock or writes; :mod:`crawler.spiders.oai_pmh` does that for them.
"""
