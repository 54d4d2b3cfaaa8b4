"""Measuring on labelled sets: one module a kind of set."""
