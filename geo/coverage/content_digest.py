"""Digest of the content that a cached shape is made of: equal content, equal key."""

from __future__ import annotations

import hashlib

DIGEST_BYTES = 16


def digest(*parts: bytes) -> bytes:
    """Digest byte strings; their lengths count, so that no two lists of them are alike."""
    total = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        total.update(len(part).to_bytes(8))
        total.update(part)
    return total.digest()
