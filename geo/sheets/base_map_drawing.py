"""The base map of a picture: land, water, houses, and streets by their class."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.cartography.palette import BASE
from geo.privacy.view import View
from geo.sheets.map_frame import Frame, Shapes
from geo.sheets.svg import element, path

ZOOMS = (11, 13, 15, 16, 17, 18)
# Widths at those zooms [px]; paper is read from nearer than a screen, so they are taken thinner.
WIDTHS = {
    "main": (1.6, 2.5, 6, 9.5, 15, 24),
    "street": (0.7, 1.4, 3.8, 6.5, 11, 18),
    "lane": (0.4, 0.9, 2.4, 4.2, 8, 13),
    "path": (0.3, 0.7, 1.2, 1.6, 2.4, 3.4),
    "rail": (0.5, 0.8, 1.2, 1.6, 2, 2.4),
}
WATER_WIDTHS = {"river": (1.5, 2.5, 6, 9, 13, 18), "canal": (0.8, 1.2, 2.5, 4, 6, 9)}
STREAM = (0.5, 0.8, 1.6, 2.2, 3, 4)
ON_PAPER = 0.72
CASING_PX = 1.5
BRIDGE_CASING_PX = 3.4
HOUSES_FROM = 13.6  # zoom; farther away they are dust
LEAST_RANK = 12  # what shows at this zoom of the web map is on every picture
ORDER = ("path", "rail", "lane", "street", "main")


def base_of(view: View, frame: Frame) -> gpd.GeoDataFrame:
    """
    Read the base map under a picture.

    Returns
    -------
    base
        As `geo.store.streets.read_base`, with its shapes on the picture [px]; empty ones left out.
    """
    last = max(LEAST_RANK, round(frame.zoom + 0.5))
    base = view.base_map(frame.degrees, last_rank=last)
    shapes = frame.from_degrees(base.geometry)
    drawn = gpd.GeoDataFrame(
        base.drop(columns=base.geometry.name), geometry=gpd.GeoSeries(shapes, crs=None)
    )
    return drawn[~shapely.is_empty(shapes)].reset_index(drop=True)


def ground(base: gpd.GeoDataFrame, frame: Frame) -> Iterator[Element]:
    """Draw land, water, houses and streets, the ones below first."""
    yield element("rect", x=0, y=0, width=frame.width, height=frame.height, fill=BASE["ground"])
    for name in ("residential", "field", "wood", "park", "sand", "wetland"):
        land = _of(base, "ground", name)
        if land is not None:
            yield path(land, fill=BASE[name])
    yield from _water(base, frame)
    houses = _of(base, "building")
    if houses is not None and frame.zoom >= HOUSES_FROM:
        yield path(houses, fill=BASE["building"])
    yield from _streets(base, frame)


def width_at(widths: tuple[float, ...], zoom: float) -> float:
    """Find how wide a line is at a zoom [px]."""
    return float(np.interp(zoom, ZOOMS, widths)) * ON_PAPER


def _water(base: gpd.GeoDataFrame, frame: Frame) -> Iterator[Element]:
    for name in sorted(set(base.loc[base["layer"] == "water", "class"])):
        shape = _of(base, "water", name)
        width = width_at(WATER_WIDTHS.get(name, STREAM), frame.zoom)
        areas, lines = _parted(shape)
        yield path(areas, fill=BASE["water"])
        yield path(
            lines,
            fill="none",
            stroke=BASE["water"],
            stroke_width=width,
            stroke_linecap="round",
            stroke_linejoin="round",
        )


def _streets(base: gpd.GeoDataFrame, frame: Frame) -> Iterator[Element]:
    streets = base[base["layer"] == "street"]
    bridges = streets["bridge"].fillna(False).astype(bool)
    for level in (streets[~bridges], streets[bridges]):
        on_bridge = bool(level["bridge"].fillna(False).any())
        kinds = [(kind, _of(level, "street", kind)) for kind in ORDER]
        for kind, shape in kinds:  # all casings below all roads, so that crossings stay open
            if shape is not None and (kind not in {"path", "rail"} or on_bridge):
                yield _casing(shape, kind, frame, on_bridge=on_bridge)
        for kind, shape in kinds:
            if shape is not None:
                yield _road(shape, kind, frame)


def _casing(shape: BaseGeometry, kind: str, frame: Frame, *, on_bridge: bool) -> Element:
    wider = BRIDGE_CASING_PX if on_bridge else CASING_PX
    colour = "bridge_casing" if on_bridge else "main_casing" if kind == "main" else "casing"
    return path(
        shape,
        fill="none",
        stroke=BASE[colour],
        stroke_width=width_at(WIDTHS[kind], frame.zoom) + wider,
        stroke_linecap="butt" if on_bridge else "round",
        stroke_linejoin="round",
    )


def _road(shape: BaseGeometry, kind: str, frame: Frame) -> Element:
    width = max(width_at(WIDTHS[kind], frame.zoom), 0.5)
    look: dict[str, object] = {"stroke": BASE["road"], "stroke_linecap": "round"}
    if kind == "path":
        look = {"stroke": BASE["path"], "stroke_dasharray": "4 2.5"}
    if kind == "rail":
        look = {"stroke": BASE["rail"]}
    return path(shape, fill="none", stroke_width=width, stroke_linejoin="round", **look)


def _of(base: gpd.GeoDataFrame, layer: str, name: str | None = None) -> BaseGeometry | None:
    chosen = base["layer"] == layer
    if name is not None:
        chosen &= base["class"] == name
    shapes: Shapes = np.asarray(base.geometry[chosen].array, dtype=object)
    return shapely.GeometryCollection(list(shapely.get_parts(shapes))) if len(shapes) else None


def _parted(shape: BaseGeometry | None) -> tuple[BaseGeometry, BaseGeometry]:
    parts = shapely.get_parts([] if shape is None else [shape])
    flat = shapely.get_dimensions(parts) == 2
    return shapely.GeometryCollection(list(parts[flat])), shapely.GeometryCollection(
        list(parts[~flat])
    )
