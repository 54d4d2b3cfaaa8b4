"""Readers of values that every format shares: dates, names, identifiers, types, places in a journal."""
