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

from geo.access.monotonic_clock import steady_now
from geo.access.passwords import check_password, hash_password
from geo.access.roles import Role, role_of
from geo.access.sessions import end_visits
from geo.errors import (
    AccountExistsError,
    AccountNameError,
    AccountUnknownError,
    LastCoordinatorError,
)
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.database import Store, Writer

SHORTEST, LONGEST = 3, 40  # signs of a name
MOST_DIGITS = 4  # "planificadora-12", "taller-2026"; more look like a telephone or a document
_NAME = re.compile(r"[^\W\d_]+(-?[^\W_])*")  # letters first, then letters, digits, hyphens between


@dataclass(frozen=True)
class Account:
    """One account: its name and its role."""

    name: str
    role: Role
    added_at: datetime


def checked_name(name: str) -> str:
    """
    Accept the name of an account, in small letters.

    Raises
    ------
    AccountNameError
        If it does not look like what somebody does: an address, a telephone, several words.
    """
    plain = unicodedata.normalize("NFC", name.strip()).casefold()
    digits = sum(sign.isdigit() for sign in plain)
    fits = SHORTEST <= len(plain) <= LONGEST and digits <= MOST_DIGITS
    if not fits or not _NAME.fullmatch(plain):
        raise AccountNameError(least=SHORTEST, most=LONGEST, digits=MOST_DIGITS)
    return plain


def accounts(store: Store) -> list[Account]:
    """List the accounts by name; none before the first start was finished."""
    rows = store.rows("access/accounts")
    return [Account(row["name"], role_of(row["role"]), row["added_at"]) for row in rows]


def add_account(store: Store, name: str, *, role: str, password: str) -> Account:
    """
    Add an account.

    Raises
    ------
    AccountNameError, RoleUnknownError, PasswordShortError, PasswordEasyError
        If one of them cannot be.
    AccountExistsError
        If the name is taken.
    """
    new, kind = checked_name(name), role_of(role)
    kept = hash_password(check_password(password, account=new))
    at = steady_now()

    def work(writer: Writer) -> None:
        append(writer, actor(), "account_added", {"account": new, "role": kind})
        if writer.rows("access/account", name=new):
            raise AccountExistsError(name=new)
        writer.change("access/add_account", name=new, role=kind, password_hash=kept, added_at=at)

    store.transact_in_turn(work)
    return Account(new, kind, at)


def change_password(store: Store, name: str, *, password: str) -> None:
    """
    Give an account another password, and end its visits.

    Raises
    ------
    AccountUnknownError
        If there is none of this name.
    PasswordShortError, PasswordEasyError
        If the password cannot be.
    """
    known = _known_name(store, name)
    kept = hash_password(check_password(password, account=known))

    def change(writer: Writer, _: dict[str, Any]) -> None:
        append(writer, actor(), "account_password", {"account": known})
        writer.change("access/set_password", name=known, password_hash=kept)

    _change(store, known, change)


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
    known, kind = _known_name(store, name), role_of(role)

    def change(writer: Writer, row: dict[str, Any]) -> None:
        details = {"account": known, "role": kind, "before": row["role"]}
        append(writer, actor(), "account_role", details)
        if kind != "coordinator":
            _keep_a_coordinator(writer, known)
        writer.change("access/set_role", name=known, role=kind)

    _change(store, known, change)


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
    known = _known_name(store, name)

    def change(writer: Writer, row: dict[str, Any]) -> None:
        append(writer, actor(), "account_removed", {"account": known, "role": row["role"]})
        _keep_a_coordinator(writer, known)
        writer.change("access/unlink_account", account=known)
        writer.change("access/remove_account", name=known)

    _change(store, known, change)


def _known_name(store: Store, name: str) -> str:
    """Find an account by what somebody typed, without repeating it if there is none."""
    plain = unicodedata.normalize("NFC", name.strip()).casefold()
    if not store.rows("access/account", name=plain):
        raise AccountUnknownError
    return plain


def _change(store: Store, name: str, change: Callable[[Writer, dict[str, Any]], None]) -> None:
    def work(writer: Writer) -> None:
        rows = writer.rows("access/account", name=name)
        if not rows:  # removed meanwhile
            raise AccountUnknownError
        change(writer, rows[0])
        end_visits(writer, name, at=steady_now())

    store.transact_in_turn(work)


def _keep_a_coordinator(writer: Writer, leaving: str) -> None:
    others = [row for row in writer.rows("access/accounts") if row["name"] != leaving]
    if others and all(row["role"] != "coordinator" for row in others):
        raise LastCoordinatorError(name=leaving)
