"""Adding of one service without a place: a phone line, or a confidential one with its gateway."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import geopandas as gpd
import pandas as pd

from geo.access.layer_rights import require_authorisation
from geo.errors import LayerRowsError, ServiceContactError
from geo.imports.confidentiality import find_confidential_matches
from geo.imports.layer_checks import check_layer
from geo.imports.layer_import import add_rows
from geo.model import WGS84
from geo.store import Store
from geo.store.database import Transaction
from geo.store.layers import read_layer

CONTACT_FINDINGS = ("row.no_phone", "row.no_gateway")


@dataclass(frozen=True)
class PlacelessService:
    """
    What a person says of a service without a place; empty texts are unknown.

    Attributes
    ----------
    confidential
        None where nobody says so: the type, or the name, may still decide.
    """

    type: str
    name: str = ""
    phone: str = ""
    gateway: str = ""
    opening_hours: str = ""
    confidential: bool | None = None


def add_placeless_service(store: Store, slug: str, service: PlacelessService) -> bool:
    """
    Add a service without a place to a community.

    Returns
    -------
    added
        False where the layer holds it already.

    Raises
    ------
    ServiceContactError
        If it has neither a phone nor, being confidential, a gateway contact.
    LayerRowsError
        If its type is not one of the vocabulary.
    WriteDeniedError
        If the acting role may not add services.
    """
    checked = _check(service)

    def in_transaction(transaction: Transaction) -> bool:
        authorisation = require_authorisation(transaction, slug, "services", "add")
        stored = read_layer(transaction, slug, "services")
        new = checked
        if authorisation.sees_confidential:
            matches = find_confidential_matches(checked, stored)
            new = checked.assign(confidential=checked["confidential"] | matches)
        return add_rows(authorisation, new, stored).added > 0

    return store.transact(in_transaction)


def _check(service: PlacelessService) -> gpd.GeoDataFrame:
    row = pd.DataFrame([asdict(service)], index=pd.RangeIndex(1, 2), dtype=object)
    frame = gpd.GeoDataFrame(row, geometry=[None], crs=WGS84)
    frame.attrs["file"] = service.name
    try:
        return check_layer(frame, "services").reset_index(drop=True)
    except LayerRowsError as error:
        if {key for _, key, _ in error.findings} <= set(CONTACT_FINDINGS):
            raise ServiceContactError from error
        raise
