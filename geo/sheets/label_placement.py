"""Places labels on a map picture without overlaps; labels that do not fit are left out."""

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
CANDIDATE_STEP_PX = 14.0  # between candidate positions along a street
MAX_BEND = 0.38  # share of the text size: maximal deviation of a street from a straight label
LABEL_MARGIN_PX = 2.0  # around a label
ROUTE_OFFSET_PX = 6.5  # from the centre line of a route to the label of its street
STREET_LABEL_SIZES = {"main": 10.5, "street": 9.5, "lane": 9.0, "path": 9.0}
STREET_LABEL_WEIGHTS = {"main": 600}
PLACE_LABEL_SIZE = 11.5
MARKER_LABEL_SIZE = 10.5
# Candidate positions of a label beside its disc, as shares of the offset: right, left, above,
# below, then diagonal.
CANDIDATE_OFFSETS = (
    *((1, 0), (-1, 0), (0, -1), (0, 1)),
    *((0.8, -1), (0.8, 1), (-0.8, -1), (-0.8, 1)),
    *((0.4, -1), (0.4, 1), (-0.4, -1), (-0.4, 1)),
)


@dataclass
class LabelCollisions:
    """
    Occupied shapes of a picture.

    Attributes
    ----------
    width, height
        Of the picture [px].
    occupied
        Shapes that no label may touch [px].
    """

    width: float
    height: float
    occupied: list[BaseGeometry] = field(default_factory=list)

    def is_free(self, geometry: BaseGeometry) -> bool:
        """Check that a label is inside the picture and touches no occupied shape."""
        inside = shapely.box(3, 3, self.width - 3, self.height - 3).contains(geometry)
        return inside and not any(geometry.intersects(shape) for shape in self.occupied)

    def occupy(self, geometry: BaseGeometry) -> None:
        """Add a shape that later labels must not touch."""
        self.occupied.append(geometry)


def draw_marker_names(
    markers: Sequence[NumberMarker], collisions: LabelCollisions
) -> Iterator[Element]:
    """Draw the names of services beside their discs, in ink."""
    size = MARKER_LABEL_SIZE
    for marker in markers:
        if marker.name is None:
            continue
        width, clearance = measure_text_width(marker.name, size, weight=600), marker.radius + 5
        for right, down in CANDIDATE_OFFSETS:
            x = marker.drawn_x + right * (clearance + width / 2)
            y = marker.drawn_y + down * (clearance + size / 2)
            if _occupy_if_free(collisions, _label_box(x, y, width, size)):
                yield _draw_label(marker.name, (x, y), size, colour=INK, weight=600)
                break


def draw_place_names(base: gpd.GeoDataFrame, collisions: LabelCollisions) -> Iterator[Element]:
    """Draw the names of villages and quarters at their positions."""
    for row in iterate_features(base[base["layer"] == "place"]):
        name, point = row.get_text("name"), row.geometry.representative_point()
        if name is None:
            continue
        width = measure_text_width(name, PLACE_LABEL_SIZE, weight=600)
        if _occupy_if_free(collisions, _label_box(point.x, point.y, width, PLACE_LABEL_SIZE)):
            colour = BASE_MAP_COLOURS["place_name"]
            yield _draw_label(name, (point.x, point.y), PLACE_LABEL_SIZE, colour=colour, weight=600)


