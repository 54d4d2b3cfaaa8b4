"""The database itself: engines and transactions, the two dialects, bulk copying, backups."""
