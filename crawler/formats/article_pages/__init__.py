"""Web pages of articles: meta tags, JSON-LD, printed lists of references."""
