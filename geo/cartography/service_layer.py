"""Doors that help: the services on the map."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame
from markupsafe import Markup

from geo.cartography import assets, leaflet_shapes
from geo.cartography.escaping import escape_html
from geo.cartography.feature_rows import FeatureRow, iterate_features
from geo.cartography.leaflet_shapes import LeafletShape

# Maki's signs (CC0). Quiet ones on purpose: none of them says why somebody goes there.
SERVICE_ICONS = {
    "health": "hospital",
    "forensic": "doctor",
    "police": "police",
    "prosecutor": "landmark",
    "court": "landmark",
    "shelter": "home",
    "legal_aid": "library",
    "psychosocial": "heart",
    "womens_centre": "heart",
    "child_protection": "playground",
    "accompaniment": "home",
    "economic_support": "commercial",
    "phone_line": "telephone",
    "other": "information",
}
MARKER_RADIUS_PX = (
    17  # of the disc with its white ring [px]; 15 on phones, by the frame's style sheet
)
CHOSEN_MARKER_RADIUS_PX = 21


def service_layer(
    services: GeoDataFrame, *, labels: bool = True, chosen: str | None = None
) -> folium.FeatureGroup:
    """
    Draw services: a white sign on an ink disc; the one somebody goes to larger and violet.

    Parameters
    ----------
    services
        Points (EPSG:4326) with `id`, `type` and `name`, as far as the reader may know them.
        A column `tip` is shown on touch in place of the name; a column `number` stands on the
        disc in place of the sign.
    labels
        False leaves names to touch. Narrow frames write the chosen one's name only, so that a
        phone on a table gives nothing away.
    chosen
        The `id` of the destination.
    """
    drawn: list[LeafletShape] = []
    for row in iterate_features(services):
        drawn += _service_shapes(
            row, chosen=chosen is not None and row.get_text("id") == chosen, labels=labels
        )
    return leaflet_shapes.feature_group("doors", drawn)


def _service_shapes(row: FeatureRow, *, chosen: bool, labels: bool) -> list[LeafletShape]:
    name = row.get_text("name")
    look = "door chosen" if chosen else "door"
    if row.get_text("number"):
        look += " numbered"
    drawn = [
        leaflet_shapes.marker_shape(
            row.label_position, _marker_html(row), look, tooltip=row.get_text("tip") or name
        )
    ]
    if name and (labels or chosen):
        clear = CHOSEN_MARKER_RADIUS_PX if chosen else MARKER_RADIUS_PX
        drawn.append(
            leaflet_shapes.label_shape(
                row.label_position, name, "chosen" if chosen else "door", clearance_px=clear
            )
        )
    return drawn


def _marker_html(row: FeatureRow) -> Markup:
    number = row.get_text("number")
    if number:
        return Markup("<b>{}</b>").format(escape_html(number))
    sign = SERVICE_ICONS.get(row.get_text("type") or "other", SERVICE_ICONS["other"])
    address = assets.asset_url("maki", f"{sign}.svg")
    return Markup('<i style="--sign:url({})"></i>').format(escape_html(address))
