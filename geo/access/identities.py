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

from geo.access.monotonic_clock import steady_now
from geo.access.sessions import end_visits
from geo.errors import (
    AccountUnknownError,
    IdentityNameError,
    IdentityRefusedError,
    IdentityTakenError,
    IdentityUnlinkedError,
)
from geo.store.actor import actor
from geo.store.audit import append
from geo.store.database import Store, Writer
from geo.store.installation_secret import installation_secret

LONGEST = 255  # signs of a subject: OpenID Connect Core 1.0, section 2; e-mails are shorter
SHORTEST = 3


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


def identity_of(claims: Mapping[str, Any], *, issuer: str) -> Identity:
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


def link_identity(store: Store, account: str, said: str, *, issuer: str) -> None:
    """
    Let somebody whom a provider vouches for open an account.

    Parameters
    ----------
    said
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
    sealed = _sealed(store, issuer, _named(said))

    def work(writer: Writer) -> None:
        append(writer, actor(), "identity_linked", {"account": account})
        if not writer.rows("access/account", name=account):
            raise AccountUnknownError
        for row in writer.rows("access/linked_account", identity=sealed):
            if row["account"] != account:
                raise IdentityTakenError(account=row["account"])
        writer.change("access/unlink_identity", identity=sealed)
        writer.change(
            "access/link_identity", identity=sealed, account=account, linked_at=steady_now()
        )

    store.transact_in_turn(work)


def unlink_identity(store: Store, account: str, said: str, *, issuer: str) -> None:
    """
    Take one identity from an account, and end the account's visits.

    Raises
    ------
    IdentityNameError
        If it can be no identity.
    IdentityUnlinkedError
        If it does not open this account.
    """
    sealed = _sealed(store, issuer, _named(said))

    def work(writer: Writer) -> None:
        append(writer, actor(), "identity_unlinked", {"account": account, "links": 1})
        if writer.rows("access/linked_account", identity=sealed) != [{"account": account}]:
            raise IdentityUnlinkedError(account=account)
        writer.change("access/unlink_identity", identity=sealed)
        end_visits(writer, account, at=steady_now())

    store.transact_in_turn(work)


def unlink_all(store: Store, account: str) -> int:
    """
    Take every identity from an account, and end its visits.

    Returns
    -------
    links
        How many there were.
    """

    def work(writer: Writer) -> int:
        (row,) = writer.rows("access/links", account=account)
        count = int(row["links"])
        append(writer, actor(), "identity_unlinked", {"account": account, "links": count})
        writer.change("access/unlink_account", account=account)
        end_visits(writer, account, at=steady_now())
        return count

    return store.transact_in_turn(work)


def links_of(store: Store, account: str) -> int:
    """Count the identities that open an account; which they are, nobody can read any more."""
    (row,) = store.rows("access/links", account=account)
    return int(row["links"])


def seals_of(store: Store, who: Identity) -> list[str]:
    """Seal what may be linked of somebody: her subject, which stays hers, before her e-mail."""
    named = [("subject", who.subject)]
    if who.email is not None:
        named.append(("email", _written(who.email)))
    return [_sealed(store, who.issuer, one) for one in named]


def _named(said: str) -> tuple[str, str]:
    """Tell by its @ an e-mail, in small letters, from a subject, where each letter counts."""
    plain = unicodedata.normalize("NFC", said.strip())
    if not SHORTEST <= len(plain) <= LONGEST or not plain.isprintable() or " " in plain:
        raise IdentityNameError(least=SHORTEST, most=LONGEST)
    return ("email", _written(plain)) if "@" in plain else ("subject", plain)


def _written(email: str) -> str:
    return unicodedata.normalize("NFC", email.strip()).casefold()


def _sealed(store: Store, issuer: str, named: tuple[str, str]) -> str:
    """Seal whole: unlike `seal`, it decides who comes in, and is never shown to anybody."""
    key = installation_secret(store, "identity")
    text = json.dumps([issuer.rstrip("/"), *named])
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()
