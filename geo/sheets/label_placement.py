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

from geo.cartography.feature_rows import rows
from geo.cartography.palette import BASE, INK
from geo.sheets.fonts import width_of
from geo.sheets.map_frame import Frame
from geo.sheets.number_markers import Mark
from geo.sheets.svg import lines_of, words

HALO_PX = 2.6
STEP_PX = 14.0  # between the places tried along a street
BEND = 0.38  # of its size: how far a street may leave the straight line under its name
FREE_PX = 2.0  # kept around a name
BESIDE_PX = 6.5  # from the middle of a way to the name of its street
SIZES = {"main": 10.5, "street": 9.5, "lane": 9.0, "path": 9.0}
WEIGHT = {"main": 600}
PLACE_SIZE = 11.5
# Where beside a disc its name may stand, in shares of the way there: right, left, above, below,
# then askew.
AROUND = (
    *((1, 0), (-1, 0), (0, -1), (0, 1)),
    *((0.8, -1), (0.8, 1), (-0.8, -1), (-0.8, 1)),
    *((0.4, -1), (0.4, 1), (-0.4, -1), (-0.4, 1)),
)


@dataclass
class Room:
    """
    What of a picture is taken.

    Attributes
    ----------
    width, height
        Of the picture [px].
    taken
        Shapes on it that no name may touch [px].
    """

    width: float
    height: float
    taken: list[BaseGeometry] = field(default_factory=list)

    def has(self, ground: BaseGeometry) -> bool:
        """Tell whether a name may stand somewhere."""
        inside = shapely.box(3, 3, self.width - 3, self.height - 3).contains(ground)
        return inside and not any(ground.intersects(one) for one in self.taken)

    def take(self, ground: BaseGeometry) -> None:
        """Keep other names off some ground."""
        self.taken.append(ground)


def mark_names(marks: Sequence[Mark], room: Room) -> Iterator[Element]:
    """Write the names of doors beside their discs, in ink."""
    for mark in marks:
        if mark.name is None:
            continue
        size = 10.5
        wide, clear = width_of(mark.name, size, weight=600), mark.radius + 5
        for right, down in AROUND:
            x = mark.drawn_x + right * (clear + wide / 2)
            y = mark.drawn_y + down * (clear + size / 2)
            if _try(room, _box(x, y, wide, size)):
                yield _written(mark.name, (x, y), size, colour=INK, weight=600)
                break


def place_names(base: gpd.GeoDataFrame, room: Room) -> Iterator[Element]:
    """Write the names of villages and quarters where they lie."""
    for row in rows(base[base["layer"] == "place"]):
        name, at = row.says("name"), row.geometry.representative_point()
        if name is None:
            continue
        if _try(room, _box(at.x, at.y, width_of(name, PLACE_SIZE, weight=600), PLACE_SIZE)):
            colour = BASE["place_name"]
            yield _written(name, (at.x, at.y), PLACE_SIZE, colour=colour, weight=600)


def street_names(
    base: gpd.GeoDataFrame, frame: Frame, room: Room, *, along: BaseGeometry
) -> Iterator[Element]:
    """
    Write the names of streets: those of the ways first, beside the line; then the main ones.

    Parameters
    ----------
    along
        The ways [px].
    """
    streets = base[(base["layer"] == "street") & base["name"].notna() & base["class"].isin(SIZES)]
    inside = shapely.box(0, 0, frame.width, frame.height)
    corridor = along.buffer(3.0)
    found = []
    for (name, kind), parts in streets.groupby(["name", "class"]):
        line = shapely.line_merge(shapely.union_all(parts.geometry.array).intersection(inside))
        shared = line.intersection(corridor).length
        rank = list(SIZES).index(str(kind))
        found.append((-shared, rank, -line.length, str(name), str(kind), line))
    written: set[str] = set()
    for shared, _, _, name, kind, line in sorted(found, key=lambda one: one[:4]):
        if name not in written:
            drawn = list(_street_name(name, kind, line, room, beside=shared < -20))
            written |= {name} if drawn else set()
            yield from drawn


