"""Every table of the catalogue, in SQLAlchemy Core. Times are ISO 8601 UTC texts; structs are stored as JSON bytes.

Three groups: what was harvested (source … deletion), what people decided (judgement … audit), and what the indexer
derives from these two (:data:`DERIVED`: pending … outbox), which can be emptied and filled again. Beside them ``meta``
holds single values that the indexer remembers, and ``provided`` what it has told to other harvesters.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column declared INTEGER.
_RowId = BigInteger().with_variant(Integer, "sqlite")


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


source = Table(
    "source",
    metadata,
    Column("name", Text, primary_key=True),
    Column("definition", LargeBinary, nullable=False),  # the source file as JSON
    Column("country", Text),
    Column("generated", Boolean, nullable=False, server_default=false()),
    # The next two start as the file says; what an administrator sets here outlives later files.
    Column("enabled", Boolean, nullable=False, server_default=false()),
    Column("schedule", Text),
    Column("last_response_date", Text),  # of the last run that succeeded: the next run's `from`
    Column("last_run_at", Text),
)

run = Table(
    "run",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("source", Text, ForeignKey("source.name"), nullable=False, index=True),
    Column("mode", Text, nullable=False),  # incremental | full | import | replay | reparse | undo
    Column("parameters", LargeBinary, nullable=False),
    Column(
        "state", Text, nullable=False, index=True
    ),  # requested | running | succeeded | failed | held
    Column("requested_by", Text),
    Column("requested_at", Text, nullable=False),
    Column("started_at", Text),
    Column("heartbeat_at", Text),
    Column("finished_at", Text),
    Column("worker", Text),
    Column("checkpoint", LargeBinary),
    Column("message", Text),
    _count("pages"),
    _count("received"),
    _count("new"),
    _count("updated"),
    _count("unchanged"),
    _count("deleted"),
    _count("quarantined"),
    # succeeded, but much of it is not usable: the message says what
    Column("reservations", Boolean, nullable=False, server_default=false()),
)

run_log = Table(
    "run_log",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("run_id", _RowId, ForeignKey("run.id"), nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("level", Text, nullable=False),  # info | warning | error
    Column("message", Text, nullable=False),
)

page = Table(
    "page",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("run_id", _RowId, ForeignKey("run.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("format", Text, nullable=False),
    Column("status", Integer),
    Column("fetched_at", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zlib
    _count("received"),
    _count("new"),
    _count("updated"),
    _count("unchanged"),
    _count("deleted"),
    _count("quarantined"),
)

record = Table(
    "record",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("identifier", Text, nullable=False),
    Column("number", BigInteger, nullable=False, unique=True),  # the work number it owns
    Column("datestamp", Text),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Column("content_hash", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("page_id", _RowId, ForeignKey("page.id"), nullable=False, index=True),
    Column("first_run", _RowId, nullable=False),
    Column("last_run", _RowId, nullable=False),
    Column("changed_at", Text, nullable=False),
    UniqueConstraint("source", "identifier"),
)

# What a source with two formats says in each of them; see catalogue/harvested/descriptions.py
description = Table(
    "description",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # of the record
    Column("leads", Boolean, primary_key=True),  # in the first of the two formats
    Column("format", Text, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("page_id", _RowId, ForeignKey("page.id"), nullable=False),
    Column("last_run", _RowId, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False, index=True),
    Column("run_id", _RowId, ForeignKey("run.id"), nullable=False, index=True),
    Column("page_id", _RowId, ForeignKey("page.id"), nullable=False, index=True),
    Column("identifier", Text),
    Column("format", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zlib
    Column("created_at", Text, nullable=False),
    Column("resolved_at", Text),
    Column("resolution", Text),
    Column("datestamp", Text),  # of a deletion that waits
    Column("dismissed", Boolean, nullable=False, server_default=false()),
    Column("said", Text),  # of a dismissed item: the hash of what its bytes say
    Column("same_as", _RowId),  # the dismissed item whose bytes came again
)

# What was decided about deletions; see catalogue/harvested/deletions.py
deletion = Table(
    "deletion",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False),
    Column("identifier", Text, nullable=False),
    Column("datestamp", Text, nullable=False, server_default=text("''")),  # "" = just not listed
    Column("verdict", Text, nullable=False),  # carry-out | refuse
    Column("decided_by", Text),  # nobody: so few are believed unasked
    Column("decided_at", Text, nullable=False),
    Column("run_id", _RowId, nullable=False),  # that told it
    Column("page_id", _RowId, nullable=False),  # that told it; once carried out, the record's
    Column("item", _RowId),  # in quarantine
    Column("done_in", _RowId),  # the run
    Column("done_at", Text),
    Column("before", LargeBinary),  # the record as it was, until it is too late for an undo
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("left_source", Text, nullable=False),
    Column("left_identifier", Text, nullable=False),
    Column("right_source", Text, nullable=False),
    Column("right_identifier", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # same | different
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("note", Text),
    Column("withdrawn_at", Text),
)

# Who is one person and who is not; see catalogue/decided/people.py
person_judgement = Table(
    "person_judgement",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("left_source", Text, nullable=False),
    Column("left_identifier", Text, nullable=False),
    Column("left_slot", Integer, nullable=False),  # which of the record's authors
    Column("left_name", Text, nullable=False),
    Column("right_source", Text, nullable=False),
    Column("right_identifier", Text, nullable=False),
    Column("right_slot", Integer, nullable=False),
    Column("right_name", Text, nullable=False),
    Column("verdict", Text, nullable=False),  # same | different
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("note", Text),
    Column("withdrawn_at", Text),
)

account = Table(
    "account",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),  # administrator | reader
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Text, nullable=False),
    _count("epoch"),  # a higher one ends the sessions of all lower ones
)

# Who tried to log in, so that all processes of the site count together; see catalogue/decided/logins.py
login_attempt = Table(
    "login_attempt",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False, index=True),
    Column("account", Text, nullable=False),  # a digest of the name that was typed
    Column("address", Text, nullable=False),
)

# Sessions that somebody ended, for as long as their cookies would still be good
ended_session = Table(
    "ended_session",
    metadata,
    Column("session", Text, primary_key=True),
    Column("ended_at", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# What is left to do, by stage (see indexer/stages). `revision` tells a change that came while the item was in work.
pending = Table(
    "pending",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("item", BigInteger, primary_key=True),
    Column("revision", Integer, nullable=False, server_default=text("0")),
)

profile = Table(
    "profile",
    metadata,
    Column("record_id", _RowId, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("year", Integer),  # as in the body, for those who only look at the year
    Column("work", BigInteger, index=True),  # the work that holds the record now
)

# The key tables have no row ids on SQLite: a third less to write and to keep. They are written in large parts in the
# order of their keys (see indexer/stages/enter.py), and read by key only.
record_key = Table(
    "record_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("record_id", _RowId, primary_key=True),
    sqlite_with_rowid=False,
)

# Which keys each item has; see indexer/keys/lists.py
key_list = Table(
    "key_list",
    metadata,
    Column(
        "of", Text, primary_key=True
    ),  # record | work | reference | person: of the authors of a work
    Column("item", BigInteger, primary_key=True),
    Column("own", LargeBinary, nullable=False),
    Column("entered", LargeBinary),  # what its key table has, until that is the same
    sqlite_with_rowid=False,
)

pair = Table(
    "pair",
    metadata,
    Column("left_id", _RowId, primary_key=True),
    Column("right_id", _RowId, primary_key=True, index=True),
    Column("score", Float, nullable=False),
    Column("rule", Text, nullable=False),
    Column("veto", Text),
    Column("features", LargeBinary, nullable=False),
)

work = Table(
    "work",
    metadata,
    Column("number", BigInteger, primary_key=True),
    Column("kind", Text, nullable=False, index=True),  # held | cited-only
    Column("title", Text, nullable=False),
    Column("year", Integer, index=True),
    Column("type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("profile", LargeBinary, nullable=False),
    _count("cited_by"),
    _count("cited_by_others"),  # without self-citations
    _count("cites"),
)

work_key = Table(
    "work_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("work", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

work_author = Table(
    "work_author",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("orcid", Text),
)

work_country = Table(
    "work_country",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("country", Text, primary_key=True, index=True),
    Column(
        "basis", Text, nullable=False
    ),  # as schemas.work.CountryBasis; one for all rows of a work
)

# Regions of the members by ISO 3166-2, where an affiliation names one
work_region = Table(
    "work_region",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("region", Text, primary_key=True, index=True),
)

# Journals by each ISSN and each folded title that records give them; see indexer/journal_keys.py
work_journal = Table(
    "work_journal",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("journal", Text, primary_key=True, index=True),
)

work_institution = Table(
    "work_institution",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("institution", Text, primary_key=True, index=True),
    Column("evidence", Text, nullable=False),
)

# What tells the authors of a held work from others; see indexer/people/packed.py
mentions = Table(
    "mentions",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Which works have an author in the block of a key: only authors who share a block can be one person
person_key = Table(
    "person_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("work", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

# Who an author of a held work is. `slot` is the end of the number that the author owns; see schemas/ids.py
person_mention = Table(
    "person_mention",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("slot", Integer, nullable=False),
    Column("person", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

person = Table(
    "person",
    metadata,
    Column("number", BigInteger, primary_key=True),
    Column("name", Text, nullable=False),
    Column("works", Integer, nullable=False),
)

# Who may be the same person, each pair in both directions
person_perhaps = Table(
    "person_perhaps",
    metadata,
    Column("person", BigInteger, primary_key=True),
    Column("other", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

reference = Table(
    "reference",
    metadata,
    Column("id", _RowId, primary_key=True, autoincrement=False),
    Column("record_id", _RowId, nullable=False),
    Column("position", Integer, nullable=False),
    Column("raw", Text, nullable=False),
    Column("lang", Text),
    Column("list_id", Text, nullable=False),
    Column("fields", LargeBinary, nullable=False),  # given by the source, else parsed
    Column("fields_given", Boolean, nullable=False),
    Column("number", BigInteger, nullable=False, index=True),  # the cited-only work number it owns
    Column("profile", LargeBinary, nullable=False),
    # position of its twin in the other list of a bilingual pair, or of the entry above that it stands for
    Column("paired_with", Integer),
    Column("status", Text, nullable=False),  # as in schemas.work.ReferenceStatus
    Column("target", BigInteger, index=True),  # the work it cites
    Column("rule", Text),
    Column("score", Float),
    Column("runner_up", BigInteger, index=True),
    Column("runner_up_score", Float),
    Column("reason", Text),
    UniqueConstraint("record_id", "position"),
)

reference_key = Table(
    "reference_key",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("reference_id", _RowId, primary_key=True),
    sqlite_with_rowid=False,
)

citation = Table(
    "citation",
    metadata,
    Column("citing", BigInteger, primary_key=True),
    Column("cited", BigInteger, primary_key=True, index=True),
    Column("reference_id", _RowId, nullable=False),
    Column(
        "self_citation", Boolean, nullable=False
    ),  # certainly: a person or a personal identifier in common
    # names that may be one person's, where nothing says that they are not; never both
    Column("possible_self", Boolean, nullable=False, server_default=false()),
)

# Sums for the integration matrix by sets of countries; see catalogue/derived/flow_sums.py
country_set = Table(
    "country_set",
    metadata,
    Column("countries", Text, primary_key=True),
    Column("works", Integer, nullable=False),
)

country_flow = Table(
    "country_flow",
    metadata,
    Column("citing", Text, primary_key=True),
    Column("cited", Text, primary_key=True),
    Column("citations", Integer, nullable=False),
    Column("self_citations", Integer, nullable=False),
    _count("possible_self"),
)

# What a stage of the indexer could not work on, by the stage whose list holds such items; see
# catalogue/derived/set_aside.py
set_aside = Table(
    "set_aside",
    metadata,
    Column("stage", Text, primary_key=True),
    Column("item", BigInteger, primary_key=True),
    Column("what", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("work", BigInteger, primary_key=True),
    Column("revision", Integer, nullable=False, server_default=text("0")),
)

# What the OAI-PMH provider says of works that are or were held: when each last changed, and whether it is gone. It
# remembers, so a rebuild leaves it as it is; see indexer/provided.py
provided = Table(
    "provided",
    metadata,
    Column("work", BigInteger, primary_key=True, autoincrement=False),
    Column("datestamp", Text, nullable=False),  # UTC, to the second
    Column("deleted", Boolean, nullable=False),
    Column("digest", BigInteger, nullable=False),  # of what it says
    Column("sets", Text, nullable=False),  # " country:KZ source:name "
)

Index("ix_provided_datestamp_work", provided.c.datestamp, provided.c.work)
Index("ix_login_attempt_account_at", login_attempt.c.account, login_attempt.c.at)
Index("ix_login_attempt_address_at", login_attempt.c.address, login_attempt.c.at)
Index("ix_quarantine_source_identifier", quarantine.c.source, quarantine.c.identifier)
Index("ix_deletion_source_identifier", deletion.c.source, deletion.c.identifier)
Index("ix_deletion_item", deletion.c.item)
Index("ix_deletion_source_done_at", deletion.c.source, deletion.c.done_at)
Index("ix_judgement_left", judgement.c.left_source, judgement.c.left_identifier)
Index("ix_judgement_right", judgement.c.right_source, judgement.c.right_identifier)
Index(
    "ix_person_judgement_left", person_judgement.c.left_source, person_judgement.c.left_identifier
)
Index(
    "ix_person_judgement_right",
    person_judgement.c.right_source,
    person_judgement.c.right_identifier,
)
Index("ix_run_log_run_id_id", run_log.c.run_id, run_log.c.id)
Index("ix_work_kind_cited_by", work.c.kind, work.c.cited_by)

DERIVED = (
    pending, profile, key_list, record_key, pair, work, work_key, work_author, work_country, work_institution,
    work_region, work_journal, mentions, person_key, person_mention, person, person_perhaps, reference, reference_key,
    citation, country_set, country_flow, set_aside, outbox,
)  # fmt: skip
"""The tables that an `index --rebuild` empties and fills again."""
