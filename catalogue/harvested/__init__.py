"""What sources gave: runs, pages, records, quarantine and what waits for approval. Written by the crawler."""