def water_names(base: gpd.GeoDataFrame, room: Room) -> Iterator[Element]:
    """Write the names of rivers along them."""
    water = base[(base["layer"] == "water") & base["name"].notna()]
    for name, parts in water.groupby("name"):
        lines = [part for shape in parts.geometry for part in lines_of(shape)]
        merged = shapely.line_merge(shapely.multilinestrings(lines)) if lines else None
        if merged is not None:
            yield from _on_line(str(name), merged.simplify(4), room, 9.5, BASE["water_name"])


def _street_name(
    name: str, kind: str, line: BaseGeometry, room: Room, *, beside: bool
) -> Iterator[Element]:
    size, weight = SIZES[kind], WEIGHT.get(kind, 400)
    shifts = (-BESIDE_PX - size / 2, BESIDE_PX + size / 2) if beside else (0.0,)
    yield from _on_line(
        name, line.simplify(1.5), room, size, BASE["street_name"], weight=weight, shifts=shifts
    )


def _on_line(  # noqa: PLR0913 (a name, its line and its looks)
    name: str,
    line: BaseGeometry,
    room: Room,
    size: float,
    colour: str,
    *,
    weight: int = 400,
    shifts: tuple[float, ...] = (0.0,),
) -> Iterator[Element]:
    wide = width_of(name, size, weight=weight)
    for part in sorted(lines_of(line), key=lambda one: -one.length):
        for x, y, course in _straight_places(part, wide, size):
            for shift in shifts:
                at = _beside(x, y, course, shift)
                if _try(room, rotate(_box(*at, wide, size), course, origin=at)):
                    yield _written(name, at, size, colour=colour, weight=weight, course=course)
                    return


def _straight_places(
    line: shapely.LineString, wide: float, size: float
) -> Iterator[tuple[float, float, float]]:
    """Find where a line is straight for as long as a name: middles and courses, upright."""
    spare = line.length - wide
    if spare < 0:
        return
    count = int(spare // STEP_PX) + 1
    starts = [spare * (at + 0.5) / count for at in range(count)]
    for start in sorted(starts, key=lambda along: abs(along - spare / 2)):
        piece = substring(line, start, start + wide)
        first, last = piece.interpolate(0), piece.interpolate(piece.length)
        chord = shapely.LineString([first, last])
        if chord.length < wide * 0.94 or piece.hausdorff_distance(chord) > size * BEND:
            continue
        course = math.degrees(math.atan2(last.y - first.y, last.x - first.x))
        middle = chord.interpolate(0.5, normalized=True)
        yield middle.x, middle.y, (course + 90) % 180 - 90


def _beside(x: float, y: float, course: float, shift: float) -> tuple[float, float]:
    turned = math.radians(course)
    return x - math.sin(turned) * shift, y + math.cos(turned) * shift


def _try(room: Room, ground: BaseGeometry) -> bool:
    if not room.has(ground):
        return False
    room.take(ground)
    return True


def _box(x: float, y: float, wide: float, size: float) -> shapely.Polygon:
    half, high = wide / 2 + FREE_PX, size * 0.62 + FREE_PX / 2
    return translate(shapely.box(-half, -high, half, high), x, y)


def _written(  # noqa: PLR0913 (a text and its looks)
    text: str,
    at: tuple[float, float],
    size: float,
    *,
    colour: str,
    weight: int = 400,
    course: float = 0.0,
) -> Element:
    turned = f"rotate({course:.1f} {at[0]:.1f} {at[1]:.1f})" if abs(course) > 0.05 else None
    return words(
        text,
        (at[0], at[1] + size * 0.35),
        size,
        fill=colour,
        font_weight=weight,
        stroke=BASE["halo"],
        stroke_width=HALO_PX,
        paint_order="stroke",
        transform=turned,
    )
