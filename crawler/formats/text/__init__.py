"""Bytes and mark-up into text: character sets, entities, XML and its repair."""
