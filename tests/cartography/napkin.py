"""A village of a few squares and lines, and what a map says about it."""

from __future__ import annotations

import json
import re

import geopandas as gpd
from shapely.geometry import box

from geo.cartography.leaflet_shapes import ShapesElement
from geo.layers.schema import CANDIDATE_COLUMNS
from geo.layers.street_rows import BASE_MAP_COLUMNS, EDGE_COLUMNS
from geo.model import Community
from geo.network.edge_restrictions import EdgeRestrictions
from geo.store.communities import add_community
from geo.store.streets import (
    StreetImport,
    replace_streets,
)

# Half a degree would be a country; a hundredth is a village.
WEST, SOUTH = -89.85, 13.90


def square(column, row, size=1):
    """Give a square of the napkin: one unit is a thousandth of a degree, about 110 m."""
    west, south = WEST + column / 1000, SOUTH + row / 1000
    return box(west, south, west + size / 1000, south + size / 1000)


def frame(geometries, **columns):
    return gpd.GeoDataFrame(columns, geometry=list(geometries), crs="EPSG:4326")


def shapes_of(group):
    """Read back what a layer asks the browser to draw."""
    # Folium hangs a second child on a group once it has been rendered.
    drawing = next(child for child in group._children.values() if isinstance(child, ShapesElement))
    return json.loads(drawing.shapes)


def of_kind(group, kind):
    return [shape for shape in shapes_of(group) if shape["kind"] == kind]


def labels(group):
    return [shape["text"] for shape in of_kind(group, "label")]


def addresses(text):
    """Find whatever could make a browser ask another host."""
    return re.findall(r"""(?:https?:)?//[\w.-]+\.\w+[^\s"'<)]*""", text)


def settle(store, slug, features):
    """Found a community on a base map: dictionaries of its columns, with `geometry`."""
    community = Community(
        slug=slug, name="Napkin", timezone="America/El_Salvador", demonstration=True
    )
    add_community(store, community)
    columns = [*BASE_MAP_COLUMNS, "geometry"]
    base = gpd.GeoDataFrame(list(features), columns=columns, crs="EPSG:4326")
    restrictions = EdgeRestrictions.none(0).to_columns()
    edges = frame([], **{column: [] for column in EDGE_COLUMNS}, **restrictions)
    candidates = frame([], **{column: [] for column in ["osm_id", *CANDIDATE_COLUMNS]})
    replace_streets(store, slug, StreetImport(edges, base, candidates, source="a napkin"))
