"""
Whether an installation is protected: its file has a passphrase, and somebody coordinates.

On screens, only the demonstration exists before that: whoever reaches an open installation could
read, and change, whatever a community knows. The command line is another matter: whoever runs it
holds the file already.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from geo.access.accounts import Account, accounts
from geo.errors import InstallationOpenError
from geo.model import Community
from geo.store.database import Store

Lack = Literal["passphrase", "coordinator"]


def lacks(store: Store, known: Iterable[Account] | None = None) -> tuple[Lack, ...]:
    """
    Name what an installation lacks to be protected; nothing where it is.

    Parameters
    ----------
    known
        Its accounts, where they were read already.
    """
    listed = accounts(store) if known is None else known
    there: dict[Lack, bool] = {
        "passphrase": store.protected,
        "coordinator": any(one.role == "coordinator" for one in listed),
    }
    return tuple(lack for lack, has in there.items() if not has)


def insist(store: Store) -> None:
    """
    Let only a protected installation pass.

    Raises
    ------
    InstallationOpenError
        If a passphrase or a coordinator is missing.
    """
    if lacks(store):
        raise InstallationOpenError


def exposed(store: Store, community: Community) -> bool:
    """Tell whether any program on the machine can read a community that is not invented."""
    return not community.demonstration and not store.protected
