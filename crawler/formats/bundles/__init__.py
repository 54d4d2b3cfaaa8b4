"""Files of Crossref, OpenAlex, OpenCitations and Cirtec."""
