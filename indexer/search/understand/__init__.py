"""What a scholar means by plain words: names with initials, years, places in a journal, another keyboard, a reference.

Pure but for :mod:`indexer.search.understand.asking`, which asks the index whether a reading finds something.
"""
