"""
Identities of an OpenID Connect provider, and the accounts they are linked to.

A municipality knows its staff by name; Amparo does not. Of the e-mail or the subject that a
coordinator links to an account, only an HMAC with a secret of this installation is stored: whoever
reads the store cannot tell whom it identifies, and can test guesses only with the key. A linked
identity begins a session as a password does, so that all rules of sessions apply to it.
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

# Characters of a subject: OpenID Connect Core 1.0, section 2; e-mails are shorter.
MAX_IDENTITY_LENGTH = 255
MIN_IDENTITY_LENGTH = 3


@dataclass(frozen=True)
class Identity:
    """
    An identity as asserted by a provider.

    Attributes
    ----------
    issuer
        The provider's identifier.
    subject
        The provider's permanent identifier of the person.
    email
        None unless the provider has verified it.
    """

    issuer: str
    subject: str
    email: str | None = None


def parse_identity(claims: Mapping[str, Any], *, issuer: str) -> Identity:
    """
    Parse the claims of a provider, whose signature was verified before.

    Parameters
    ----------
    claims
        Claims of OpenID Connect. An e-mail is accepted only if `email_verified` is true.
    issuer
        The trusted provider; with or without a slash at the end.

    Raises
    ------
    IdentityRefusedError
        If the issuer is another provider, or the subject is missing.
    """
    claimed_issuer, subject, email = claims.get("iss"), claims.get("sub"), claims.get("email")
    issuer_matches = isinstance(claimed_issuer, str) and claimed_issuer.rstrip(
        "/"
    ) == issuer.rstrip("/")
    if not issuer_matches or not isinstance(subject, str) or not subject:
        raise IdentityRefusedError
    email_verified = claims.get("email_verified") is True and isinstance(email, str) and bool(email)
    return Identity(issuer, subject, email if email_verified else None)


def link_identity(store: Store, account: str, identifier: str, *, issuer: str) -> None:
    """
    Link an identity to an account.

    Parameters
    ----------
    identifier
        The e-mail at the provider; without an @, the subject.

    Raises
    ------
    IdentityNameError
        If it is neither.
    AccountUnknownError
        If no account has this name.
    IdentityTakenError
        If it is linked to another account.
    """
    identity_hash = _hash_identifier(store, issuer, _parse_identifier(identifier))

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(transaction, current_actor(), "identity_linked", {"account": account})
        if not transaction.rows("access/account", name=account):
            raise AccountUnknownError
        for row in transaction.rows("access/linked_account", identity=identity_hash):
            if row["account"] != account:
                raise IdentityTakenError(account=row["account"])
        transaction.execute("access/unlink_identity", identity=identity_hash)
        transaction.execute(
            "access/link_identity",
            identity=identity_hash,
            account=account,
            linked_at=monotonic_now(),
        )

    store.transact_serialised(in_transaction)


def unlink_identity(store: Store, account: str, identifier: str, *, issuer: str) -> None:
    """
    Unlink an identity from an account, and end the account's sessions.

    Raises
    ------
    IdentityNameError
        If it is neither an e-mail nor a subject.
    IdentityUnlinkedError
        If it is not linked to this account.
    """
    identity_hash = _hash_identifier(store, issuer, _parse_identifier(identifier))

    def in_transaction(transaction: Transaction) -> None:
        append_audit_line(
            transaction, current_actor(), "identity_unlinked", {"account": account, "links": 1}
        )
        if transaction.rows("access/linked_account", identity=identity_hash) != [
            {"account": account}
        ]:
            raise IdentityUnlinkedError(account=account)
        transaction.execute("access/unlink_identity", identity=identity_hash)
        end_account_sessions(transaction, account, at=monotonic_now())

    store.transact_serialised(in_transaction)


def unlink_identities(store: Store, account: str) -> int:
    """
    Unlink all identities from an account, and end its sessions.

    Returns
    -------
    links
        Number of identities that were linked.
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
    """Count the identities linked to an account; their plain text is not stored."""
    (row,) = store.rows("access/count_linked_identities", account=account)
    return int(row["links"])


def hash_identity(store: Store, identity: Identity) -> list[str]:
    """Hash the identifiers of an identity: the subject, which is permanent, before the e-mail."""
    identifiers = [("subject", identity.subject)]
    if identity.email is not None:
        identifiers.append(("email", _normalise_email(identity.email)))
    return [_hash_identifier(store, identity.issuer, identifier) for identifier in identifiers]


def _parse_identifier(identifier: str) -> tuple[str, str]:
    """Classify an identifier: an e-mail has an @ and ignores case, a subject does not."""
    normalised = unicodedata.normalize("NFC", identifier.strip())
    if (
        not MIN_IDENTITY_LENGTH <= len(normalised) <= MAX_IDENTITY_LENGTH
        or not normalised.isprintable()
        or " " in normalised
    ):
        raise IdentityNameError(least=MIN_IDENTITY_LENGTH, most=MAX_IDENTITY_LENGTH)
    return ("email", _normalise_email(normalised)) if "@" in normalised else ("subject", normalised)


def _normalise_email(email: str) -> str:
    return unicodedata.normalize("NFC", email.strip()).casefold()


def _hash_identifier(store: Store, issuer: str, identifier: tuple[str, str]) -> str:
    """Compute the full HMAC: unlike a pseudonym, it authenticates, and is never displayed."""
    key = load_installation_secret(store, "identity")
    text = json.dumps([issuer.rstrip("/"), *identifier])
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()
