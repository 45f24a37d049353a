"""
Adopting a scenario: all its changes are made in layers and streets, in one transaction, or none is.

Each change is made by the function that edits a service, an area or a street today, with its
checks, its line of history and the right of the acting role. A path drawn by hand is not adopted:
once it is built it is mapped in OpenStreetMap, or in the municipality's streets, and imported.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import geopandas as gpd

from geo.access.layer_rights import require_authorisation, require_right
from geo.errors import ScenarioPathAdoptionError, ScenarioTargetError
from geo.imports.service_editing import add_service, delete_service, edit_service
from geo.imports.service_entry import ServiceEntry
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change, LatLon, change_to_record
from geo.model import WGS84
from geo.network.changed_network import find_nearest_edges
from geo.network.street_network import build_street_network
from geo.privacy.changed_services import point_at
from geo.privacy.view import open_view
from geo.scenarios.storage import check_changes, write_version
from geo.store import Store
from geo.store.database import Transaction
from geo.store.layers import delete_features, read_layer, update_features
from geo.store.streets import light_street_edges, read_street_edges
from geo.store.write_authorisation import WriteAction


def adopt_scenario(
    store: Store,
    slug: str,
    name: str,
    changes: Sequence[Change],
    *,
    accepts_doubts: bool = False,
) -> int:
    """
    Adopt the changes of a scenario.

    Parameters
    ----------
    accepts_doubts
        True adds and moves services although they may be mistakes; see
        `geo.imports.service_entry.check_doubts`.

    Returns
    -------
    version
        Number of the scenario's version that records it.

    Raises
    ------
    ScenarioPathAdoptionError
        If it has a path drawn by hand; nothing is changed, as in all that follow.
    ScenarioTargetError, ScenarioConfidentialError
        As `geo.scenarios.storage.check_changes`.
    WriteDeniedError
        If the acting role may not edit one of the layers.
    ServiceFieldsError, ServiceDoubtsError
        As `geo.imports.service_editing.add_service`.
    PathJoinError
        If there is no street near a lamp.
    """
    require_right("scenarios", "edit")
    if any(one.kind == "add_path" for one in changes):
        raise ScenarioPathAdoptionError
    check_changes(open_view(store, slug, "coordinator"), changes)
    documents = json.dumps([change_to_record(one) for one in changes], ensure_ascii=False)

    def in_transaction(transaction: Transaction) -> int:
        for one in changes:
            _adopt(transaction, slug, one, accepts_doubts=accepts_doubts)
        lit = [one.place for one in changes if one.kind == "light_street" and one.place]
        if lit:
            _light_streets(transaction, slug, lit)
        return write_version(transaction, slug, name, "adopted", documents)

    return store.transact_serialised(in_transaction)


def _adopt(transaction: Transaction, slug: str, change: Change, *, accepts_doubts: bool) -> None:
    """Make one change of a service or a risk area."""
    place = "" if change.place is None else f"{change.place[0]},{change.place[1]}"
    target = str(change.target)
    match change.kind:
        case "add_service":
            entry = ServiceEntry(
                str(change.type),
                name=change.name or "",
                phone=change.phone or "",
                gateway=change.gateway or "",
                opening_hours=change.opening_hours or "",
                coordinates=place,
                confidential=change.confidential,
            )
            add_service(transaction, slug, entry, accepts_doubts=accepts_doubts)
        case "close_service":
            delete_service(transaction, slug, target)
        case "move_service":
            moved = {"coordinates": place}
            edit_service(transaction, slug, target, moved, accepts_doubts=accepts_doubts)
        case "open_longer":
            edit_service(transaction, slug, target, {"opening_hours": change.opening_hours})
        case "change_risk":
            _change_severity(transaction, slug, change)


def _change_severity(transaction: Transaction, slug: str, change: Change) -> None:
    """Lower or raise a risk area, or remove it; the history keeps what it was."""
    is_removed = change.severity == NO_LONGER_A_RISK
    action: WriteAction = "delete" if is_removed else "edit"
    authorisation = require_authorisation(transaction, slug, "risk_areas", action)
    if is_removed:
        delete_features(authorisation, [str(change.target)])
        return
    areas = read_layer(transaction, slug, "risk_areas")
    chosen = areas[areas["id"] == change.target]
    if chosen.empty:  # removed by somebody since the targets were looked for
        raise ScenarioTargetError(numbers=str(change.target))
    update_features(authorisation, chosen.assign(severity=change.severity))


def _light_streets(transaction: Transaction, slug: str, places: Sequence[LatLon]) -> None:
    """Light the pieces of street that are nearest to places now."""
    require_right("streets", "edit")
    network = build_street_network(read_street_edges(transaction, slug))
    points = gpd.GeoSeries([point_at(one) for one in places], crs=WGS84)
    edges = network.edge_ids[find_nearest_edges(network, points)]
    light_street_edges(transaction, slug, sorted({int(one) for one in edges}))
