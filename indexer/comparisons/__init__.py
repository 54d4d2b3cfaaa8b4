"""Compares what stands in the catalogue with what the stages derive today, reading only: nothing is written.

A sample by default, everything where asked. Each comparison calls the reading half of the stage that writes the column,
so the two cannot come to disagree; what it finds names the stage and the item, and that stage mends it. Which check
looks at which column stands in :mod:`indexer.comparisons.columns`.
"""
