"""Vocabularies as data: countries, languages with the sources' odd codes, document types."""
