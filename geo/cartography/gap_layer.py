"""Who is left out: gap ground with its people, and the homes behind the numbers."""

from __future__ import annotations

from math import sqrt

import folium
from geopandas import GeoDataFrame

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import GAP_HATCHING, SOFT_INK, hatching_url

_MIN_DOT_PX, _MAX_DOT_PX = 1.6, 7.0  # px
_DOT_PX_PER_SQRT_PERSON = (
    0.55  # px of radius for the square root of one person: ink grows with people
)


def gap_layer(gaps: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw gap ground, hatched the other way than risk, with the number of people large on it.

    Parameters
    ----------
    gaps
        Polygons (EPSG:4326). A column `number` holds what is written, already masked where it
        is small, as "186" or "<5"; a column `name` stands below it, except in narrow frames; a
        column `tip` is shown on touch.
    """
    style: LeafletShape = {
        "pane": "amparo-gap",
        "color": GAP_HATCHING.rim,
        "weight": GAP_HATCHING.rim_width,
        "fillColor": hatching_url("gap"),
        "fillOpacity": 1,
        "className": "amparo-gap",
    }
    grounds = list(iterate_features(gaps))
    drawn = [
        leaflet_shapes.area_shape(row.geometry, style, tooltip=row.get_text("tip"))
        for row in grounds
    ]
    for row in grounds:
        number, name = row.get_text("number"), row.get_text("name")
        if number:
            drawn.append(
                leaflet_shapes.label_shape(row.label_position, number, "gap", subtitle=name)
            )
    return leaflet_shapes.feature_group("gaps", drawn)


def demand_layer(demand: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw where people live: small dots, their ink in proportion to the people.

    Parameters
    ----------
    demand
        Points (EPSG:4326) with `people` [persons, >= 0]; places without people are left out.
    """
    style: LeafletShape = {
        "pane": "amparo-demand",
        "stroke": False,
        "fillColor": SOFT_INK,
        "fillOpacity": 0.5,
        "className": "amparo-demand",
    }
    lived_in = demand.loc[demand["people"] > 0]
    places = zip(lived_in.geometry.y, lived_in.geometry.x, lived_in["people"], strict=True)
    dots = [(lat, lon, _dot_radius_px(people)) for lat, lon, people in places]
    return leaflet_shapes.feature_group(
        "demand", [leaflet_shapes.dots_shape(dots, style)] if dots else []
    )


def _dot_radius_px(people: float) -> float:
    return min(_MAX_DOT_PX, max(_MIN_DOT_PX, _DOT_PX_PER_SQRT_PERSON * sqrt(people)))
