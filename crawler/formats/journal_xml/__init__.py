"""XML of journals: JATS, OJS's native XML, Crossref's deposits, PubMed."""
