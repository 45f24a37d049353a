"""
Secrets of this installation: random, made once, kept beside the layers and under their key.

They travel with a backup, so that what was masked stays where it was put.
"""

from __future__ import annotations

import secrets

from geo.store.database import Store, Writer

BYTES = 32  # as long as the digest of SHA-256, whose key it is: RFC 2104, section 3


def installation_secret(store: Store, name: str) -> bytes:
    """
    Give the installation's secret of a name; made at the first call, the same ever after.

    Parameters
    ----------
    name
        What it is for: one purpose, one secret.
    """
    known = _known(store, name)
    # One transaction after the other: a unique index refuses a name that another transaction is
    # still adding, and that one's row is not yet there to be read.
    return known or store.transact_in_turn(lambda writer: _keep(writer, name))


def _known(store: Store, name: str) -> bytes | None:
    rows = store.rows("privacy/secret", name=name)
    return bytes(rows[0]["secret"]) if rows else None


def _keep(writer: Writer, name: str) -> bytes:
    rows = writer.rows("privacy/secret", name=name)
    if rows:
        return bytes(rows[0]["secret"])
    new = secrets.token_bytes(BYTES)
    writer.change("privacy/keep_secret", name=name, secret=new)
    return new
