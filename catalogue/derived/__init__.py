"""What the indexer derives from records and decisions: works, counts, flows and what is left to do."""
