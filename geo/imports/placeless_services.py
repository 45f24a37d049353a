"""Adding of one service without a place: a phone line, or a confidential one with its gateway."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import LayerRowsError, ServiceContactError
from geo.imports.layer_checks import CheckedLayer, examine_layer
from geo.imports.layer_import import add_checked
from geo.model import WGS84
from geo.store import Store

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
    counts = add_checked(store, slug, "services", _check(service))
    return counts is None or counts.added > 0


def _check(service: PlacelessService) -> CheckedLayer:
    row = pd.DataFrame([asdict(service)], index=pd.RangeIndex(1, 2), dtype=object)
    frame = gpd.GeoDataFrame(row, geometry=np.full(1, None, dtype=object), crs=WGS84)
    frame.attrs["file"] = service.name
    try:
        return examine_layer(frame, "services")
    except LayerRowsError as error:
        if {key for _, key, _ in error.findings} <= set(CONTACT_FINDINGS):
            raise ServiceContactError from error
        raise
