"""MARC 21, UNIMARC, RUSMARC and their files: ISO 2709, MARCXML, IRBIS64 text, oai_marc."""
