"""Spiders by protocol: how to fetch. What the bytes mean is the formats' work."""
