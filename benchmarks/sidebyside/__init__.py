"""Embedded against production, side by side: ``benchmarks/run sidebyside [--works N]``, on one machine and one corpus.

The same generated records go into SQLite and tantivy, and into PostgreSQL and Elasticsearch, by the same code. At a
smaller size (``--pipeline``) the whole pipeline runs on both; at ``--works`` it runs once, on the embedded side,
and the finished catalogue is carried over to PostgreSQL table by table, so that publishing, sizes, searches and backups
are measured there at that size. The tables say which figure is of which.
"""
