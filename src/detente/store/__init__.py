"""What one node keeps: the log, the record of acts, drafts, and the few rows that change.

SQLite by default, PostgreSQL by URL. What a State has said and what was done only grows; a list of
tables whose rows change is in `detente.store.schema`. Only the desk uses this room.

What the log shows is read with `detente.store.proofs` and `detente.store.words`.
"""

from detente.store.backup import backup, copy_file, restore
from detente.store.checking import check
from detente.store.filing import file
from detente.store.opened import Store, open_store
from detente.store.rows import Writing, append, change, remove
from detente.store.schema import table

__all__ = [
    "Store",
    "Writing",
    "append",
    "backup",
    "change",
    "check",
    "copy_file",
    "file",
    "open_store",
    "remove",
    "restore",
    "table",
]
