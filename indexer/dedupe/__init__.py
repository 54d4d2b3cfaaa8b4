"""Finds the records that describe one publication: blocking keys, scored pairs, constrained clusters."""
