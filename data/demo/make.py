"""Generation of the demonstration community, reproducible: `python -m data.demo.make [folder]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from data.demo import drawings, geojson, houses, landscape, osm, people, services, zones
from data.demo.geojson import LayerFeature
from data.demo.landscape import TaggedFeature
from data.demo.projection import Coordinates
from data.demo.safe_zones import make_safe_zones
from data.demo.street_joining import join_streets
from data.demo.streets import Street, make_streets

COMMUNITY_NAME = "Chancala (demostración)"
STREAM_KIND = "stream"  # kind of the pseudo-streets that join streams to the paths crossing them


def make_files() -> dict[str, str]:
    """
    Generate every file of the demonstration community.

    Returns
    -------
    files
        Text by file name.
    """
    streets, streams = _join_network()
    waters = [
        feature
        for feature in landscape.make_waters()
        if feature.tags.get("waterway") != STREAM_KIND
    ]
    buildings = landscape.make_buildings()
    open_areas = [feature for feature in landscape.make_land_areas() if "leisure" in feature.tags]
    homes = houses.generate_houses(streets, waters + streams, buildings + open_areas)
    zone_list = zones.make_zones()
    smallest_ring = next(zone.ring for zone in zone_list if zone.name == "La Vega")
    demand_points = people.generate_demand_points(
        homes, boundary=zones.make_boundary(), smallest_canton=smallest_ring
    )
    zone_features = [
        LayerFeature(zone.ring, {"code": zone.code, "name": zone.name}) for zone in zone_list
    ]
    return {
        "chancala.osm": _format_extract(streets, streams, homes),
        "boundary.geojson": geojson.format_layer(
            [LayerFeature(zones.make_boundary(), {"name": COMMUNITY_NAME})]
        ),
        "zones.geojson": geojson.format_layer(zone_features),
        "risk_areas.geojson": geojson.format_layer(drawings.make_risk_areas()),
        "sessions.json": _format_rows(drawings.list_sessions()),
        "safe_zones.geojson": geojson.format_layer(make_safe_zones()),
        "services.geojson": geojson.format_layer(services.make_services()),
        "demand.geojson": geojson.format_layer(demand_points),
    }


def _format_rows(rows: list[dict[str, object]]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _join_network() -> tuple[list[Street], list[TaggedFeature]]:
    """Join streets with each other and with the streams they cross."""
    streams = [
        feature
        for feature in landscape.make_waters()
        if feature.tags.get("waterway") == STREAM_KIND
    ]
    stream_lines = [
        Street(feature.tags["name"], STREAM_KIND, feature.coordinates, "", "", 0.0)
        for feature in streams
    ]
    joined = join_streets(make_streets() + stream_lines)
    joined_streets, stream_lines = joined[: -len(stream_lines)], joined[-len(stream_lines) :]
    return joined_streets, [
        TaggedFeature(line.coordinates, stream.tags)
        for line, stream in zip(stream_lines, streams, strict=True)
    ]


def _format_extract(
    streets: list[Street], streams: list[TaggedFeature], homes: list[Coordinates]
) -> str:
    document = osm.OsmDocument()
    document.add_features(
        TaggedFeature(street.coordinates, _street_tags(street)) for street in streets
    )
    document.add_features(
        osm.find_fords([s.coordinates for s in streets], [s.coordinates for s in streams])
    )
    document.add_features(
        [
            feature
            for feature in landscape.make_waters()
            if feature.tags.get("waterway") != STREAM_KIND
        ]
    )
    document.add_features(streams)
    document.add_features(landscape.make_land_areas())
    document.add_features(landscape.make_buildings())
    document.add_features(TaggedFeature(house, {"building": "house"}) for house in homes)
    document.add_features(landscape.make_places())
    document.add_features(services.make_extract_features())
    return document.to_xml()


def _street_tags(street: Street) -> dict[str, str]:
    tags = {"highway": street.kind, "name": street.name}
    tags |= {"lit": street.lit, "surface": street.surface}
    return tags | ({"bridge": "yes", "layer": "1"} if street.bridge else {})


def main(folder: Path) -> None:
    """
    Write the files.

    Parameters
    ----------
    folder
        Target folder; must exist.
    """
    for name, text in make_files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name} {len(text.encode())}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
