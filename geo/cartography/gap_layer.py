"""Who is left out: gap ground with its people, and the homes behind the numbers."""

from __future__ import annotations

from math import sqrt

import folium
from geopandas import GeoDataFrame

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import rows
from geo.cartography.leaflet_shapes import Shape
from geo.cartography.palette import GAP, SOFT_INK, fill_url

_SMALLEST_DOT, _LARGEST_DOT = 1.6, 7.0  # px
_DOT_GROWTH = 0.55  # px of radius for the square root of one person: ink grows with people


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
    style: Shape = {
        "pane": "amparo-gap",
        "color": GAP.rim,
        "weight": GAP.rim_width,
        "fillColor": fill_url("gap"),
        "fillOpacity": 1,
        "className": "amparo-gap",
    }
    grounds = list(rows(gaps))
    drawn = [leaflet_shapes.area(row.geometry, style, tip=row.says("tip")) for row in grounds]
    for row in grounds:
        number, name = row.says("number"), row.says("name")
        if number:
            drawn.append(leaflet_shapes.label(row.place, number, "gap", below=name))
    return leaflet_shapes.group("gaps", drawn)


def demand_layer(demand: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw where people live: small dots, their ink in proportion to the people.

    Parameters
    ----------
    demand
        Points (EPSG:4326) with `people` [persons, >= 0]; places without people are left out.
    """
    style: Shape = {
        "pane": "amparo-demand",
        "stroke": False,
        "fillColor": SOFT_INK,
        "fillOpacity": 0.5,
        "className": "amparo-demand",
    }
    lived_in = demand.loc[demand["people"] > 0]
    places = zip(lived_in.geometry.y, lived_in.geometry.x, lived_in["people"], strict=True)
    dots = [(lat, lon, _radius(people)) for lat, lon, people in places]
    return leaflet_shapes.group("demand", [leaflet_shapes.dots(dots, style)] if dots else [])


def _radius(people: float) -> float:
    return min(_LARGEST_DOT, max(_SMALLEST_DOT, _DOT_GROWTH * sqrt(people)))