def draw_street_names(
    base: gpd.GeoDataFrame,
    frame: MapFrame,
    collisions: LabelCollisions,
    *,
    route_lines: BaseGeometry,
) -> Iterator[Element]:
    """
    Draw the names of streets: first those of the routes, beside the line; then main streets.

    Parameters
    ----------
    route_lines
        The routes [px].
    """
    streets = base[
        (base["layer"] == "street") & base["name"].notna() & base["class"].isin(STREET_LABEL_SIZES)
    ]
    inside = shapely.box(0, 0, frame.width, frame.height)
    corridor = route_lines.buffer(3.0)
    candidates = []
    for (name, kind), parts in streets.groupby(["name", "class"]):
        line = shapely.line_merge(shapely.union_all(parts.geometry.array).intersection(inside))
        shared = line.intersection(corridor).length
        rank = list(STREET_LABEL_SIZES).index(str(kind))
        candidates.append((-shared, rank, -line.length, str(name), str(kind), line))
    labelled: set[str] = set()
    for shared, _, _, name, kind, line in sorted(candidates, key=lambda item: item[:4]):
        if name not in labelled:
            labels = list(_draw_street_name(name, kind, line, collisions, beside=shared < -20))
            labelled |= {name} if labels else set()
            yield from labels


def draw_water_names(base: gpd.GeoDataFrame, collisions: LabelCollisions) -> Iterator[Element]:
    """Draw the names of rivers along their lines."""
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


def _draw_along_line(  # noqa: PLR0913 (a name, its line and its style)
    name: str,
    line: BaseGeometry,
    collisions: LabelCollisions,
    size: float,
    colour: str,
    *,
    weight: int = 400,
    shifts: tuple[float, ...] = (0.0,),
) -> Iterator[Element]:
    width = measure_text_width(name, size, weight=weight)
    for part in sorted(extract_lines(line), key=lambda part: -part.length):
        for x, y, angle in _straight_positions(part, width, size):
            for shift in shifts:
                at = _offset_point(x, y, angle, shift)
                if _occupy_if_free(
                    collisions, rotate(_label_box(*at, width, size), angle, origin=at)
                ):
                    yield _draw_label(name, at, size, colour=colour, weight=weight, angle=angle)
                    return


def _straight_positions(
    line: shapely.LineString, width: float, size: float
) -> Iterator[tuple[float, float, float]]:
    """Find straight stretches as long as a label: centres and angles, readable from below."""
    spare = line.length - width
    if spare < 0:
        return
    count = int(spare // CANDIDATE_STEP_PX) + 1
    starts = [spare * (index + 0.5) / count for index in range(count)]
    for start in sorted(starts, key=lambda start: abs(start - spare / 2)):
        piece = substring(line, start, start + width)
        first, last = piece.interpolate(0), piece.interpolate(piece.length)
        chord = shapely.LineString([first, last])
        if chord.length < width * 0.94 or piece.hausdorff_distance(chord) > size * MAX_BEND:
            continue
        angle = math.degrees(math.atan2(last.y - first.y, last.x - first.x))
        middle = chord.interpolate(0.5, normalized=True)
        yield middle.x, middle.y, (angle + 90) % 180 - 90


def _offset_point(x: float, y: float, angle: float, shift: float) -> tuple[float, float]:
    radians = math.radians(angle)
    return x - math.sin(radians) * shift, y + math.cos(radians) * shift


def _occupy_if_free(collisions: LabelCollisions, geometry: BaseGeometry) -> bool:
    if not collisions.is_free(geometry):
        return False
    collisions.occupy(geometry)
    return True


def _label_box(x: float, y: float, width: float, size: float) -> shapely.Polygon:
    half_width, half_height = width / 2 + LABEL_MARGIN_PX, size * 0.62 + LABEL_MARGIN_PX / 2
    return translate(shapely.box(-half_width, -half_height, half_width, half_height), x, y)


def _draw_label(  # noqa: PLR0913 (a text and its style)
    text: str,
    at: tuple[float, float],
    size: float,
    *,
    colour: str,
    weight: int = 400,
    angle: float = 0.0,
) -> Element:
    rotation = f"rotate({angle:.1f} {at[0]:.1f} {at[1]:.1f})" if abs(angle) > 0.05 else None
    return draw_text(
        text,
        (at[0], at[1] + size * 0.35),
        size,
        fill=colour,
        font_weight=weight,
        stroke=BASE_MAP_COLOURS["halo"],
        stroke_width=HALO_PX,
        paint_order="stroke",
        transform=rotation,
    )
