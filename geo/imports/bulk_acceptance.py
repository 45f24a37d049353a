"""
Acceptance of many service candidates at once, each with the checks of a single one.

What needs a person's look stays a candidate: what may be a shelter, what resembles a service that
is there already or another candidate, and what fails a check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.access.layer_rights import require_authorisation
from geo.errors import LayerRowsError
from geo.imports.confidentiality import find_confidential_matches
from geo.imports.layer_checks import check_layer
from geo.imports.service_candidates import OSM_SOURCE
from geo.layers.confidential_features import SAME_TYPE_M
from geo.layers.text_folding import squeeze_cell
from geo.network.street_network import estimate_metric_crs
from geo.privacy.view import View
from geo.store import Store
from geo.store.database import Transaction
from geo.store.layers import list_removable_ids, read_layer
from geo.store.streets import accept_candidates, list_open_candidates

BoolArray = NDArray[np.bool_]
LeftReason = Literal["shelter", "similar", "faulty"]
LEFT_REASONS: tuple[LeftReason, ...] = ("shelter", "similar", "faulty")


@dataclass(frozen=True)
class BulkAcceptance:
    """
    The outcome of accepting many candidates.

    Attributes
    ----------
    accepted
        Number of services that were added.
    left
        Number of candidates that wait for a person's look, by reason; only reasons there are.
    """

    accepted: int
    left: dict[LeftReason, int]


def accept_service_candidates(store: Store, view: View, osm_ids: Sequence[str]) -> BulkAcceptance:
    """
    Add candidates to the services in one transaction, but those that need a person's look.

    Parameters
    ----------
    view
        View of an audience that may see the candidates; others are ignored.

    Raises
    ------
    WriteDeniedError
        If the acting role may not add services.
    """
    chosen = view.candidates[view.candidates["osm_id"].isin(osm_ids)].reset_index(drop=True)
    is_shelter = chosen["confidential"].to_numpy(dtype=bool)
    checked, osm = _check_rows(chosen[~is_shelter])
    faulty = int((~is_shelter).sum()) - len(osm)
    guessed = checked["confidential"].to_numpy(dtype=bool)

    def in_transaction(transaction: Transaction) -> BulkAcceptance:
        slug = view.community.slug
        authorisation = require_authorisation(transaction, slug, "services", "add")
        stored = read_layer(transaction, slug, "services")
        is_open = np.isin(osm, list(list_open_candidates(transaction, slug, list(osm))))
        shelters = guessed.copy()
        if authorisation.sees_confidential:
            # For coordinators only: others would find what is stored by what is left.
            shelters |= find_confidential_matches(checked, stored)
        shown = stored[stored["id"].isin(list_removable_ids(authorisation))]
        similar = ~shelters & (_find_similar(checked, shown) | _find_repeated(checked))
        accepted = is_open & ~shelters & ~similar
        if accepted.any():
            services = checked[accepted].reset_index(drop=True)
            accept_candidates(authorisation, list(osm[accepted]), services)
        counts: dict[LeftReason, int] = {
            "shelter": int(is_shelter.sum() + (is_open & shelters).sum()),
            "similar": int((is_open & similar).sum()),
            "faulty": faulty,
        }
        return BulkAcceptance(
            int(accepted.sum()), {reason: count for reason, count in counts.items() if count}
        )

    return store.transact(in_transaction)


def _check_rows(chosen: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, NDArray[np.object_]]:
    """Check candidates as services; those with a finding are left out. Gives their OSM ids, too."""
    rows = chosen.reset_index(drop=True).assign(source=OSM_SOURCE, verified_on=None)
    # The map only did not say that they are confidential: type and name may still decide.
    rows = rows.assign(confidential=None).set_axis(np.arange(1, len(rows) + 1), axis="index")
    while not rows.empty:
        try:
            checked = check_layer(rows.drop(columns="osm_id"), "services")
        except LayerRowsError as error:
            faulty = {row for row, _, _ in error.findings}
            if None in faulty:  # of all rows
                raise
            rows = rows[~rows.index.isin(faulty)]
            continue
        return checked, rows["osm_id"].to_numpy(dtype=object)
    empty = rows.drop(columns="osm_id").assign(confidential=False, public=False, gateway=None)
    return empty, np.array([], dtype=object)


def _find_similar(new: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> BoolArray:
    """Find services with the name of another, or with its type within `SAME_TYPE_M`."""
    names = {squeeze_cell(name) for name in others["name"]} - {""}
    named = np.array([squeeze_cell(name) in names for name in new["name"]], dtype=bool)
    for position, other in _list_near(new, others[others.geometry.notna()]):
        named[position] |= other
    return named


def _list_near(new: gpd.GeoDataFrame, others: gpd.GeoDataFrame) -> Iterator[tuple[int, bool]]:
    if new.empty or others.empty:
        return
    crs = estimate_metric_crs(new)
    index = others.geometry.to_crs(crs).sindex
    shapes = new.geometry.to_crs(crs).to_numpy()
    position, other = index.query(shapes, predicate="dwithin", distance=SAME_TYPE_M)
    types, other_types = new["type"].to_numpy(), others["type"].to_numpy()
    yield from zip(position, types[position] == other_types[other], strict=True)


def _find_repeated(new: gpd.GeoDataFrame) -> BoolArray:
    """Find candidates with the name of an earlier one: the same house, mapped twice."""
    names = new["name"].map(squeeze_cell)
    return np.asarray((names != "") & names.duplicated(), dtype=bool)
