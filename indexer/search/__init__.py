"""Search: one interface, its backends, and everything about queries that no backend needs to know.

Import what you need from :mod:`indexer.search.interface` (structs, errors),
:mod:`indexer.search.backends` (:func:`~indexer.search.backends.open_backend`) and
:mod:`indexer.search.query` (:func:`~indexer.search.query.parse_query`).
"""
