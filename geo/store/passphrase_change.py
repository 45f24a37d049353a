"""Setting and changing the passphrase of a store, recorded in the audit log."""

from __future__ import annotations

from geo.errors import StoreProtectedError, WrongPassphraseError
from geo.store.actor import current_actor
from geo.store.audit import write_audit_line
from geo.store.database import Store


def set_passphrase(store: Store, new_passphrase: str) -> None:
    """
    Encrypt a store that has no passphrase yet.

    Raises
    ------
    StoreProtectedError
        If it has one: `change_passphrase` requires the current one.
    PassphraseTooShortError
        If the new one is too short.
    """
    if store.is_protected:
        raise StoreProtectedError(file=store.path.name)
    store.protect(new_passphrase)
    write_audit_line(store, current_actor(), "passphrase_set", {})


def change_passphrase(store: Store, *, current_passphrase: str, new_passphrase: str) -> None:
    """
    Change the passphrase of an encrypted store. Earlier backups keep their own passphrase.

    Raises
    ------
    WrongPassphraseError
        If the current one is wrong, or the store has none; nothing is changed.
    PassphraseTooShortError
        If the new one is too short.
    """
    if not store.verify_passphrase(current_passphrase):
        raise WrongPassphraseError(file=store.path.name)
    store.protect(new_passphrase)
    write_audit_line(store, current_actor(), "passphrase_changed", {})
