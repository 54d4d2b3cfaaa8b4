"""A run from its first request to its ledger: claim, harvest, guard, sweep, outcome; replays and files."""
