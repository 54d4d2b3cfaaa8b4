"""Reads references, pairs bilingual lists and matches references to works. Pure functions throughout."""
