"""Visitors who mean harm: what their addresses cost, and what becomes of processes and figures under their requests."""
