"""
What a reader may know of the changes of a scenario, and whether their targets are there.

Of a change to a confidential service, others than coordinators learn its kind and the type of the
service: no place, no id, no name, no telephone. The public does not learn which risk area is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.layers.confidential_features import is_confidential
from geo.layers.layer_changes import SERVICE_CHANGES, Change
from geo.model import Audience
from geo.privacy.view import View


def find_missing_targets(view: View, changes: Sequence[Change]) -> list[int]:
    """
    Find the changes whose service or risk area is not there, by their numbers from 1.

    It is the same for every audience, so that a scenario is out of date for all or for none.
    """
    services = set(view.count_source.services["id"])
    areas = set(view.list_stored_ids("risk_areas"))
    there = {**dict.fromkeys(SERVICE_CHANGES, services), "change_risk": areas}
    return [
        number
        for number, one in enumerate(changes, start=1)
        if one.kind in there and one.target not in there[one.kind]
    ]


def flag_confidential(view: View, changes: Sequence[Change]) -> list[bool]:
    """Flag the changes that concern a confidential service: one that is there, or is added."""
    services = view.count_source.services
    confidential = set(services["id"][is_confidential(services)])
    return [
        one.target in confidential
        if one.kind in SERVICE_CHANGES
        else one.kind == "add_service" and _adds_confidential(one)
        for one in changes
    ]


def disclose_changes(view: View, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Redact changes for the audience of a view; see the module."""
    if view.audience == "coordinator":
        return tuple(changes)
    services = view.count_source.services
    types = dict(zip(services["id"], services["type"], strict=True))
    return tuple(
        Change(one.kind, type=one.type or types.get(one.target), confidential=True)
        if is_hidden
        else _without_area(one, view.audience)
        for one, is_hidden in zip(changes, flag_confidential(view, changes), strict=True)
    )


def _without_area(change: Change, audience: Audience) -> Change:
    is_area = change.kind == "change_risk" and audience == "public"
    return replace(change, target=None) if is_area else change


def _adds_confidential(change: Change) -> bool:
    row = pd.DataFrame(
        {
            "type": [change.type],
            "name": np.array([change.name], dtype=object),
            "confidential": [change.confidential is True],
            "public": [change.confidential is False],
        }
    )
    return bool(is_confidential(gpd.GeoDataFrame(row)).iloc[0])
