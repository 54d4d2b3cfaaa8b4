"""The Elasticsearch backend: an index on a cluster of one or more nodes."""
