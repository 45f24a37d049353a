"""Landscape of the village: water, land use, plaza, larger buildings and place names."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import numpy as np

from data.demo.curves import concatenate_pieces, interpolate_curve, make_blob, widen_line
from data.demo.projection import RANDOM_SEED, Coordinates, parse_points

RIVER_POINTS = (
    "1130,2750 1040,2420 1015,2120 1065,1780 1000,1420 1030,1060 900,720 752,370 684,25 "
    "648,-290 700,-620 724,-930 610,-1290 562,-1680 606,-2060 560,-2420 590,-2750"
)
STREAM_POINTS = (
    "3080,-560 2700,-640 2280,-560 1900,-660 1560,-600 1350,-598 1120,-520 900,-535 690,-560"
)
SMALL_STREAM_POINTS = (
    "-1150,2700 -980,2200 -1050,1800 -860,1440 -560,1260 -180,1290 250,1180 620,1290 1008,1250"
)
PLAZA_POINTS = "-72,-84 64,-62 60,62 -80,50 -72,-84"

# tag | value | middle x,y | half length, half width, rotation
LAND_TABLE = """
landuse|residential|-150,-120|640,560,8
landuse|residential|1400,60|420,560,-12
landuse|residential|-1930,-300|330,420,20
landuse|residential|-1500,1230|380,260,-10
landuse|residential|2480,540|330,190,8
landuse|residential|1900,-1270|360,210,-5
natural|wood|640,1180|130,310,-8
natural|wood|1560,1080|420,190,28
natural|wood|-700,880|210,150,40
natural|wood|-1250,1800|420,230,-15
natural|wood|980,-980|170,300,12
natural|wood|-1350,-1450|420,260,25
natural|wood|2500,1350|330,240,10
natural|wood|260,-1320|90,210,10
natural|wood|-2650,700|240,330,10
natural|wood|1150,-2000|360,200,-12
natural|wood|700,2050|170,260,-10
landuse|orchard|985,290|195,105,34
landuse|orchard|1880,1050|170,110,-20
landuse|farmland|-980,-520|170,120,20
landuse|farmland|-1480,350|260,210,-20
landuse|farmland|-360,820|130,110,20
landuse|farmland|300,1420|170,90,-25
landuse|farmland|2150,-260|150,190,10
landuse|farmland|860,-230|75,150,8
landuse|farmland|690,560|75,190,-25
landuse|farmland|1040,640|75,180,-18
landuse|meadow|-880,-120|75,120,10
landuse|orchard|560,-700|110,190,20
landuse|farmland|-620,-1500|260,160,-10
landuse|farmland|2450,-1650|260,170,20
landuse|farmland|-2520,-180|170,240,10
landuse|farmland|-700,1800|190,130,10
landuse|farmland|1120,1620|120,200,-10
landuse|meadow|2050,-830|170,120,30
landuse|meadow|-2350,-1150|260,170,15
landuse|meadow|-250,-1000|170,110,-20
landuse|meadow|2620,-40|140,110,20
landuse|meadow|-2150,1750|260,170,10
leisure|pitch|-690,170|46,30,8
natural|sand|650,-430|16,60,-4
natural|wetland|770,-1130|45,90,10
"""

# name | middle x,y | length, width, rotation | tags
BUILDINGS_TABLE = """
Iglesia San Jacinto|-14,118|30,17,6|building=church amenity=place_of_worship religion=christian
Ermita del Alto|-170,1030|14,9,60|building=chapel amenity=place_of_worship religion=christian
Alcaldía|-138,-52|26,18,6|building=public
Mercado|22,-212|62,44,4|building=retail amenity=marketplace
Centro Escolar Chancala|-528,118|58,26,80|building=school amenity=school
Centro Escolar La Colonia|1345,-60|46,22,8|building=school amenity=school
Unidad de Salud|1462,560|40,22,20|building=hospital
Casa comunal|1262,50|26,16,4|building=public
Beneficio El Cafetal|962,330|40,20,24|building=industrial
"""

# name | place value | x,y | population
PLACES_TABLE = """
Chancala|village|-20,20|2650
Colonia Nueva Esperanza|suburb|1385,-190|920
Loma Alta|hamlet|-1500,1330|300
El Amate|hamlet|-2000,-190|330
El Zapote|hamlet|190,1690|150
El Mango|hamlet|1960,-1230|180
Los Encuentros|hamlet|2440,540|260
Agua Fría|hamlet|1450,1600|60
La Vega|hamlet|300,-1690|9
Barrio El Calvario|locality|-300,-560|
Barrio La Ermita|locality|-130,700|
"""


@dataclass(frozen=True)
class TaggedFeature:
    """A point (one row), line or ring in metres, with its OpenStreetMap tags."""

    coordinates: Coordinates
    tags: dict[str, str]


def make_river_area() -> TaggedFeature:
    """
    Build the area of the river.

    Returns
    -------
    river
        A ring running north to south and back; about 42 to 54 m wide.
    """
    return TaggedFeature(
        _make_banks(make_river_line().coordinates, 24.0), {"natural": "water", "water": "river"}
    )


def make_river_line() -> TaggedFeature:
    """
    Build the centre line of the river.

    Returns
    -------
    line
        From north to south, downstream.
    """
    tags = {"waterway": "river", "name": "Río Chancala"}
    return TaggedFeature(
        concatenate_pieces(interpolate_curve(parse_points(RIVER_POINTS), step_m=24)), tags
    )


def _make_banks(line: Coordinates, half_m: float) -> Coordinates:
    """Widen a line to a strip whose width varies as a sum of three sine waves."""
    index = np.arange(len(line), dtype=float)
    waves = np.sin(index / 5.3) + 0.7 * np.sin(index / 2.9 + 1) + 0.5 * np.sin(index / 9.1)
    return widen_line(line, half_m + 1.7 * waves)


def make_waters() -> list[TaggedFeature]:
    """
    Build the water features.

    Returns
    -------
    waters
        The river's area, its centre line and two tributary streams.
    """
    streams = [("Quebrada El Guarumo", STREAM_POINTS), ("Quebrada Seca", SMALL_STREAM_POINTS)]
    return [make_river_area(), make_river_line()] + [
        TaggedFeature(
            concatenate_pieces(interpolate_curve(parse_points(knots), step_m=20)),
            {"waterway": "stream", "name": name},
        )
        for name, knots in streams
    ]


def make_land_areas() -> list[TaggedFeature]:
    """
    Build the areas of land use, and the plaza.

    Returns
    -------
    areas
        Rings, larger ones first in the table; they may overlap.
    """
    rng = Random(RANDOM_SEED)
    plaza = TaggedFeature(
        parse_points(PLAZA_POINTS), {"leisure": "park", "name": "Plaza de Chancala"}
    )
    return [_make_land_area(rng, row) for row in LAND_TABLE.strip().splitlines()] + [plaza]


def _make_land_area(rng: Random, row: str) -> TaggedFeature:
    key, value, centre, half_axes_text = row.split("|")
    x, y = parse_points(centre)[0]
    length, width, rotation = (float(number) for number in half_axes_text.split(","))
    if value == "pitch":
        return TaggedFeature(
            make_rectangle(x, y, size=(2 * length, 2 * width, rotation)), {key: value}
        )
    line = make_blob(
        rng, center=(x, y), half_axes=(length, width, rotation), wobble=0.17, corners=10
    )
    return TaggedFeature(line, {key: value})


def make_rectangle(x: float, y: float, *, size: tuple[float, float, float]) -> Coordinates:
    """
    Build a rectangle.

    Parameters
    ----------
    x, y
        Its centre [m].
    size
        Length, width [m] and rotation from east [degrees, anticlockwise].

    Returns
    -------
    ring
        Anticlockwise, first point repeated at the end [m].
    """
    length, width, rotation = size[0] / 2, size[1] / 2, math.radians(size[2])
    corners = np.array([(-length, -width), (length, -width), (length, width), (-length, width)])
    rotation_matrix = np.array(
        [[math.cos(rotation), math.sin(rotation)], [-math.sin(rotation), math.cos(rotation)]]
    )
    rotated = corners @ rotation_matrix + (x, y)
    return np.round(np.vstack([rotated, rotated[:1]]), 2)


def make_buildings() -> list[TaggedFeature]:
    """
    Build the larger buildings that have names.

    Returns
    -------
    buildings
        Rectangles with `building`, `name` and tags of their use.
    """
    features = []
    for row in BUILDINGS_TABLE.strip().splitlines():
        name, centre, size, tags = row.split("|")
        x, y = parse_points(centre)[0]
        length, width, rotation = (float(number) for number in size.split(","))
        pairs = dict(pair.split("=") for pair in tags.split())
        features.append(
            TaggedFeature(
                make_rectangle(x, y, size=(length, width, rotation)), {"name": name} | pairs
            )
        )
    return features


def make_places() -> list[TaggedFeature]:
    """
    Build the named places.

    Returns
    -------
    places
        Points with `place`, `name` and, where known, `population`.
    """
    features = []
    for row in PLACES_TABLE.strip().splitlines():
        name, kind, point, population = row.split("|")
        tags = {"place": kind, "name": name} | ({"population": population} if population else {})
        features.append(TaggedFeature(parse_points(point), tags))
    peak = {"natural": "peak", "name": "Cerro La Campana"}
    return [*features, TaggedFeature(parse_points("-2330,1330"), peak)]
