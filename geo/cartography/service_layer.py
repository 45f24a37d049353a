"""Doors that help: the services on the map."""

from __future__ import annotations

import folium
from geopandas import GeoDataFrame
from markupsafe import Markup

from geo.cartography import assets, leaflet_shapes
from geo.cartography.escaping import in_html
from geo.cartography.feature_rows import Row, rows
from geo.cartography.leaflet_shapes import Shape

# Maki's signs (CC0). Quiet ones on purpose: none of them says why somebody goes there.
SIGNS = {
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
RADIUS = 17  # of the disc with its white ring [px]; 15 on phones, by the frame's style sheet
CHOSEN_RADIUS = 21


def door_layer(
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
    drawn: list[Shape] = []
    for row in rows(services):
        drawn += _door(row, chosen=chosen is not None and row.says("id") == chosen, labels=labels)
    return leaflet_shapes.group("doors", drawn)


def _door(row: Row, *, chosen: bool, labels: bool) -> list[Shape]:
    name = row.says("name")
    look = "door chosen" if chosen else "door"
    if row.says("number"):
        look += " numbered"
    drawn = [leaflet_shapes.sign(row.place, _face(row), look, tip=row.says("tip") or name)]
    if name and (labels or chosen):
        clear = CHOSEN_RADIUS if chosen else RADIUS
        drawn.append(
            leaflet_shapes.label(row.place, name, "chosen" if chosen else "door", clear=clear)
        )
    return drawn


def _face(row: Row) -> Markup:
    number = row.says("number")
    if number:
        return Markup("<b>{}</b>").format(in_html(number))
    sign = SIGNS.get(row.says("type") or "other", SIGNS["other"])
    address = assets.address("maki", f"{sign}.svg")
    return Markup('<i style="--sign:url({})"></i>').format(in_html(address))
