"""Draws a village on a napkin: a grid of nodes 0.001 degrees apart, written as OSM XML."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from geo.network.polylines import EARTH_RADIUS_M

DEGREE = 0.001
STEP_M = DEGREE * 3.141592653589793 / 180 * EARTH_RADIUS_M  # one step of the grid: 111.195 m

Spot = tuple[float, float]
Way = tuple[int, list[int], dict[str, str]]
Relation = tuple[int, list[tuple[int, str]], dict[str, str]]


def osm_xml(
    spots: dict[int, Spot],
    ways: list[Way],
    *,
    relations: tuple[Relation, ...] = (),
    told: dict[int, dict[str, str]] | None = None,
) -> ET.Element:
    """Word nodes at (right, up) on the grid, ways and multipolygons; `told` tags nodes."""
    root = ET.Element("osm", version="0.6", generator="napkin")
    for number, (right, up) in spots.items():
        at = {"lat": f"{up * DEGREE:.7f}", "lon": f"{right * DEGREE:.7f}"}
        _tags(ET.SubElement(root, "node", id=str(number), **at), (told or {}).get(number, {}))
    for number, refs, tags in ways:
        way = ET.SubElement(root, "way", id=str(number))
        for ref in refs:
            ET.SubElement(way, "nd", ref=str(ref))
        _tags(way, tags)
    for number, members, tags in relations:
        relation = ET.SubElement(root, "relation", id=str(number))
        for ref, role in members:
            ET.SubElement(relation, "member", type="way", ref=str(ref), role=role)
        _tags(relation, tags)
    return root


def draw(path: Path, *args, **kwargs) -> Path:
    """Write what `osm_xml` words to a file."""
    path.write_bytes(ET.tostring(osm_xml(*args, **kwargs), encoding="utf-8", xml_declaration=True))
    return path


def _tags(element: ET.Element, tags: dict[str, str]) -> None:
    for key, value in tags.items():
        ET.SubElement(element, "tag", k=key, v=value)
