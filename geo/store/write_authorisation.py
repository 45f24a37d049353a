"""
Authorisation to write a layer or a boundary, valid in the transaction in which it was decided.

Functions of the store that write layers take one. Only `geo.access.layer_rights` makes one, after
it has read from the same transaction what the decision depends on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from geo.errors import WriteDeniedError
from geo.model import LayerName
from geo.store.transaction import Transaction

WriteTarget = LayerName | Literal["boundary"]
WriteAction = Literal["add", "replace", "edit", "delete"]


@dataclass(frozen=True)
class WriteAuthorisation:
    """
    What one role may write of one community, within one transaction.

    Attributes
    ----------
    transaction
        The transaction in which it was decided, and which writes.
    community
        Short name.
    target
        The layer, or the boundary.
    actions
        Permitted actions.
    role, account
        Recorded in the history.
    sees_confidential
        False where the role is not shown confidential features: it cannot remove those either.
    is_proposed
        Whether somebody else's proposal is written, who knows nothing that this account added.
    """

    transaction: Transaction
    community: str
    target: WriteTarget
    actions: frozenset[WriteAction]
    role: str
    account: str
    sees_confidential: bool
    is_proposed: bool = False

    def require(self, action: WriteAction) -> None:
        """
        Check that an action is permitted.

        Raises
        ------
        WriteDeniedError
            If it is not.
        """
        if action not in self.actions:
            raise WriteDeniedError(layer=self.target)
