"""The envelope of OAI-PMH: pages, records, tokens, what a repository says of itself."""
