"""Checks a reference list: what each reference means here, and what it should say."""
