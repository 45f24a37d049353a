"""Folium layer of services: icon markers with labels."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame
from markupsafe import Markup

from geo.cartography import assets, leaflet_shapes
from geo.cartography.escaping import escape_html
from geo.cartography.feature_rows import FeatureRow, iterate_features
from geo.cartography.leaflet_shapes import LeafletShape

# Icons of Maki (CC0). None of them discloses why somebody goes there.
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
    Draw services: a white icon on an ink disc; the destination larger and violet.

    Parameters
    ----------
    services
        Points (EPSG:4326) with `id`, `type` and `name`, as far as they are disclosed to the
        reader.
        A column `tip` is shown on touch instead of the name; a column `number` is drawn on the
        disc instead of the icon; a column `contact` holds the lines of a popup, see
        `geo.cartography.service_contact`.
    labels
        False shows names on touch only. Narrow frames label the destination only, so that a
        phone on a table discloses nothing.
    chosen
        The `id` of the destination.
    """
    shapes: list[LeafletShape] = []
    for row in iterate_features(services):
        shapes += _service_shapes(
            row, chosen=chosen is not None and row.get_text("id") == chosen, labels=labels
        )
    return leaflet_shapes.feature_group("doors", shapes)


def _service_shapes(row: FeatureRow, *, chosen: bool, labels: bool) -> list[LeafletShape]:
    name = row.get_text("name")
    class_name = "door chosen" if chosen else "door"
    if row.get_text("number"):
        class_name += " numbered"
    shapes = [
        leaflet_shapes.marker_shape(
            row.label_position,
            _marker_html(row),
            class_name,
            tooltip=row.get_text("tip") or name,
            popup=_popup(row),
        )
    ]
    if name and (labels or chosen):
        radius_px = CHOSEN_MARKER_RADIUS_PX if chosen else MARKER_RADIUS_PX
        shapes.append(
            leaflet_shapes.label_shape(
                row.label_position, name, "chosen" if chosen else "door", clearance_px=radius_px
            )
        )
    return shapes


def _popup(row: FeatureRow) -> leaflet_shapes.Popup | None:
    lines = row.values.get("contact")
    if not isinstance(lines, list) or not lines:
        return None
    return leaflet_shapes.Popup(row.get_text("name") or row.get_text("tip") or "", lines)


def _marker_html(row: FeatureRow) -> Markup:
    number = row.get_text("number")
    if number:
        return Markup("<b>{}</b>").format(escape_html(number))
    icon = SERVICE_ICONS.get(row.get_text("type") or "other", SERVICE_ICONS["other"])
    url = assets.asset_url("maki", f"{icon}.svg")
    return Markup('<i style="--sign:url({})"></i>').format(escape_html(url))
