"""The DuckDB file of an installation: connection, queries, transactions, history, audit, backup."""

from geo.store.database import Store, Transaction
from geo.store.opening import open_store

__all__ = ["Store", "Transaction", "open_store"]
