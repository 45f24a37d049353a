"""A first passphrase, or another one: the file is written anew, and the audit log says so."""

from __future__ import annotations

from geo.errors import StoreProtectedError, WrongPassphraseError
from geo.store.actor import current_actor
from geo.store.audit import write_audit_line
from geo.store.database import Store


def set_passphrase(store: Store, new_passphrase: str) -> None:
    """
    Protect a store that has no passphrase yet.

    Raises
    ------
    StoreProtectedError
        If it has one: to change it, one must know it.
    PassphraseTooShortError
        If the new one is too short.
    """
    if store.is_protected:
        raise StoreProtectedError(file=store.path.name)
    store.protect(new_passphrase)
    write_audit_line(store, current_actor(), "passphrase_set", {})


def change_passphrase(store: Store, *, current_passphrase: str, new_passphrase: str) -> None:
    """
    Give a protected store another passphrase. Backups made before keep the one they had.

    Raises
    ------
    WrongPassphraseError
        If the current one is not the one of the file, or it has none; nothing is changed.
    PassphraseTooShortError
        If the new one is too short.
    """
    if not store.verify_passphrase(current_passphrase):
        raise WrongPassphraseError(file=store.path.name)
    store.protect(new_passphrase)
    write_audit_line(store, current_actor(), "passphrase_changed", {})
