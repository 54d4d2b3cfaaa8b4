"""Normalises, deduplicates, matches and counts what the catalogue holds, and publishes it to the search index."""
