"""
The layers of a community: reading, adding, replacing and removing features, with history.

A frame of a layer has the columns of its query under `queries/layers/` and EPSG:4326 geometry.
A feature is stored as its attributes, in JSON with sorted keys, and its geometry: an empty one
where it has no place, as a phone line. In a frame its geometry is None then.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.layers.confidential_features import blank_open_columns, is_confidential
from geo.model import WGS84, LayerName
from geo.store.database import Store, Transaction
from geo.store.proposed_services import remove_proposed_services
from geo.store.record_encoding import encode_records
from geo.store.write_authorisation import WriteAuthorisation

LATER_COLUMNS = ("address",)  # that rows stored before do not have
NO_PLACE = shapely.GeometryCollection()  # its WKB is the same wherever it was made


@dataclass(frozen=True)
class FeatureCounts:
    """Numbers of features that an import added, found unchanged, and removed."""

    added: int
    unchanged: int
    removed: int


@dataclass(frozen=True)
class ProtectedContent:
    """Whether a community has confidential services, and homes."""

    confidential_services: bool
    homes: bool


def read_layer(store: Store | Transaction, slug: str, layer: LayerName) -> gpd.GeoDataFrame:
    """
    Read a layer without redaction, in insertion order; empty where it has no features.

    Notes
    -----
    Unredacted: only `geo.privacy` may disclose the result.
    """
    return to_geodataframe(store.frame(f"layers/{layer}", community=slug))


def count_features(store: Store, slug: str) -> dict[str, int]:
    """Count the features of each layer that has any."""
    rows = store.rows("layers/counts", community=slug)
    return {row["layer"]: row["features"] for row in rows}


def insert_features(authorisation: WriteAuthorisation, features: gpd.GeoDataFrame) -> FeatureCounts:
    """
    Add features; those identical to an existing one are not added again.

    Parameters
    ----------
    authorisation
        From `geo.access.layer_rights`; its role is recorded in the history.
    features
        Validated attributes and EPSG:4326 geometry. A missing `id` is generated.

    Raises
    ------
    WriteDeniedError
        If it does not permit adding.
    """
    authorisation.require("add")
    if features.empty:
        return FeatureCounts(0, 0, 0)
    counts = _insert_rows(authorisation, to_feature_rows(features))
    _forget_addresses(authorisation)
    return counts


def replace_features(
    authorisation: WriteAuthorisation, features: gpd.GeoDataFrame
) -> FeatureCounts:
    """
    Replace the features of a layer; the history keeps the old ones.

    Confidential features stay where the role of the authorisation is not shown them.

    Raises
    ------
    WriteDeniedError
        If it does not permit replacing.
    """
    authorisation.require("replace")
    old_ids = list_removable_ids(authorisation)
    _delete_rows(authorisation, old_ids)
    added = _insert_rows(authorisation, to_feature_rows(features))
    _forget_addresses(authorisation)
    return FeatureCounts(added.added, added.unchanged, len(old_ids))


def update_features(authorisation: WriteAuthorisation, features: gpd.GeoDataFrame) -> int:
    """
    Give features, found by their `id`, other attributes and another geometry; one row a feature.

    Returns
    -------
    updated
        Number of features; those that the role is not shown, or that are not there, stay.

    Raises
    ------
    WriteDeniedError
        If the authorisation does not permit editing.
    """
    authorisation.require("edit")
    rows = to_feature_rows(features)
    rows = rows[rows["id"].isin(list_removable_ids(authorisation))]
    if not rows.empty:
        _record_history("history/edited", authorisation, rows)  # before the edit: it reads it
        authorisation.transaction.execute(
            "layers/edit",
            rows,
            community=authorisation.community,
            layer=authorisation.target,
        )
        _forget_addresses(authorisation)
    return len(rows)


def delete_features(authorisation: WriteAuthorisation, ids: Sequence[str]) -> None:
    """
    Remove features; confidential ones stay where the role is not shown them.

    Raises
    ------
    WriteDeniedError
        If the authorisation does not permit removing.
    """
    authorisation.require("delete")
    removable = set(list_removable_ids(authorisation))
    _delete_rows(authorisation, [one for one in ids if one in removable])
    _forget_addresses(authorisation)


def to_geodataframe(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    """Convert a frame with a `wkb` column into a GeoDataFrame, EPSG:4326; empty becomes None."""
    geometry = shapely.from_wkb(frame["wkb"].map(bytes).to_numpy(dtype=object))
    geometry[shapely.is_empty(geometry)] = None
    return gpd.GeoDataFrame(frame.drop(columns="wkb"), geometry=geometry, crs=WGS84)


def read_protected_content(transaction: Transaction, slug: str) -> ProtectedContent:
    """Read whether a community has anything whose disclosure depends on its other layers."""
    services = read_layer(transaction, slug, "services")
    (row,) = transaction.rows("layers/has_homes", community=slug)
    return ProtectedContent(bool(is_confidential(services).any()), bool(row["homes"]))


def list_removable_ids(authorisation: WriteAuthorisation) -> list[str]:
    """List the features of a layer that the role may remove or edit, in insertion order."""
    transaction = authorisation.transaction
    parameters = {"community": authorisation.community, "layer": authorisation.target}
    if authorisation.sees_confidential or authorisation.target not in ("services", "safe_zones"):
        return [row["id"] for row in transaction.rows("layers/ids", **parameters)]
    features = read_layer(transaction, authorisation.community, authorisation.target)
    return list(features["id"][~is_confidential(features)])


def list_known_ids(authorisation: WriteAuthorisation) -> list[str]:
    """List the features of a layer that the account is shown, or has added itself."""
    shown = list_removable_ids(authorisation)
    if authorisation.is_proposed:
        return shown
    own = authorisation.transaction.rows(
        "layers/added_ids",
        community=authorisation.community,
        layer=authorisation.target,
        account=authorisation.account,
    )
    return [*shown, *(row["id"] for row in own)]


def _insert_rows(authorisation: WriteAuthorisation, incoming: pd.DataFrame) -> FeatureCounts:
    transaction = authorisation.transaction
    parameters = {"community": authorisation.community, "layer": authorisation.target}
    equal = transaction.frame_with_incoming("layers/existing_ids", incoming, **parameters)
    if not authorisation.sees_confidential:
        equal = equal[equal["stored"].isin(list_known_ids(authorisation))]
    new_rows = incoming[~incoming["id"].isin(equal["id"])]
    if not new_rows.empty:
        table = pa.Table.from_pandas(new_rows, preserve_index=False)
        transaction.execute("layers/add", table, **parameters)
        _record_history("history/added", authorisation, table)
    return FeatureCounts(len(new_rows), len(incoming) - len(new_rows), 0)


def _delete_rows(authorisation: WriteAuthorisation, ids: Sequence[str]) -> None:
    if not ids:
        return
    incoming = pd.DataFrame({"id": list(ids)})
    _record_history("history/removed", authorisation, incoming)
    authorisation.transaction.execute(
        "layers/remove",
        incoming,
        community=authorisation.community,
        layer=authorisation.target,
    )


def _record_history(
    query: str, authorisation: WriteAuthorisation, rows: pd.DataFrame | pa.Table
) -> None:
    """Record a change, and increment the version of the layers."""
    authorisation.transaction.execute(
        query,
        rows,
        community=authorisation.community,
        layer=authorisation.target,
        who=authorisation.role,
        account=authorisation.account,
    )
    authorisation.transaction.execute("communities/layers_changed", slug=authorisation.community)


def _forget_addresses(authorisation: WriteAuthorisation) -> None:
    """
    Erase from the history the addresses of all services that are not open in the layer.

    Only where the layer has a confidential service, which may be one of them under another name
    or in another place: an address is not kept on the chance that it is not. What open proposals
    contain of a service that has just become confidential is removed.
    """
    if authorisation.target != "services":
        return
    transaction, slug = authorisation.transaction, authorisation.community
    services = read_layer(transaction, slug, "services")
    confidential = is_confidential(services)
    if confidential.any():
        open_ids = pd.DataFrame({"id": services["id"][~confidential].astype(str)})
        transaction.execute("history/forget_addresses", open_ids, community=slug)
        remove_proposed_services(transaction, slug, open_ids=open_ids["id"])


def _make_ids(count: int) -> list[str]:
    """Make random identifiers as `uuid.uuid4` does (RFC 9562, version 4), of one reading."""
    octets = np.frombuffer(os.urandom(16 * count), dtype=np.uint8).reshape(-1, 16).copy()
    octets[:, 6] = octets[:, 6] & 0x0F | 0x40
    octets[:, 8] = octets[:, 8] & 0x3F | 0x80
    digits = octets.tobytes().hex()
    parts = [digits[start : start + 32] for start in range(0, len(digits), 32)]
    return [f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}" for one in parts]


def to_feature_rows(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    Convert features to rows as they are stored: `id`, `attributes` in JSON, `wkb`.

    Texts are cleaned here too, in case a way in forgot to: no layer holds control signs. So are
    addresses of confidential services. A column without a value that older rows do not have is
    left out, so that equal rows are equal texts.
    """
    if "type" in frame:
        frame = blank_open_columns(frame)
    attributes = pd.DataFrame(frame.drop(columns=[frame.geometry.name, "id"], errors="ignore"))
    ids = frame["id"] if "id" in frame else _make_ids(len(frame))
    shapes = np.array(frame.geometry.array, dtype=object)
    shapes[shapely.is_missing(shapes) | shapely.is_empty(shapes)] = NO_PLACE
    return pd.DataFrame(
        {
            "id": list(ids),
            "attributes": encode_records(attributes, left_out=LATER_COLUMNS),
            "wkb": shapely.to_wkb(shapes),
        }
    )
