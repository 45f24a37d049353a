"""
Whether an installation is protected: its file has a passphrase, and somebody coordinates.

On screens, only the demonstration exists before that: whoever reaches an open installation could
read, and change, whatever a community knows. The command line is another matter: whoever runs it
holds the file already.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from geo.access.accounts import Account, list_accounts
from geo.errors import InstallationUnprotectedError
from geo.model import Community
from geo.store.database import Store

MissingProtection = Literal["passphrase", "coordinator"]


def find_missing_protection(
    store: Store, known_accounts: Iterable[Account] | None = None
) -> tuple[MissingProtection, ...]:
    """
    Name what an installation lacks to be protected; nothing where it is.

    Parameters
    ----------
    known_accounts
        Its accounts, where they were read already.
    """
    listed = list_accounts(store) if known_accounts is None else known_accounts
    there: dict[MissingProtection, bool] = {
        "passphrase": store.is_protected,
        "coordinator": any(one.role == "coordinator" for one in listed),
    }
    return tuple(lack for lack, has in there.items() if not has)


def require_protection(store: Store) -> None:
    """
    Let only a protected installation pass.

    Raises
    ------
    InstallationUnprotectedError
        If a passphrase or a coordinator is missing.
    """
    if find_missing_protection(store):
        raise InstallationUnprotectedError


def is_exposed(store: Store, community: Community) -> bool:
    """Tell whether any program on the machine can read a community that is not invented."""
    return not community.demonstration and not store.is_protected
