"""
Secrets of this installation: random, made once, kept beside the layers and under their key.

They travel with a backup, so that what was masked stays where it was put.
"""

from __future__ import annotations

import contextlib
import secrets

import duckdb

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
    if known is None:
        # Where another thread is quicker, its secret is the one.
        with contextlib.suppress(duckdb.ConstraintException):
            store.transact(lambda writer: _keep(writer, name))
        known = _known(store, name)
    if known is None:
        msg = f"the secret {name!r} was kept and is not there"
        raise RuntimeError(msg)
    return known


def _known(store: Store, name: str) -> bytes | None:
    rows = store.rows("privacy/secret", name=name)
    return bytes(rows[0]["secret"]) if rows else None


def _keep(writer: Writer, name: str) -> None:
    if not writer.rows("privacy/secret", name=name):
        writer.change("privacy/keep_secret", name=name, secret=secrets.token_bytes(BYTES))
