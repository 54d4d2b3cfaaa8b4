"""The system of record: tables, migrations, and the functions that read and write them.

Of the other rooms the indexer alone uses the tables themselves: a stage is a set query over them.
"""
