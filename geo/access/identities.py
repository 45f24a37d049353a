"""
Identities that somebody else vouches for, and which account each of them opens.

A municipality knows its people by name; Amparo does not. Of the e-mail or the number that a
coordinator links to an account, only a seal is kept, made with a secret of this installation:
whoever reads the store cannot tell whom it stands for, and can only try out guesses while holding
the key too. An identity that is linked begins a visit like a password does, so that everything
which holds for visits holds for it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo.access.monotonic_clock import monotonic_now
from geo.access.sessions import end_account_sessions
from geo.errors import (
    AccountUnknownError,
    IdentityNameError,
    IdentityRefusedError,
    IdentityTakenError,
    IdentityUnlinkedError,
)
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.database import Store, Transaction
from geo.store.installation_secret import load_installation_secret

MAX_IDENTITY_LENGTH = (
    255  # signs of a subject: OpenID Connect Core 1.0, section 2; e-mails are shorter
)
MIN_IDENTITY_LENGTH = 3


@dataclass(frozen=True)
class Identity:
    """
    What a provider says of somebody who signed in there.

    Attributes
    ----------
    issuer
        The provider, as it names itself.
    subject
        Its number for the person, the same for ever.
    email
        None where the provider does not vouch that it is hers.
    """

    issuer: str
    subject: str
    email: str | None = None


def parse_identity(claims: Mapping[str, Any], *, issuer: str) -> Identity:
    """
    Read what a provider says, once its signature was found right.

    Parameters
    ----------
    claims
        By the names of OpenID Connect. An e-mail counts only where `email_verified` is true.
    issuer
        Whose word counts; written with or without a slash at the end.

    Raises
    ------
    IdentityRefusedError
        If another provider says it, or nobody is named.
    """
    told, subject, email = claims.get("iss"), claims.get("sub"), claims.get("email")
    same = isinstance(told, str) and told.rstrip("/") == issuer.rstrip("/")
    if not same or not isinstance(subject, str) or not subject:
        raise IdentityRefusedError
    vouched = claims.get("email_verified") is True and isinstance(email, str) and bool(email)
    return Identity(issuer, subject, email if vouched else None)


def link_identity(store: Store, account: str, identifier: str, *, issuer: str) -> None:
    """
    Let somebody whom a provider vouches for open an account.

    Parameters
    ----------
    identifier
        Her e-mail there; without an @, her subject.

    Raises
    ------
    IdentityNameError
        If it cannot be either.
    AccountUnknownError
        If there is no such account.
    IdentityTakenError
        If it opens another account already.
    """
    sealed = _hash_identifier(store, issuer, _parse_identifier(identifier))

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(transaction, current_actor(), "identity_linked", {"account": account})
        if not transaction.rows("access/account", name=account):
            raise AccountUnknownError
        for row in transaction.rows("access/linked_account", identity=sealed):
            if row["account"] != account:
                raise IdentityTakenError(account=row["account"])
        transaction.execute("access/unlink_identity", identity=sealed)
        transaction.execute(
            "access/link_identity", identity=sealed, account=account, linked_at=monotonic_now()
        )

    store.transact_serialised(in_transaction)


def unlink_identity(store: Store, account: str, identifier: str, *, issuer: str) -> None:
    """
    Take one identity from an account, and end the account's visits.

    Raises
    ------
    IdentityNameError
        If it can be no identity.
    IdentityUnlinkedError
        If it does not open this account.
    """
    sealed = _hash_identifier(store, issuer, _parse_identifier(identifier))

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(
            transaction, current_actor(), "identity_unlinked", {"account": account, "links": 1}
        )
        if transaction.rows("access/linked_account", identity=sealed) != [{"account": account}]:
            raise IdentityUnlinkedError(account=account)
        transaction.execute("access/unlink_identity", identity=sealed)
        end_account_sessions(transaction, account, at=monotonic_now())

    store.transact_serialised(in_transaction)


def unlink_identities(store: Store, account: str) -> int:
    """
    Take every identity from an account, and end its visits.

    Returns
    -------
    links
        How many there were.
    """

    def in_transaction(transaction: Transaction) -> int:
        (row,) = transaction.rows("access/count_linked_identities", account=account)
        count = int(row["links"])
        append_audit_line(
            transaction, current_actor(), "identity_unlinked", {"account": account, "links": count}
        )
        transaction.execute("access/unlink_account", account=account)
        end_account_sessions(transaction, account, at=monotonic_now())
        return count

    return store.transact_serialised(in_transaction)


def count_linked_identities(store: Store, account: str) -> int:
    """Count the identities that open an account; which they are, nobody can read any more."""
    (row,) = store.rows("access/count_linked_identities", account=account)
    return int(row["links"])


def hash_identity(store: Store, identity: Identity) -> list[str]:
    """Seal what may be linked of somebody: her subject, which stays hers, before her e-mail."""
    named = [("subject", identity.subject)]
    if identity.email is not None:
        named.append(("email", _normalise_email(identity.email)))
    return [_hash_identifier(store, identity.issuer, one) for one in named]


def _parse_identifier(identifier: str) -> tuple[str, str]:
    """Tell by its @ an e-mail, in small letters, from a subject, where each letter counts."""
    plain = unicodedata.normalize("NFC", identifier.strip())
    if (
        not MIN_IDENTITY_LENGTH <= len(plain) <= MAX_IDENTITY_LENGTH
        or not plain.isprintable()
        or " " in plain
    ):
        raise IdentityNameError(least=MIN_IDENTITY_LENGTH, most=MAX_IDENTITY_LENGTH)
    return ("email", _normalise_email(plain)) if "@" in plain else ("subject", plain)


def _normalise_email(email: str) -> str:
    return unicodedata.normalize("NFC", email.strip()).casefold()


def _hash_identifier(store: Store, issuer: str, identifier: tuple[str, str]) -> str:
    """Seal whole: unlike `seal`, it decides who comes in, and is never shown to anybody."""
    key = load_installation_secret(store, "identity")
    text = json.dumps([issuer.rstrip("/"), *identifier])
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()
