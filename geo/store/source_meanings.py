"""What an account said that values and columns of files mean, for the next file of a source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd

from geo.store.actor import current_actor
from geo.store.database import Store, Transaction


def read_meanings(store: Store | Transaction, slug: str) -> dict[str, str]:
    """Read what the acting account said, by digest; nobody is given what another account said."""
    rows = store.rows("waiting/meanings", community=slug, account=current_actor())
    return {row["digest"]: row["meaning"] for row in rows}


def remember_meanings(transaction: Transaction, slug: str, meanings: Mapping[str, str]) -> None:
    """Remember what the acting account says, by digest, in place of what it said before."""
    if not meanings:
        return
    named = {"community": slug, "account": current_actor()}
    rows = pd.DataFrame({"digest": list(meanings), "meaning": list(meanings.values())})
    transaction.execute("waiting/forget_meanings", rows[["digest"]], **named)
    noted_at = datetime.now(UTC).replace(tzinfo=None)
    transaction.execute("waiting/add_meanings", rows, **named, noted_at=noted_at)
