"""Errors of the DuckDB store."""

from __future__ import annotations

from geo.errors.base import AmparoError


class StoreError(AmparoError):
    """Base class of errors of the store."""

    key = "error.store"


class StoreBusyError(StoreError):
    """Another program holds the file."""

    key = "error.store_busy"


class StoreUnreadableError(StoreError):
    """The file is not a store, is damaged, or was written by a newer version."""

    key = "error.store_unreadable"


class WriteConflictError(StoreError):
    """Concurrent writers conflicted at every attempt."""

    key = "error.write_conflict"


class DiskFullError(StoreError):
    """The disk is full."""

    key = "error.store_full"


class StoreReadOnlyError(StoreError):
    """The disk has become read-only."""

    key = "error.store_read_only"


class BackupError(StoreError):
    """A backup cannot be written, or the file is not a backup."""

    key = "error.backup"


class BackupUnprotectedError(StoreError):
    """A backup has no passphrase, although one was to be expected."""

    key = "error.backup_unprotected"


class StoreFolderError(StoreError):
    """The data folder cannot be created, or is not writable."""

    key = "error.store_folder"


class StoreFolderLinkError(StoreError):
    """The data folder is a symbolic link."""

    key = "error.store_folder_link"


class StoreFolderOwnerError(StoreError):
    """The data folder belongs to another user of the machine."""

    key = "error.store_folder_owner"


class StoreLockedError(StoreError):
    """The file is encrypted, and no passphrase was given."""

    key = "error.store_locked"


class WrongPassphraseError(StoreError):
    """The passphrase is wrong; nothing was changed."""

    key = "error.passphrase_wrong"


class StoreUnprotectedError(StoreError):
    """A passphrase was given for an unencrypted file."""

    key = "error.store_unprotected"


class PassphraseTooShortError(StoreError):
    """A new passphrase is too short."""

    key = "error.passphrase_short"


class StoreProtectedError(StoreError):
    """The file has a passphrase already."""

    key = "error.store_protected"
