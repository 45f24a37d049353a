"""Faults of the one DuckDB file."""

from __future__ import annotations

from geo.errors.base import AmparoError


class StoreError(AmparoError):
    """Something about the one DuckDB file."""

    key = "error.store"


class StoreBusyError(StoreError):
    """Another program holds the file."""

    key = "error.store_busy"


class StoreUnreadableError(StoreError):
    """The file is not a store of ours, or it is damaged, or newer than this program."""

    key = "error.store_unreadable"


class WriteConflictError(StoreError):
    """Two writers met on the same rows more often than we try again."""

    key = "error.write_conflict"


class DiskFullError(StoreError):
    """The disk takes nothing more."""

    key = "error.store_full"


class StoreReadOnlyError(StoreError):
    """The disk may not be written on any more: it failed, or somebody closed it to writing."""

    key = "error.store_read_only"


class BackupError(StoreError):
    """A backup that cannot be written there, or is not a backup."""

    key = "error.backup"


class StoreFolderError(StoreError):
    """The folder of the installation cannot be made, or not be written in."""

    key = "error.store_folder"


class StoreLockedError(StoreError):
    """The file is protected, and nobody has said its passphrase yet."""

    key = "error.store_locked"


class WrongPassphraseError(StoreError):
    """The passphrase is not the one of the file; nothing was changed."""

    key = "error.passphrase_wrong"


class StoreUnprotectedError(StoreError):
    """A passphrase was given for a file that has none."""

    key = "error.store_unprotected"


class PassphraseTooShortError(StoreError):
    """A new passphrase that a machine would guess."""

    key = "error.passphrase_short"


class StoreProtectedError(StoreError):
    """A first passphrase was to be given to a file that has one."""

    key = "error.store_protected"
