"""
Protection of an installation: an encrypted file, and at least one coordinator.

Screens show only the demonstration before that: anybody who reaches an unprotected installation
could read and change the data of a community. The command line has no such limit: its user has
access to the file already.
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
    List what an installation lacks to be protected; empty if it is protected.

    Parameters
    ----------
    known_accounts
        Its accounts, if they were read before.
    """
    accounts = list_accounts(store) if known_accounts is None else known_accounts
    present: dict[MissingProtection, bool] = {
        "passphrase": store.is_protected,
        "coordinator": any(one.role == "coordinator" for one in accounts),
    }
    return tuple(requirement for requirement, is_met in present.items() if not is_met)


def require_protection(store: Store) -> None:
    """
    Require that the installation is protected.

    Raises
    ------
    InstallationUnprotectedError
        If a passphrase or a coordinator is missing.
    """
    if find_missing_protection(store):
        raise InstallationUnprotectedError


def is_exposed(store: Store, community: Community) -> bool:
    """Return whether a real community is stored in an unencrypted file."""
    return not community.demonstration and not store.is_protected
