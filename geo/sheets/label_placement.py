"""Names on a picture: each where it fits and covers nothing, or not at all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import geopandas as gpd
import shapely
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.cartography.feature_rows import iterate_features
from geo.cartography.palette import BASE_MAP_COLOURS, INK
from geo.sheets.fonts import measure_text_width
from geo.sheets.map_frame import MapFrame
from geo.sheets.number_markers import NumberMarker
from geo.sheets.svg import draw_text, extract_lines

HALO_PX = 2.6
CANDIDATE_STEP_PX = 14.0  # between the places tried along a street
MAX_BEND = 0.38  # of its size: how far a street may leave the straight line under its name
LABEL_MARGIN_PX = 2.0  # kept around a name
ROUTE_OFFSET_PX = 6.5  # from the middle of a way to the name of its street
STREET_LABEL_SIZES = {"main": 10.5, "street": 9.5, "lane": 9.0, "path": 9.0}
STREET_LABEL_WEIGHTS = {"main": 600}
PLACE_LABEL_SIZE = 11.5
# Where beside a disc its name may stand, in shares of the way there: right, left, above, below,
# then askew.
CANDIDATE_OFFSETS = (
    *((1, 0), (-1, 0), (0, -1), (0, 1)),
    *((0.8, -1), (0.8, 1), (-0.8, -1), (-0.8, 1)),
    *((0.4, -1), (0.4, 1), (-0.4, -1), (-0.4, 1)),
)


@dataclass
class LabelCollisions:
    """
    What of a picture is taken.

    Attributes
    ----------
    width, height
        Of the picture [px].
    occupied
        Shapes on it that no name may touch [px].
    """

    width: float
    height: float
    occupied: list[BaseGeometry] = field(default_factory=list)

    def is_free(self, geometry: BaseGeometry) -> bool:
        """Tell whether a name may stand somewhere."""
        inside = shapely.box(3, 3, self.width - 3, self.height - 3).contains(geometry)
        return inside and not any(geometry.intersects(one) for one in self.occupied)

    def occupy(self, geometry: BaseGeometry) -> None:
        """Keep other names off some ground."""
        self.occupied.append(geometry)


def draw_marker_names(
    markers: Sequence[NumberMarker], collisions: LabelCollisions
) -> Iterator[Element]:
    """Write the names of doors beside their discs, in ink."""
    for mark in markers:
        if mark.name is None:
            continue
        size = 10.5
        wide, clear = measure_text_width(mark.name, size, weight=600), mark.radius + 5
        for right, down in CANDIDATE_OFFSETS:
            x = mark.drawn_x + right * (clear + wide / 2)
            y = mark.drawn_y + down * (clear + size / 2)
            if _occupy_if_free(collisions, _label_box(x, y, wide, size)):
                yield _draw_label(mark.name, (x, y), size, colour=INK, weight=600)
                break


def draw_place_names(base: gpd.GeoDataFrame, collisions: LabelCollisions) -> Iterator[Element]:
    """Write the names of villages and quarters where they lie."""
    for row in iterate_features(base[base["layer"] == "place"]):
        name, at = row.get_text("name"), row.geometry.representative_point()
        if name is None:
            continue
        if _occupy_if_free(
            collisions,
            _label_box(
                at.x, at.y, measure_text_width(name, PLACE_LABEL_SIZE, weight=600), PLACE_LABEL_SIZE
            ),
        ):
            colour = BASE_MAP_COLOURS["place_name"]
            yield _draw_label(name, (at.x, at.y), PLACE_LABEL_SIZE, colour=colour, weight=600)


def draw_street_names(
    base: gpd.GeoDataFrame,
    frame: MapFrame,
    collisions: LabelCollisions,
    *,
    route_lines: BaseGeometry,
) -> Iterator[Element]:
    """
    Write the names of streets: those of the ways first, beside the line; then the main ones.

    Parameters
    ----------
    route_lines
        The ways [px].
    """
    streets = base[
        (base["layer"] == "street") & base["name"].notna() & base["class"].isin(STREET_LABEL_SIZES)
    ]
    inside = shapely.box(0, 0, frame.width, frame.height)
    corridor = route_lines.buffer(3.0)
    found = []
    for (name, kind), parts in streets.groupby(["name", "class"]):
        line = shapely.line_merge(shapely.union_all(parts.geometry.array).intersection(inside))
        shared = line.intersection(corridor).length
        rank = list(STREET_LABEL_SIZES).index(str(kind))
        found.append((-shared, rank, -line.length, str(name), str(kind), line))
    written: set[str] = set()
    for shared, _, _, name, kind, line in sorted(found, key=lambda one: one[:4]):
        if name not in written:
            drawn = list(_draw_street_name(name, kind, line, collisions, beside=shared < -20))
            written |= {name} if drawn else set()
            yield from drawn


def draw_water_names(base: gpd.GeoDataFrame, collisions: LabelCollisions) -> Iterator[Element]:
    """Write the names of rivers along them."""
    water = base[(base["layer"] == "water") & base["name"].notna()]
    for name, parts in water.groupby("name"):
        lines = [part for shape in parts.geometry for part in extract_lines(shape)]
        merged = shapely.line_merge(shapely.multilinestrings(lines)) if lines else None
        if merged is not None:
            yield from _draw_along_line(
                str(name), merged.simplify(4), collisions, 9.5, BASE_MAP_COLOURS["water_name"]
            )


def _draw_street_name(
    name: str, kind: str, line: BaseGeometry, collisions: LabelCollisions, *, beside: bool
) -> Iterator[Element]:
    size, weight = STREET_LABEL_SIZES[kind], STREET_LABEL_WEIGHTS.get(kind, 400)
    shifts = (-ROUTE_OFFSET_PX - size / 2, ROUTE_OFFSET_PX + size / 2) if beside else (0.0,)
    yield from _draw_along_line(
        name,
        line.simplify(1.5),
        collisions,
        size,
        BASE_MAP_COLOURS["street_name"],
        weight=weight,
        shifts=shifts,
    )


def _draw_along_line(  # noqa: PLR0913 (a name, its line and its looks)
    name: str,
    line: BaseGeometry,
    collisions: LabelCollisions,
    size: float,
    colour: str,
    *,
    weight: int = 400,
    shifts: tuple[float, ...] = (0.0,),
) -> Iterator[Element]:
    wide = measure_text_width(name, size, weight=weight)
    for part in sorted(extract_lines(line), key=lambda one: -one.length):
        for x, y, course in _straight_positions(part, wide, size):
            for shift in shifts:
                at = _offset_point(x, y, course, shift)
                if _occupy_if_free(
                    collisions, rotate(_label_box(*at, wide, size), course, origin=at)
                ):
                    yield _draw_label(name, at, size, colour=colour, weight=weight, course=course)
                    return


def _straight_positions(
    line: shapely.LineString, wide: float, size: float
) -> Iterator[tuple[float, float, float]]:
    """Find where a line is straight for as long as a name: middles and courses, upright."""
    spare = line.length - wide
    if spare < 0:
        return
    count = int(spare // CANDIDATE_STEP_PX) + 1
    starts = [spare * (at + 0.5) / count for at in range(count)]
    for start in sorted(starts, key=lambda along: abs(along - spare / 2)):
        piece = substring(line, start, start + wide)
        first, last = piece.interpolate(0), piece.interpolate(piece.length)
        chord = shapely.LineString([first, last])
        if chord.length < wide * 0.94 or piece.hausdorff_distance(chord) > size * MAX_BEND:
            continue
        course = math.degrees(math.atan2(last.y - first.y, last.x - first.x))
        middle = chord.interpolate(0.5, normalized=True)
        yield middle.x, middle.y, (course + 90) % 180 - 90


def _offset_point(x: float, y: float, course: float, shift: float) -> tuple[float, float]:
    turned = math.radians(course)
    return x - math.sin(turned) * shift, y + math.cos(turned) * shift


def _occupy_if_free(collisions: LabelCollisions, geometry: BaseGeometry) -> bool:
    if not collisions.is_free(geometry):
        return False
    collisions.occupy(geometry)
    return True


def _label_box(x: float, y: float, wide: float, size: float) -> shapely.Polygon:
    half, high = wide / 2 + LABEL_MARGIN_PX, size * 0.62 + LABEL_MARGIN_PX / 2
    return translate(shapely.box(-half, -high, half, high), x, y)


def _draw_label(  # noqa: PLR0913 (a text and its looks)
    text: str,
    at: tuple[float, float],
    size: float,
    *,
    colour: str,
    weight: int = 400,
    course: float = 0.0,
) -> Element:
    turned = f"rotate({course:.1f} {at[0]:.1f} {at[1]:.1f})" if abs(course) > 0.05 else None
    return draw_text(
        text,
        (at[0], at[1] + size * 0.35),
        size,
        fill=colour,
        font_weight=weight,
        stroke=BASE_MAP_COLOURS["halo"],
        stroke_width=HALO_PX,
        paint_order="stroke",
        transform=turned,
    )
