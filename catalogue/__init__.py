"""The system of record: tables, migrations and the repositories every room reads and writes through."""
