"""
Adding, correcting, confirming, deleting and restoring of one service, with its history.

Each is one transaction that writes one row and one line of the audit log, or part of the one that
is given. A role that is not shown
confidential services neither finds nor changes one: its answers are those to an unknown service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.access.layer_rights import require_authorisation
from geo.errors import ServiceUnknownError
from geo.formats.findings import RowFinding
from geo.imports.checked_layer import CheckedLayer
from geo.imports.confidentiality import find_confidential_matches
from geo.imports.layer_import import add_rows, count_new_rows, keep_confidential
from geo.imports.service_entry import (
    COLUMNS,
    ServiceEntry,
    check_cells,
    check_doubts,
    check_entry,
    parse_place,
)
from geo.layers.confidential_features import read_flag
from geo.layers.schema import LAYER_SCHEMAS
from geo.network.daylight import load_timezone
from geo.privacy.removed_services import select_own_open
from geo.store import Store
from geo.store.actor import current_actor
from geo.store.audit import append_audit_line
from geo.store.communities import read_community
from geo.store.database import Transaction
from geo.store.history import read_removed
from geo.store.layers import (
    delete_features,
    insert_features,
    list_removable_ids,
    read_layer,
    update_features,
)
from geo.store.write_authorisation import WriteAction, WriteAuthorisation

T = TypeVar("T")
MAX_RESTORABLE = 200  # removed services that are looked through
STORED_FIELDS = tuple(
    one.name for one in LAYER_SCHEMAS["services"].fields if one.name not in (*COLUMNS, "public")
)  # what a form does not ask


def add_service(
    store: Store | Transaction, slug: str, entry: ServiceEntry, *, accepts_doubts: bool = False
) -> bool:
    """
    Add a service to a community.

    Parameters
    ----------
    accepts_doubts
        True saves it although it may be a mistake; see `check_doubts`.

    Returns
    -------
    added
        False where the layer holds it already.

    Raises
    ------
    ServiceFieldsError
        If any field has to be corrected; it holds all findings.
    ServiceDoubtsError
        If it may be a mistake and nobody confirmed it.
    WriteDeniedError
        If the acting role may not add services.
    """
    checked = check_entry(entry)

    def write(authorisation: WriteAuthorisation) -> bool:
        stored = read_layer(authorisation.transaction, slug, "services")
        kept = _keep_confidential(authorisation, checked, stored)
        new = kept.frame.reset_index(drop=True)
        if not accepts_doubts:
            _check_doubts(authorisation, new, stored)
        return add_rows(authorisation, new, stored).added > 0

    return _write(store, slug, "add", write, done="added")


def edit_service(
    store: Store | Transaction,
    slug: str,
    service_id: str,
    changes: Mapping[str, object],
    *,
    accepts_doubts: bool = False,
) -> None:
    """
    Correct fields of a service; the others stay as they are stored.

    Parameters
    ----------
    changes
        By field of `ServiceEntry`. A confidential service stays so unless `confidential` is
        False, and one that is said to be public stays so unless it is True.

    Raises
    ------
    ServiceUnknownError
        If there is no such service, or the acting role is not shown it.
    ServiceFieldsError, ServiceDoubtsError
        As `add_service`; nothing is changed.
    WriteDeniedError
        If the acting role may not correct services.
    """

    def write(authorisation: WriteAuthorisation) -> None:
        stored = read_layer(authorisation.transaction, slug, "services")
        old = _find(authorisation, stored, service_id)
        others = stored[stored["id"] != service_id]
        checked = _check_changes(old, changes)
        if not accepts_doubts and {"name", "type", "coordinates"} & set(changes):
            _check_doubts(authorisation, checked.frame, others)
        kept = _keep_confidential(authorisation, checked, others)
        update_features(authorisation, kept.frame.assign(id=service_id))

    _write(store, slug, "edit", write, done="edited")


def confirm_service(
    store: Store, slug: str, service_id: str, *, verified_on: date | None = None
) -> date:
    """
    Record that the details of a service were verified on a day; the history keeps by which role.

    Parameters
    ----------
    verified_on
        None is today in the community's time zone.

    Returns
    -------
    verified_on
        The day that was recorded.

    Raises
    ------
    ServiceUnknownError, WriteDeniedError
        As `edit_service`.
    """
    zone = load_timezone(read_community(store, slug).timezone or "UTC")
    day = verified_on or datetime.now(zone).date()

    def write(authorisation: WriteAuthorisation) -> None:
        stored = read_layer(authorisation.transaction, slug, "services")
        old = _find(authorisation, stored, service_id)
        update_features(authorisation, old.assign(verified_on=day.isoformat()))

    _write(store, slug, "edit", write, done="confirmed")
    return day


def delete_service(store: Store | Transaction, slug: str, service_id: str) -> None:
    """
    Delete a service; the history keeps it, and `restore_service` brings it back.

    Raises
    ------
    ServiceUnknownError, WriteDeniedError
        As `edit_service`.
    """

    def write(authorisation: WriteAuthorisation) -> None:
        if service_id not in list_removable_ids(authorisation):
            raise ServiceUnknownError
        delete_features(authorisation, [service_id])

    _write(store, slug, "delete", write, done="deleted")


def restore_service(store: Store, slug: str, service_id: str) -> None:
    """
    Bring back a deleted service as it was, but confidential where the store now holds it so.

    Raises
    ------
    ServiceUnknownError
        If no such service was deleted, or the acting account may not know that it was; see
        `geo.privacy.removed_services`.
    WriteDeniedError
        If the acting role may not add services.
    """

    def write(authorisation: WriteAuthorisation) -> None:
        removed = read_removed(authorisation.transaction, slug, "services", limit=MAX_RESTORABLE)
        if not authorisation.sees_confidential:
            removed = select_own_open(removed, authorisation.account)
        chosen = removed[removed["id"] == service_id]
        if chosen.empty:
            raise ServiceUnknownError
        chosen = chosen.drop(columns=["removed_at", "who", "account"])
        insert_features(authorisation, _keep_restored_confidential(authorisation, chosen))

    _write(store, slug, "add", write, done="restored")


def _write(
    store: Store | Transaction,
    slug: str,
    action: WriteAction,
    callback: Callable[[WriteAuthorisation], T],
    *,
    done: str,
) -> T:
    """Write a service and its line of the audit log in one transaction, or within the given one."""
    read_community(store, slug)

    def in_transaction(transaction: Transaction) -> T:
        authorisation = require_authorisation(transaction, slug, "services", action)
        result = callback(authorisation)
        append_audit_line(transaction, current_actor(), f"service_{done}", {"community": slug})
        return result

    if isinstance(store, Transaction):
        return in_transaction(store)
    return store.transact_serialised(in_transaction)


def _find(
    authorisation: WriteAuthorisation, stored: gpd.GeoDataFrame, service_id: str
) -> gpd.GeoDataFrame:
    old = stored[stored["id"] == service_id]
    if old.empty or service_id not in list_removable_ids(authorisation):
        raise ServiceUnknownError
    return old


def _check_changes(old: gpd.GeoDataFrame, changes: Mapping[str, object]) -> CheckedLayer:
    """Check a stored service with some fields changed, as a row of a file that says the rest."""
    row = old.iloc[0]
    stated = True if row["confidential"] else False if row["public"] else None
    cells = {name: row[name] for name in (*COLUMNS, *STORED_FIELDS) if name in old}
    cells |= {"confidential": stated}
    cells |= {name: value for name, value in changes.items() if name in COLUMNS}
    if changes.get("confidential", stated) is None:
        cells["confidential"] = stated
    place: BaseGeometry | RowFinding | None = old.geometry.iloc[0]
    if "coordinates" in changes:
        place = parse_place(str(changes["coordinates"] or ""))
    return check_cells(cells, place)


def _check_doubts(
    authorisation: WriteAuthorisation, new: gpd.GeoDataFrame, others: gpd.GeoDataFrame
) -> None:
    """Compare with services that the role is shown: a doubt must not tell of another."""
    shown = others[others["id"].isin(list_removable_ids(authorisation))]
    if count_new_rows(new, shown):  # the same service again is no doubt: it is not added
        community = read_community(authorisation.transaction, authorisation.community)
        check_doubts(new, shown, community.boundary)


def _keep_confidential(
    authorisation: WriteAuthorisation, checked: CheckedLayer, others: gpd.GeoDataFrame
) -> CheckedLayer:
    """Keep a place confidential that the store holds so, for roles that may know that it does."""
    if not authorisation.sees_confidential:
        return checked
    return keep_confidential(checked, "services", others)


def _keep_restored_confidential(
    authorisation: WriteAuthorisation, chosen: gpd.GeoDataFrame
) -> gpd.GeoDataFrame:
    """Do what `_keep_confidential` does; a service deleted long ago may have no flags."""
    if not authorisation.sees_confidential:
        return chosen
    stored = read_layer(authorisation.transaction, authorisation.community, "services")
    flags = {name: read_flag(chosen, name) for name in ("confidential", "public")}
    matches = find_confidential_matches(chosen.assign(**flags), stored)
    return chosen.assign(confidential=flags["confidential"] | matches) if matches.any() else chosen
