"""Short texts that stand for others: always the same here, and telling nothing elsewhere."""

from __future__ import annotations

import hashlib
import hmac

from geo.store.database import Store
from geo.store.installation_secret import load_installation_secret

PSEUDONYM_LENGTH = 16  # hexadecimal signs: 64 bits tell a few thousand things apart


def pseudonymise(store: Store, text: str) -> str:
    """
    Seal a text with a secret of this installation.

    Returns
    -------
    seal
        Hexadecimal.
    """
    key = load_installation_secret(store, "seal")
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()[:PSEUDONYM_LENGTH]
