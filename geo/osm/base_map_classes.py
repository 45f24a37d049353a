"""
Classification of OpenStreetMap tags into the classes of the base map.

A rank is the first zoom of the web map at which a feature is drawn.
"""

from __future__ import annotations

Tags = dict[str, str]
MapClass = tuple[str, str, int]  # layer, class, rank

STREET_CLASSES: dict[str, tuple[str, int]] = {
    "motorway": ("main", 7),
    "motorway_link": ("main", 10),
    "trunk": ("main", 7),
    "trunk_link": ("main", 10),
    "primary": ("main", 8),
    "primary_link": ("main", 11),
    "secondary": ("main", 9),
    "secondary_link": ("main", 12),
    "tertiary": ("street", 11),
    "tertiary_link": ("street", 12),
    "unclassified": ("street", 12),
    "residential": ("street", 13),
    "living_street": ("street", 13),
    "road": ("street", 13),
    "busway": ("street", 13),
    "pedestrian": ("lane", 13),
    "service": ("lane", 14),
    "track": ("lane", 13),
    "footway": ("path", 14),
    "path": ("path", 13),
    "steps": ("path", 14),
    "cycleway": ("path", 14),
    "bridleway": ("path", 14),
    "platform": ("path", 15),
}
# Aisles of car parks and driveways are drawn later, or they would clutter the streets.
_MINOR_SERVICE_VALUES = frozenset({"parking_aisle", "driveway", "drive-through"})
_MINOR_SERVICE_RANK = 15

WATERWAY_CLASSES: dict[str, tuple[str, int]] = {
    "river": ("river", 8),
    "canal": ("canal", 11),
    "stream": ("stream", 12),
    "ditch": ("stream", 15),
    "drain": ("stream", 15),
}
RAILWAY_VALUES = frozenset({"rail", "light_rail", "narrow_gauge", "tram", "subway"})
_RAIL_RANK = 10

WATER_AREA_CLASSES = {
    "river": "river",
    "stream": "stream",
    "canal": "canal",
    "ditch": "stream",
    "drain": "stream",
}
_WATER_AREA_RANK = 8

NATURAL_CLASSES: dict[str, tuple[str, int]] = {
    "wood": ("wood", 8),
    "scrub": ("wood", 10),
    "grassland": ("field", 10),
    "heath": ("field", 10),
    "sand": ("sand", 10),
    "beach": ("sand", 10),
    "wetland": ("wetland", 10),
}
LANDUSE_CLASSES: dict[str, tuple[str, int]] = {
    "forest": ("wood", 8),
    "farmland": ("field", 9),
    "farmyard": ("field", 12),
    "meadow": ("field", 10),
    "orchard": ("field", 10),
    "vineyard": ("field", 10),
    "plant_nursery": ("field", 11),
    "grass": ("park", 12),
    "recreation_ground": ("park", 11),
    "village_green": ("park", 11),
    "cemetery": ("park", 11),
    "residential": ("residential", 9),
    "commercial": ("residential", 10),
    "retail": ("residential", 10),
    "industrial": ("residential", 10),
}
LEISURE_CLASSES: dict[str, tuple[str, int]] = {
    "park": ("park", 10),
    "garden": ("park", 13),
    "pitch": ("park", 14),
    "playground": ("park", 14),
    "golf_course": ("park", 11),
}
_BUILDING_RANK = 14

PLACE_CLASSES: dict[str, tuple[str, int]] = {
    "city": ("town", 5),
    "town": ("town", 7),
    "village": ("village", 10),
    "hamlet": ("hamlet", 12),
    "isolated_dwelling": ("hamlet", 14),
    "suburb": ("suburb", 12),
    "quarter": ("suburb", 13),
    "neighbourhood": ("suburb", 14),
    "locality": ("locality", 14),
}
_PEAK_RANK = 12


def classify_street(tags: Tags) -> MapClass | None:
    """Classify a way with a `highway` tag; None for values that are not drawn."""
    name_and_rank = STREET_CLASSES.get(tags["highway"])
    if name_and_rank is None:
        return None
    name, rank = name_and_rank
    if tags.get("service") in _MINOR_SERVICE_VALUES:
        rank = _MINOR_SERVICE_RANK
    return "street", name, rank


def classify_line(tags: Tags) -> MapClass | None:
    """Classify a waterway or railway; None in tunnels and for other values."""
    if tags.get("tunnel", "no") != "no":
        return None
    if tags.get("railway") in RAILWAY_VALUES:
        return "street", "rail", _RAIL_RANK
    name_and_rank = WATERWAY_CLASSES.get(tags.get("waterway", ""))
    return None if name_and_rank is None else ("water", *name_and_rank)


def classify_area(tags: Tags) -> MapClass | None:
    """Classify an area: water before buildings before land; None for other values."""
    water = _classify_water_area(tags)
    if water is not None:
        return "water", water, _WATER_AREA_RANK
    if tags.get("building", "no") != "no":
        return "building", "building", _BUILDING_RANK
    for key, classes in (
        ("natural", NATURAL_CLASSES),
        ("landuse", LANDUSE_CLASSES),
        ("leisure", LEISURE_CLASSES),
    ):
        name_and_rank = classes.get(tags.get(key, ""))
        if name_and_rank is not None:
            return "ground", *name_and_rank
    return None


def _classify_water_area(tags: Tags) -> str | None:
    if tags.get("waterway") == "riverbank":
        return "river"
    if tags.get("natural") == "water":
        return WATER_AREA_CLASSES.get(tags.get("water", ""), "lake")
    return "lake" if tags.get("landuse") in {"reservoir", "basin"} else None


def classify_place(tags: Tags) -> MapClass | None:
    """Classify a named place or peak; None without a name, as only the name is drawn."""
    if not tags.get("name"):
        return None
    if tags.get("natural") == "peak":
        return "place", "peak", _PEAK_RANK
    name_and_rank = PLACE_CLASSES.get(tags.get("place", ""))
    return None if name_and_rank is None else ("place", *name_and_rank)
