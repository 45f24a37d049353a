"""Draws the base map of a map picture as SVG: land, water, buildings and streets by class."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cartography.palette import BASE_MAP_COLOURS, PAPER_WIDTHS_PX
from geo.privacy.view import View
from geo.sheets.map_frame import GeometryArray, MapFrame
from geo.sheets.svg import create_element, draw_path

PAPER_WIDTH_FACTOR = 0.72  # of `PAPER_WIDTHS_PX`
CASING_PX = 1.5
BRIDGE_CASING_PX = 3.4
MIN_BUILDING_ZOOM = 13.6  # zoom; below it, buildings are too small to read
MIN_RANK = 12  # features of the web map at this zoom are on every picture
STREET_ORDER = ("path", "rail", "lane", "street", "main")


def read_base_map(view: View, frame: MapFrame) -> gpd.GeoDataFrame:
    """
    Read the base map inside a frame.

    Returns
    -------
    base
        As `geo.store.streets.read_base_map`, with its geometries projected to pixels; empty
        ones are left out.
    """
    last_rank = max(MIN_RANK, round(frame.zoom + 0.5))
    base = view.base_map(frame.bounds_degrees, last_rank=last_rank)
    shapes = frame.project_degrees(base.geometry)
    projected = gpd.GeoDataFrame(
        base.drop(columns=base.geometry.name), geometry=gpd.GeoSeries(shapes, crs=None)
    )
    return projected[~shapely.is_empty(shapes)].reset_index(drop=True)


def draw_base_map(base: gpd.GeoDataFrame, frame: MapFrame) -> Iterator[Element]:
    """Draw land, water, buildings and streets, from bottom to top."""
    yield create_element(
        "rect", x=0, y=0, width=frame.width, height=frame.height, fill=BASE_MAP_COLOURS["ground"]
    )
    for name in ("residential", "field", "wood", "park", "sand", "wetland"):
        land = _select_shapes(base, "ground", name)
        if land is not None:
            yield draw_path(land, fill=BASE_MAP_COLOURS[name])
    yield from _draw_water(base, frame)
    buildings = _select_shapes(base, "building")
    if buildings is not None and frame.zoom >= MIN_BUILDING_ZOOM:
        yield draw_path(buildings, fill=BASE_MAP_COLOURS["building"])
    yield from _draw_streets(base, frame)


def interpolate_width_px(kind: str, zoom: float) -> float:
    """Interpolate the width of a class of lines at a zoom [px]."""
    zooms, widths = zip(*PAPER_WIDTHS_PX[kind], strict=True)
    return float(np.interp(zoom, zooms, widths)) * PAPER_WIDTH_FACTOR


def _draw_water(base: gpd.GeoDataFrame, frame: MapFrame) -> Iterator[Element]:
    for name in sorted(set(base.loc[base["layer"] == "water", "class"])):
        shape = _select_shapes(base, "water", name)
        width = interpolate_width_px(name if name in PAPER_WIDTHS_PX else "stream", frame.zoom)
        areas, lines = _split_areas_and_lines(shape)
        yield draw_path(areas, fill=BASE_MAP_COLOURS["water"])
        yield draw_path(
            lines,
            fill="none",
            stroke=BASE_MAP_COLOURS["water"],
            stroke_width=width,
            stroke_linecap="round",
            stroke_linejoin="round",
        )


def _draw_streets(base: gpd.GeoDataFrame, frame: MapFrame) -> Iterator[Element]:
    streets = base[base["layer"] == "street"]
    bridges = streets["bridge"].fillna(False).astype(bool)
    for group in (streets[~bridges], streets[bridges]):
        on_bridge = bool(group["bridge"].fillna(False).any())
        kinds = [(kind, _select_shapes(group, "street", kind)) for kind in STREET_ORDER]
        for kind, shape in kinds:  # all casings below all roads, so that junctions stay open
            if shape is not None and (kind not in {"path", "rail"} or on_bridge):
                yield _draw_casing(shape, kind, frame, on_bridge=on_bridge)
        for kind, shape in kinds:
            if shape is not None:
                yield _draw_road(shape, kind, frame)


def _draw_casing(shape: BaseGeometry, kind: str, frame: MapFrame, *, on_bridge: bool) -> Element:
    extra_px = BRIDGE_CASING_PX if on_bridge else CASING_PX
    colour = "bridge_casing" if on_bridge else "main_casing" if kind == "main" else "casing"
    return draw_path(
        shape,
        fill="none",
        stroke=BASE_MAP_COLOURS[colour],
        stroke_width=interpolate_width_px(kind, frame.zoom) + extra_px,
        stroke_linecap="butt" if on_bridge else "round",
        stroke_linejoin="round",
    )


def _draw_road(shape: BaseGeometry, kind: str, frame: MapFrame) -> Element:
    width = max(interpolate_width_px(kind, frame.zoom), 0.5)
    style: dict[str, object] = {"stroke": BASE_MAP_COLOURS["road"], "stroke_linecap": "round"}
    if kind == "path":
        style = {"stroke": BASE_MAP_COLOURS["path"], "stroke_dasharray": "4 2.5"}
    if kind == "rail":
        style = {"stroke": BASE_MAP_COLOURS["rail"]}
    return draw_path(shape, fill="none", stroke_width=width, stroke_linejoin="round", **style)


def _select_shapes(
    base: gpd.GeoDataFrame, layer: str, name: str | None = None
) -> BaseGeometry | None:
    is_selected = base["layer"] == layer
    if name is not None:
        is_selected &= base["class"] == name
    shapes: GeometryArray = np.asarray(base.geometry[is_selected].array, dtype=object)
    return shapely.GeometryCollection(list(shapely.get_parts(shapes))) if len(shapes) else None


def _split_areas_and_lines(shape: BaseGeometry | None) -> tuple[BaseGeometry, BaseGeometry]:
    parts = shapely.get_parts([] if shape is None else [shape])
    is_area = shapely.get_dimensions(parts) == 2
    return shapely.GeometryCollection(list(parts[is_area])), shapely.GeometryCollection(
        list(parts[~is_area])
    )
