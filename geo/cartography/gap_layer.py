"""Folium layers of coverage gaps and of demand points."""

from __future__ import annotations

from math import sqrt

import folium
from geopandas import GeoDataFrame

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import DENSITY_CLASSES, GAP_HATCHING, SOFT_INK, hatching_url

MIN_DOT_PX, MAX_DOT_PX = 1.6, 7.0  # px
DOT_OPACITY = 0.5
DOT_PX_PER_SQRT_PERSON = (
    0.55  # px of radius per square root of people: the disc's area is proportional
)


def gap_layer(gaps: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw gap areas, hatched opposite to risk areas, with the number of people as a large label.

    Parameters
    ----------
    gaps
        Polygons (EPSG:4326). A column `number` holds the label, already suppressed where it is
        small, as "186" or "<5"; a column `name` is written below it, except in narrow frames; a
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
    rows = list(iterate_features(gaps))
    shapes = [
        leaflet_shapes.area_shape(row.geometry, style, tooltip=row.get_text("tip")) for row in rows
    ]
    for row in rows:
        number, name = row.get_text("number"), row.get_text("name")
        if number:
            shapes.append(
                leaflet_shapes.label_shape(row.label_position, number, "gap", subtitle=name)
            )
    return leaflet_shapes.feature_group("gaps", shapes)


def demand_tile_layer(url: str, texts: dict[str, str]) -> folium.FeatureGroup:
    """
    Draw demand points from tiles: squares by density, single dots at high zooms.

    Parameters
    ----------
    url
        Address of a tile, with `{z}`, `{x}` and `{y}`; see `geo.cartography.demand_tiles`.
    texts
        Shown on touch: `square` with `{people}` and `{side}`, `dot` with `{people}`, `few` for less
        than one person, `missing` where a tile could not be loaded.
    """
    dot = {
        "min": MIN_DOT_PX,
        "max": MAX_DOT_PX,
        "scale": DOT_PX_PER_SQRT_PERSON,
        "fill": SOFT_INK,
        "opacity": DOT_OPACITY,
    }
    classes = [[one.people_per_hectare, one.fill] for one in DENSITY_CLASSES]
    shape: LeafletShape = {
        "kind": "people",
        "url": url,
        "classes": classes,
        "dot": dot,
        "texts": texts,
    }
    return leaflet_shapes.feature_group("demand", [shape])


def demand_layer(demand: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw demand points as dots whose area is proportional to the people.

    Parameters
    ----------
    demand
        Points (EPSG:4326) with `people` [persons, >= 0]; points without people are left out.
    """
    style: LeafletShape = {
        "pane": "amparo-demand",
        "stroke": False,
        "fillColor": SOFT_INK,
        "fillOpacity": DOT_OPACITY,
        "className": "amparo-demand",
    }
    inhabited = demand.loc[demand["people"] > 0]
    points = zip(inhabited.geometry.y, inhabited.geometry.x, inhabited["people"], strict=True)
    dots = [(lat, lon, _dot_radius_px(people)) for lat, lon, people in points]
    return leaflet_shapes.feature_group(
        "demand", [leaflet_shapes.dots_shape(dots, style)] if dots else []
    )


def _dot_radius_px(people: float) -> float:
    return min(MAX_DOT_PX, max(MIN_DOT_PX, DOT_PX_PER_SQRT_PERSON * sqrt(people)))
