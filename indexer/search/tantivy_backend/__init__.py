"""The embedded backend: a tantivy index in a folder. Only :mod:`indexer.search.backends` imports from here."""
