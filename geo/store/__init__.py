"""The one DuckDB file of an installation: opening it, asking it, changing it, keeping its past."""

from geo.store.database import Store, Transaction, open_store

__all__ = ["Store", "Transaction", "open_store"]
