"""Harvests publication records from the national bases into the catalogue."""
