"""A first passphrase, or another one: the file is written anew, and the audit log says so."""

from __future__ import annotations

from geo.errors import StoreProtectedError, WrongPassphraseError
from geo.store.actor import actor
from geo.store.audit import audit
from geo.store.database import Store


def set_passphrase(store: Store, new: str) -> None:
    """
    Protect a store that has no passphrase yet.

    Raises
    ------
    StoreProtectedError
        If it has one: to change it, one must know it.
    PassphraseShortError
        If the new one is too short.
    """
    if store.protected:
        raise StoreProtectedError(file=store.path.name)
    store.protect(new)
    audit(store, actor(), "passphrase_set", {})


def change_passphrase(store: Store, *, current: str, new: str) -> None:
    """
    Give a protected store another passphrase. Backups made before keep the one they had.

    Raises
    ------
    WrongPassphraseError
        If the current one is not the one of the file, or it has none; nothing is changed.
    PassphraseShortError
        If the new one is too short.
    """
    if not store.opens_with(current):
        raise WrongPassphraseError(file=store.path.name)
    store.protect(new)
    audit(store, actor(), "passphrase_changed", {})
