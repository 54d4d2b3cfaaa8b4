"""The script-independent core: scripts, folding keys, names, identifiers, numerals,
journal titles.
"""
