"""What repositories give over OAI-PMH: Dublin Core and its dialects, MODS, METS, DataCite, CERIF, theses."""
