"""What the acting role may write or propose of each part of a community's setup."""

from __future__ import annotations

from typing import Literal, get_args

from geo.access.layer_rights import WriteRight, layer_right
from geo.communities.setup_status import SetupPart
from geo.store import Store
from geo.store.actor import current_role
from geo.store.layers import read_protected_content

SettingsPart = Literal["rules"]
UploadAction = Literal["add", "replace"]

# What is written by each part: its target, and the actions that its screen offers.
PART_TARGETS: dict[SetupPart | SettingsPart, tuple[str, tuple[str, ...]]] = {
    "boundary": ("boundary", ("replace",)),
    "streets": ("streets", ("replace",)),
    "people": ("demand", ("add", "replace")),
    "zones": ("zones", ("add", "replace")),
    "services": ("services", ("add", "replace")),
    "safe_zones": ("safe_zones", ("add", "replace")),
    "risk_areas": ("risk_areas", ("add", "replace")),
    "rules": ("settings", ("edit",)),
}
PartRights = dict[str, dict[str, WriteRight]]


def list_part_rights(store: Store, slug: str) -> PartRights:
    """
    List the rights of the acting role on each part, for a screen to say so beforehand.

    Returns
    -------
    rights
        By part, the right to each action of `PART_TARGETS`. The decision is made again in the
        transaction that writes.
    """
    with store.open_reader() as reader:
        content = read_protected_content(reader, slug)
    role = current_role()
    return {
        part: {action: layer_right(role, target, action, content) for action in actions}
        for part, (target, actions) in PART_TARGETS.items()
    }


def summarise_right(rights: dict[str, WriteRight]) -> WriteRight:
    """Summarise the rights on a part: the widest one to any of its actions."""
    order: tuple[WriteRight, ...] = get_args(WriteRight)
    return min(rights.values(), key=order.index)
