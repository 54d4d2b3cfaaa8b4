"""Which check looks at each column that repeats or sums up others; and why the rest have none.

``eaci check`` names its findings like this. A test holds that no column of the derived tables is forgotten.
"""

from __future__ import annotations

CHECKED: dict[str, dict[str, str]] = {
    "source": {"definition": "source", "country": "source", "generated": "source"},
    "run": {
        "parameters": "run", "checkpoint": "run", "pages": "run-page-count", "received": "run-ledger, run-pages",
        "new": "run-ledger, run-pages", "updated": "run-ledger, run-pages", "unchanged": "run-ledger, run-pages",
        "deleted": "run-ledger, run-pages", "quarantined": "run-ledger, run-pages",
    },
    "page": {
        "source": "page-source", "size": "page-bytes", "sha256": "page-bytes", "body": "page-bytes",
        "received": "page-ledger", "new": "page-ledger", "updated": "page-ledger", "unchanged": "page-ledger",
        "deleted": "page-ledger", "quarantined": "page-ledger, quarantine",
    },
    "record": {
        "source": "record-page", "identifier": "record-body", "number": "record-number", "deleted": "record-body",
        "content_hash": "record-body", "body": "record-body", "first_run": "record-first-run",
        "last_run": "record-last-run",
    },
    "description": {
        "number": "description-record", "deleted": "description", "content_hash": "description", "body": "description",
    },
    "quarantine": {
        "source": "quarantine-page", "run_id": "quarantine-page", "format": "quarantine-page",
        "body": "quarantine-bytes",
    },
    "judgement": {
        "left_source": "judgement-left", "left_identifier": "judgement-left", "right_source": "judgement-right",
        "right_identifier": "judgement-right",
    },
    "meta": {"value": "curated-sources"},
    "pending": {"stage": "pending-stage", "item": "up-to-date"},
    "profile": {
        "record_id": "profile-record", "body": "profile", "year": "profile", "work": "record-cluster, work-number",
    },
    "key_list": {
        "of": "record-key-list, work-key-list, reference-key-list, person-key-list", "item": "key-list-owner",
        "own": "record-key-list, work-key-list, reference-key-list, person-key-list",
        "entered": "record-keys, work-keys, reference-keys, person-keys",
    },
    "record_key": {"key": "record-keys", "record_id": "record-keys"},
    "work_key": {"key": "work-keys", "work": "work-keys"},
    "reference_key": {"key": "reference-keys", "reference_id": "reference-keys"},
    "pair": {
        "left_id": "pair, pair-left", "right_id": "pair, pair-right", "score": "pair", "rule": "pair", "veto": "pair",
        "features": "pair",
    },
    "work": {
        "number": "record-work, work-records, work-references", "kind": "work-kind", "title": "work-title",
        "year": "work-year", "type": "work-type", "body": "work-body", "profile": "work-profile",
        "cited_by": "count-cited_by", "cited_by_others": "count-cited_by_others", "cites": "count-cites",
    },
    "work_author": dict.fromkeys(("work", "position", "key", "name", "orcid"), "work-author, work-authors"),
    "work_country": dict.fromkeys(("work", "country", "basis"), "work-country, work-countries"),
    "work_journal": dict.fromkeys(("work", "journal"), "work-journal, work-journals"),
    "work_region": dict.fromkeys(("work", "region"), "work-region, work-regions"),
    "work_institution": dict.fromkeys(("work", "institution", "evidence"), "work-institution, work-institutions"),
    "mentions": {"work": "mentions, work-mentions", "body": "work-mentions"},
    "person_key": {"key": "person-keys", "work": "person-keys"},
    "person_mention": dict.fromkeys(("work", "position", "slot", "person"), "person-mention, person-author"),
    "person": dict.fromkeys(("number", "name", "works"), "person, person-works"),
    "person_perhaps": dict.fromkeys(("person", "other"), "person-perhaps, person-other"),
    "reference": {
        "id": "reference-number", "record_id": "reference-number, reference-record", "position": "reference-number",
        **dict.fromkeys(
            ("raw", "lang", "list_id", "fields", "fields_given", "number", "profile", "paired_with"), "reference-text"
        ),
        "status": "reference-status", "target": "reference-target, reference-group, reference-unlinked",
        "rule": "reference-rule", "score": "reference-score", "runner_up": "reference-runner_up",
        "runner_up_score": "reference-runner_up_score", "reason": "reference-reason",
    },
    "citation": {
        "citing": "citation, citation-citing", "cited": "citation, citation-cited",
        "reference_id": "citation, citation-reference", "self_citation": "citation",
        "possible_self": "citation",
    },
    "country_set": {"countries": "matrix", "works": "matrix"},
    "country_flow": dict.fromkeys(("citing", "cited", "citations", "self_citations", "possible_self"), "matrix"),
    "outbox": {"work": "index"},
    "set_aside": {"stage": "set-aside", "item": "set-aside"},
}  # fmt: skip
"""Table → column → the checks."""

REASONS: dict[str, str] = {
    "source": "`enabled`, `schedule` and the dates of runs are set and not copied from anywhere",
    "run": "states and times are what happened; nothing else says the same",
    "run_log": "lines as they were written; nothing else says the same",
    "page": "address, format, status and time are as received; what of a page's records is new or unchanged was known "
    "at that moment only",
    "record": "`datestamp` follows the source while the body does not change; `changed_at` is a time; which page "
    "brought a record last is known from no other row",
    "quarantine": "why something was rejected, and what was decided about it, is said there alone",
    "judgement": "what people decided",
    "person_judgement": "what people decided; a decision about a record that is gone waits until it is back",
    "account": "names, hashes and roles as they were given",
    "audit": "what people did, said there alone",
    "meta": "dates, the measured blocks (counted again by the indexer) and marks of work in progress",
    "provided": "when something was told to other harvesters is said there alone; each publication compares the rest",
    "pending": "`revision` counts changes that came meanwhile",
    "set_aside": "why and when an item was set aside is said there alone; each is a finding until it is not",
    "outbox": "`revision` likewise; that the index has what it should have is compared work by work",
}
"""Table → why its other columns have no check."""
