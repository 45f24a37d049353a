"""
Accounts: named after what somebody does, never after who does it.

Every change of an account stands in the audit log, and is made together with its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geo.access.monotonic_clock import monotonic_now
from geo.access.passwords import check_password, hash_password
from geo.access.roles import Role, parse_role
from geo.access.sessions import end_account_sessions
from geo.errors import (
    AccountExistsError,
    AccountNameError,
    AccountUnknownError,
    LastCoordinatorError,
)
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction

MIN_NAME_LENGTH, MAX_NAME_LENGTH = 3, 40  # signs of a name
MAX_NAME_DIGITS = 4  # "planificadora-12", "taller-2026"; more look like a telephone or a document
_NAME_PATTERN = re.compile(
    r"[^\W\d_]+(-?[^\W_])*"
)  # letters first, then letters, digits, hyphens between


@dataclass(frozen=True)
class Account:
    """One account: its name and its role."""

    name: str
    role: Role
    added_at: datetime


def normalise_account_name(name: str) -> str:
    """
    Accept the name of an account, in small letters.

    Raises
    ------
    AccountNameError
        If it does not look like what somebody does: an address, a telephone, several words.
    """
    plain = unicodedata.normalize("NFC", name.strip()).casefold()
    digits = sum(sign.isdigit() for sign in plain)
    fits = MIN_NAME_LENGTH <= len(plain) <= MAX_NAME_LENGTH and digits <= MAX_NAME_DIGITS
    if not fits or not _NAME_PATTERN.fullmatch(plain):
        raise AccountNameError(least=MIN_NAME_LENGTH, most=MAX_NAME_LENGTH, digits=MAX_NAME_DIGITS)
    return plain


def list_accounts(store: Store) -> list[Account]:
    """List the accounts by name; none before the first start was finished."""
    rows = store.rows("access/accounts")
    return [Account(row["name"], parse_role(row["role"]), row["added_at"]) for row in rows]


def add_account(store: Store, name: str, *, role: str, password: str) -> Account:
    """
    Add an account.

    Raises
    ------
    AccountNameError, RoleUnknownError, PasswordTooShortError, PasswordGuessableError
        If one of them cannot be.
    AccountExistsError
        If the name is taken.
    """
    new, kind = normalise_account_name(name), parse_role(role)
    kept = hash_password(check_password(password, account=new))
    at = monotonic_now()

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(
            transaction, current_actor(), "account_added", {"account": new, "role": kind}
        )
        if transaction.rows("access/account", name=new):
            raise AccountExistsError(name=new)
        transaction.execute(
            "access/add_account", name=new, role=kind, password_hash=kept, added_at=at
        )

    store.transact_serialised(in_transaction)
    return Account(new, kind, at)


def change_password(store: Store, name: str, *, password: str) -> None:
    """
    Give an account another password, and end its visits.

    Raises
    ------
    AccountUnknownError
        If there is none of this name.
    PasswordTooShortError, PasswordGuessableError
        If the password cannot be.
    """
    known = _find_account_name(store, name)
    kept = hash_password(check_password(password, account=known))

    def apply_change(transaction: Transaction, _: dict[str, Any]) -> None:
        append_audit_line(transaction, current_actor(), "account_password", {"account": known})
        transaction.execute("access/set_password", name=known, password_hash=kept)

    _update_account(store, known, apply_change)


def change_role(store: Store, name: str, *, role: str) -> None:
    """
    Give an account another role, and end its visits.

    Raises
    ------
    AccountUnknownError, RoleUnknownError
        If there is none of this name.
    LastCoordinatorError
        If no other coordinator is left.
    """
    known, kind = _find_account_name(store, name), parse_role(role)

    def apply_change(transaction: Transaction, row: dict[str, Any]) -> None:
        details = {"account": known, "role": kind, "before": row["role"]}
        append_audit_line(transaction, current_actor(), "account_role", details)
        if kind != "coordinator":
            _require_coordinator(transaction, known)
        transaction.execute("access/set_role", name=known, role=kind)

    _update_account(store, known, apply_change)


def remove_account(store: Store, name: str) -> None:
    """
    Remove an account, and end its visits.

    Raises
    ------
    AccountUnknownError
        If there is none of this name.
    LastCoordinatorError
        If no other coordinator is left while there are other accounts.
    """
    known = _find_account_name(store, name)

    def apply_change(transaction: Transaction, row: dict[str, Any]) -> None:
        append_audit_line(
            transaction, current_actor(), "account_removed", {"account": known, "role": row["role"]}
        )
        _require_coordinator(transaction, known)
        transaction.execute("access/unlink_account", account=known)
        transaction.execute("access/remove_account", name=known)

    _update_account(store, known, apply_change)


def _find_account_name(store: Store, name: str) -> str:
    """Find an account by what somebody typed, without repeating it if there is none."""
    plain = unicodedata.normalize("NFC", name.strip()).casefold()
    if not store.rows("access/account", name=plain):
        raise AccountUnknownError
    return plain


def _update_account(
    store: Store, name: str, apply_change: Callable[[Transaction, dict[str, Any]], None]
) -> None:
    def in_transaction(transaction: Transaction) -> None:
        rows = transaction.rows("access/account", name=name)
        if not rows:  # removed meanwhile
            raise AccountUnknownError
        apply_change(transaction, rows[0])
        end_account_sessions(transaction, name, at=monotonic_now())

    store.transact_serialised(in_transaction)


def _require_coordinator(transaction: Transaction, account: str) -> None:
    others = [row for row in transaction.rows("access/accounts") if row["name"] != account]
    if others and all(row["role"] != "coordinator" for row in others):
        raise LastCoordinatorError(name=account)
