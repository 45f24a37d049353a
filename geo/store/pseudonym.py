"""Pseudonyms by keyed hash (HMAC): constant in one installation, meaningless in others."""

from __future__ import annotations

import hashlib
import hmac

from geo.store.database import Store
from geo.store.installation_secret import load_installation_secret

PSEUDONYM_LENGTH = 16  # hexadecimal digits: 64 bits distinguish a few thousand texts


def pseudonymise(store: Store, text: str) -> str:
    """
    Replace a text by its HMAC-SHA256 with a secret of this installation.

    Returns
    -------
    pseudonym
        Hexadecimal, `PSEUDONYM_LENGTH` digits.
    """
    key = load_installation_secret(store, "seal")
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()[:PSEUDONYM_LENGTH]
