"""
Accounts: named after a task, never after a person.

Every change of an account is recorded in the audit log, in the same transaction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geo.access.client_address import THIS_MACHINE
from geo.access.monotonic_clock import monotonic_now
from geo.access.passwords import check_password, hash_password
from geo.access.roles import Role, parse_role
from geo.access.sessions import end_account_sessions
from geo.access.sign_in_attempts import delete_account_attempts, make_attempt_key
from geo.errors import (
    AccountExistsError,
    AccountNameError,
    AccountUnknownError,
    LastCoordinatorError,
)
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction

MIN_NAME_LENGTH, MAX_NAME_LENGTH = 3, 40  # characters
# "planificadora-12", "taller-2026"; more resemble a telephone or an identity number.
MAX_NAME_DIGITS = 4
# Letters first, then letters, digits, hyphens between.
_NAME_PATTERN = re.compile(r"[^\W\d_]+(-?[^\W_])*")


@dataclass(frozen=True)
class Account:
    """An account: its name and its role."""

    name: str
    role: Role
    added_at: datetime


def normalise_account_name(name: str) -> str:
    """
    Validate the name of an account, and convert it to lower case.

    Raises
    ------
    AccountNameError
        If it does not resemble the name of a task: an address, a telephone, several words.
    """
    normalised = unicodedata.normalize("NFC", name.strip()).casefold()
    digits = sum(character.isdigit() for character in normalised)
    has_valid_length = (
        MIN_NAME_LENGTH <= len(normalised) <= MAX_NAME_LENGTH and digits <= MAX_NAME_DIGITS
    )
    if not has_valid_length or not _NAME_PATTERN.fullmatch(normalised):
        raise AccountNameError(least=MIN_NAME_LENGTH, most=MAX_NAME_LENGTH, digits=MAX_NAME_DIGITS)
    return normalised


def list_accounts(store: Store) -> list[Account]:
    """List the accounts by name; empty before the installation is set up."""
    rows = store.rows("access/accounts")
    return [Account(row["name"], parse_role(row["role"]), row["added_at"]) for row in rows]


def add_account(store: Store, name: str, *, role: str, password: str) -> Account:
    """
    Add an account.

    Raises
    ------
    AccountNameError, RoleUnknownError, PasswordTooShortError, PasswordGuessableError
        If the name, role or password is not valid.
    AccountExistsError
        If the name is taken.
    """
    account_name, parsed_role = normalise_account_name(name), parse_role(role)
    password_hash = hash_password(check_password(password, account=account_name))
    added_at = monotonic_now()

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(
            transaction,
            current_actor(),
            "account_added",
            {"account": account_name, "role": parsed_role},
        )
        if transaction.rows("access/account", name=account_name):
            raise AccountExistsError(name=account_name)
        transaction.execute(
            "access/add_account",
            name=account_name,
            role=parsed_role,
            password_hash=password_hash,
            added_at=added_at,
        )

    store.transact_serialised(in_transaction)
    return Account(account_name, parsed_role, added_at)


def change_password(store: Store, name: str, *, password: str) -> None:
    """
    Change the password of an account, and end its sessions.

    Raises
    ------
    AccountUnknownError
        If no account has this name.
    PasswordTooShortError, PasswordGuessableError
        If the password is not valid.
    """
    account_name = _find_account_name(store, name)
    password_hash = hash_password(check_password(password, account=account_name))
    attempt_key = make_attempt_key(store, account_name, THIS_MACHINE)

    def apply_change(transaction: Transaction, _: dict[str, Any]) -> None:
        append_audit_line(
            transaction, current_actor(), "account_password", {"account": account_name}
        )
        transaction.execute("access/set_password", name=account_name, password_hash=password_hash)
        attempt_key.memory.clear(transaction)

    _update_account(store, account_name, apply_change)


def change_role(store: Store, name: str, *, role: str) -> None:
    """
    Change the role of an account, and end its sessions.

    Raises
    ------
    AccountUnknownError, RoleUnknownError
        If no account has this name, or there is no such role.
    LastCoordinatorError
        If it is the last coordinator.
    """
    account_name, parsed_role = _find_account_name(store, name), parse_role(role)

    def apply_change(transaction: Transaction, row: dict[str, Any]) -> None:
        details = {"account": account_name, "role": parsed_role, "before": row["role"]}
        append_audit_line(transaction, current_actor(), "account_role", details)
        if parsed_role != "coordinator":
            _require_coordinator(transaction, account_name)
        transaction.execute("access/set_role", name=account_name, role=parsed_role)

    _update_account(store, account_name, apply_change)


def unlock_account(store: Store, name: str) -> int:
    """
    Delete the failed sign-ins of an account, so that nobody has to wait for it.

    Returns
    -------
    failures
        Number of deleted attempts.

    Raises
    ------
    AccountUnknownError
        If no account has this name.
    """
    account_name = _find_account_name(store, name)
    attempt_key = make_attempt_key(store, account_name, THIS_MACHINE)

    def in_transaction(transaction: Transaction) -> int:
        append_audit_line(
            transaction, current_actor(), "account_unlocked", {"account": account_name}
        )
        return delete_account_attempts(transaction, attempt_key)

    return store.transact_serialised(in_transaction)


def remove_account(store: Store, name: str) -> None:
    """
    Remove an account, and end its sessions.

    Raises
    ------
    AccountUnknownError
        If no account has this name.
    LastCoordinatorError
        If it is the last coordinator while there are other accounts.
    """
    account_name = _find_account_name(store, name)
    attempt_key = make_attempt_key(store, account_name, THIS_MACHINE)

    def apply_change(transaction: Transaction, row: dict[str, Any]) -> None:
        append_audit_line(
            transaction,
            current_actor(),
            "account_removed",
            {"account": account_name, "role": row["role"]},
        )
        _require_coordinator(transaction, account_name)
        transaction.execute("access/unlink_account", account=account_name)
        transaction.execute("access/remove_account", name=account_name)
        attempt_key.memory.clear(transaction)

    _update_account(store, account_name, apply_change)


def _find_account_name(store: Store, name: str) -> str:
    """Find an account by a typed name; the error does not repeat the name."""
    normalised = unicodedata.normalize("NFC", name.strip()).casefold()
    if not store.rows("access/account", name=normalised):
        raise AccountUnknownError
    return normalised


def _update_account(
    store: Store, name: str, apply_change: Callable[[Transaction, dict[str, Any]], None]
) -> None:
    def in_transaction(transaction: Transaction) -> None:
        rows = transaction.rows("access/account", name=name)
        if not rows:  # removed concurrently
            raise AccountUnknownError
        apply_change(transaction, rows[0])
        end_account_sessions(transaction, name, at=monotonic_now())

    store.transact_serialised(in_transaction)


def _require_coordinator(transaction: Transaction, account: str) -> None:
    others = [row for row in transaction.rows("access/accounts") if row["name"] != account]
    if others and all(row["role"] != "coordinator" for row in others):
        raise LastCoordinatorError(name=account)
