"""
Imports of files: what each of them changed, for its undoing, and the rows of it that wait.

A waiting row is in none of the layers, so no view reads it. What it contains is deleted when it is
decided on; its digest stays, by which it is known when the same file comes again.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import ImportBatchUnknownError
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LAYER_NAMES, WGS84, LayerName
from geo.store.actor import current_actor, current_role
from geo.store.database import Store, Transaction
from geo.store.layers import to_geodataframe
from geo.store.record_encoding import encode_records

RowState = Literal["open", "taken", "left_out"]
# Stands for a layer where the rows of a file wait that have no clear one.
UNCLEAR = cast("LayerName", "unclear")
NO_PLACE = shapely.GeometryCollection()
Doubt = tuple[str, dict[str, object]]
"""Key of a finding and its placeholders."""


@dataclass(frozen=True)
class ImportBatch:
    """
    An import that was not undone.

    Attributes
    ----------
    account, role
        Who imported, and under which role.
    imported_at
        UTC.
    changes
        Number of changes in the history of the layer.
    waiting
        Number of its rows that wait.
    """

    id: str
    community: str
    layer: LayerName
    file: str
    account: str
    role: str
    imported_at: datetime
    changes: int
    waiting: int

    @property
    def is_unclear(self) -> bool:
        """Whether it holds the rows of a file whose layer is not clear."""
        return str(self.layer) == UNCLEAR


def read_last_change(transaction: Transaction, slug: str, layer: LayerName) -> int:
    """Read the number of the latest change of a layer, before an import adds its own."""
    (row,) = transaction.rows("waiting/last_change", community=slug, layer=layer)
    return int(row["number"])


def add_batch(  # noqa: PLR0913 (what was imported, and to which import it belongs)
    transaction: Transaction,
    slug: str,
    layer: LayerName,
    file: str,
    *,
    after_change: int,
    part_of: ImportBatch | None = None,
    imported_at: datetime | None = None,
) -> str:
    """
    Record an import within its transaction.

    Rows of the same file that wait since it came before are deleted: it brings them again.

    Parameters
    ----------
    after_change
        Of `read_last_change`: later changes of the layer are those of this import.
    part_of
        Import of the same file by the same account, whose rows these were: nothing is deleted, and
        both are undone together.
    imported_at
        UTC; what is imported of one file at once has the same. None is now.

    Returns
    -------
    id
        Of the batch.
    """
    account = current_actor() if part_of is None else part_of.account
    of_file = {"community": slug, "layer": layer, "file": file, "account": account}
    moment = imported_at or datetime.now(UTC)
    if part_of is None:
        transaction.execute("waiting/delete_open", **of_file)
    else:
        moment = part_of.imported_at
    batch = str(uuid.uuid4())
    transaction.execute(
        "waiting/add_batch",
        id=batch,
        **of_file,
        role=current_role() or "",
        imported_at=moment.replace(tzinfo=None),
    )
    add_changes(transaction, slug, batch, layer, after_change=after_change)
    return batch


def delete_waiting(transaction: Transaction, slug: str, file: str) -> None:
    """Delete the open rows of a file that comes again as a whole, whichever layer they wait for."""
    for layer in (*LAYER_NAMES, UNCLEAR):
        transaction.execute(
            "waiting/delete_open",
            community=slug,
            layer=layer,
            file=file,
            account=current_actor(),
        )


def add_changes(
    transaction: Transaction, slug: str, batch: str, layer: LayerName, *, after_change: int
) -> None:
    """Note that later changes of a layer, in this transaction, are those of an import."""
    transaction.execute(
        "waiting/add_changes", id=batch, community=slug, layer=layer, after=after_change
    )


def encode_waiting(frame: gpd.GeoDataFrame, doubts: dict[int, list[Doubt]]) -> pd.DataFrame:
    """Encode rows that wait, by their index, as they are stored."""
    shapes = np.array(frame.geometry.array, dtype=object)
    shapes[shapely.is_missing(shapes)] = NO_PLACE
    encoded = pd.DataFrame(
        {
            "number": [int(row) for row in frame.index],
            "attributes": encode_records(pd.DataFrame(frame.drop(columns=frame.geometry.name))),
            "doubts": [json.dumps(doubts[int(row)], default=str) for row in frame.index],
            "wkb": shapely.to_wkb(shapes),
        }
    )
    cells = zip(encoded["attributes"], encoded["doubts"], encoded["wkb"], strict=True)
    encoded["digest"] = [
        hashlib.sha256(f"{attributes}\0{found}\0".encode() + wkb).hexdigest()
        for attributes, found, wkb in cells
    ]
    return encoded


def add_waiting(transaction: Transaction, slug: str, batch: str, rows: pd.DataFrame) -> None:
    """Keep rows as `encode_waiting` makes them."""
    if not rows.empty:
        transaction.execute("waiting/add_rows", rows, id=batch, community=slug)


def read_decided(
    transaction: Transaction, slug: str, layer: LayerName, file: str
) -> dict[str, RowState]:
    """Read what the account decided on rows of this file when it came before, by digest."""
    rows = transaction.rows(
        "waiting/decided", community=slug, layer=layer, file=file, account=current_actor()
    )
    return {row["digest"]: row["state"] for row in rows}


def list_batches(
    store: Store | Transaction, slug: str, *, account: str | None = None
) -> list[ImportBatch]:
    """List the imports of a community that were not undone, the latest first."""
    rows = store.rows("waiting/batches", community=slug, account=account)
    return [
        ImportBatch(**{**row, "imported_at": row["imported_at"].replace(tzinfo=UTC)})
        for row in rows
    ]


def find_batch(
    store: Store | Transaction, slug: str, batch: str, *, account: str | None = None
) -> ImportBatch:
    """
    Find an import that was not undone.

    Raises
    ------
    ImportBatchUnknownError
        If there is none, or it is another account's where one is given.
    """
    for one in list_batches(store, slug, account=account):
        if one.id == batch:
            return one
    raise ImportBatchUnknownError


def list_companions(store: Store | Transaction, batch: ImportBatch) -> list[ImportBatch]:
    """List the imports of the layers of one file, made at once, with the given one."""
    batches = list_batches(store, batch.community, account=batch.account)
    return [
        one for one in batches if (one.file, one.imported_at) == (batch.file, batch.imported_at)
    ]


def read_waiting(
    store: Store | Transaction, batch: ImportBatch
) -> tuple[gpd.GeoDataFrame, dict[int, list[Doubt]]]:
    """
    Read the rows of an import that wait, and what was found in each.

    Notes
    -----
    Unredacted: only those may be shown it who brought the file, and coordinators.
    """
    rows = store.frame("waiting/rows", id=batch.id, community=batch.community)
    columns = None if batch.is_unclear else list(LAYER_SCHEMAS[batch.layer].sql_types)
    records = [json.loads(one) for one in rows["attributes"]]
    attributes = pd.DataFrame(records, index=rows.index, columns=columns, dtype=object)
    frame = to_geodataframe(attributes.assign(wkb=rows["wkb"]))
    frame = frame.set_axis(pd.Index(rows["number"].astype(int), name="row"), axis="index")
    doubts = {
        int(number): [(str(key), dict(placeholders)) for key, placeholders in json.loads(found)]
        for number, found in zip(rows["number"], rows["doubts"], strict=True)
    }
    return frame.set_crs(WGS84, allow_override=True), doubts


def decide(
    transaction: Transaction, batch: ImportBatch, rows: Collection[int], state: RowState
) -> None:
    """Note what was decided on rows that wait, and delete what they contain."""
    if rows:
        numbers = pd.DataFrame({"number": sorted(int(row) for row in rows)})
        transaction.execute(
            "waiting/decide", numbers, id=batch.id, community=batch.community, state=state
        )


def move_on(transaction: Transaction, batch: ImportBatch, rows: Collection[int]) -> None:
    """Delete open rows that go on waiting in the layer they were found to be of."""
    if rows:
        numbers = pd.DataFrame({"number": sorted(int(row) for row in rows)})
        transaction.execute(
            "waiting/delete_numbers", numbers, id=batch.id, community=batch.community
        )


def list_added_ids(transaction: Transaction, batch: ImportBatch) -> list[str]:
    """List the features that an import added and nobody changed since."""
    own = {"id": batch.id, "layer": None, "file": None, "account": None}
    return [
        row["id"] for row in transaction.rows("waiting/added", community=batch.community, **own)
    ]


def list_file_ids(transaction: Transaction, slug: str, layer: LayerName, file: str) -> list[str]:
    """List the features that imports of a file by the account added and nobody changed since."""
    own = {"id": None, "layer": layer, "file": file, "account": current_actor()}
    rows = transaction.rows("waiting/added", community=slug, **own)
    return [row["id"] for row in rows]


def count_edited(transaction: Transaction, batch: ImportBatch) -> int:
    """Count the features that an import added and that were changed or removed since."""
    (row,) = transaction.rows("waiting/edited", id=batch.id, community=batch.community)
    return int(row["features"])


def read_removed_by(transaction: Transaction, batch: ImportBatch) -> gpd.GeoDataFrame:
    """Read the features that an import removed and that are not there again, with their ids."""
    rows = transaction.frame("waiting/removed", id=batch.id, community=batch.community)
    columns = list(LAYER_SCHEMAS[batch.layer].sql_types)
    records = [json.loads(one) for one in rows["attributes"]]
    attributes = pd.DataFrame(records, index=rows.index, columns=columns, dtype=object)
    return to_geodataframe(attributes.assign(id=rows["id"], wkb=rows["wkb"]))


def close_batch(transaction: Transaction, batch: ImportBatch) -> None:
    """Note that an import was undone, and delete its rows that wait or waited."""
    parameters = {"id": batch.id, "community": batch.community}
    transaction.execute("waiting/delete_rows", **parameters)
    undone_at = datetime.now(UTC).replace(tzinfo=None)
    transaction.execute("waiting/undo", **parameters, undone_at=undone_at)
