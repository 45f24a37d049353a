"""Make the demonstration community: `python -m data.demo.make [folder]`, same bytes every time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from data.demo import drawings, geojson, houses, landscape, osm, people, services, zones
from data.demo.geojson import LayerFeature
from data.demo.ground import Coordinates
from data.demo.landscape import TaggedFeature
from data.demo.safe_zones import make_safe_zones
from data.demo.streets import Street, make_streets
from data.demo.weave import join_streets

COMMUNITY_NAME = "Chancala (demostración)"
STREAM_KIND = (
    "stream"  # kind of the pseudo-streets by which streams are joined to the ways through them
)


def make_files() -> dict[str, str]:
    """
    Make every file of the demonstration community.

    Returns
    -------
    files
        Text by file name.
    """
    streets, streams = _join_network()
    waters = [
        thing for thing in landscape.make_waters() if thing.tags.get("waterway") != STREAM_KIND
    ]
    buildings = landscape.make_buildings()
    flat = [thing for thing in landscape.make_land_areas() if "leisure" in thing.tags]
    homes = houses.generate_houses(streets, waters + streams, buildings + flat)
    cantons = zones.make_zones()
    smallest = next(zone.ring for zone in cantons if zone.name == "La Vega")
    living = people.generate_demand_points(
        homes, boundary=zones.make_boundary(), smallest_canton=smallest
    )
    fields = [LayerFeature(zone.ring, {"code": zone.code, "name": zone.name}) for zone in cantons]
    return {
        "chancala.osm": _format_extract(streets, streams, homes),
        "boundary.geojson": geojson.format_layer(
            [LayerFeature(zones.make_boundary(), {"name": COMMUNITY_NAME})]
        ),
        "zones.geojson": geojson.format_layer(fields),
        "risk_areas.geojson": geojson.format_layer(drawings.make_risk_areas()),
        "sessions.json": _format_rows(drawings.list_sessions()),
        "safe_zones.geojson": geojson.format_layer(make_safe_zones()),
        "services.geojson": geojson.format_layer(services.make_services()),
        "demand.geojson": geojson.format_layer(living),
    }


def _format_rows(rows: list[dict[str, object]]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _join_network() -> tuple[list[Street], list[TaggedFeature]]:
    """Join streets with each other and with the streams they go through."""
    streams = [
        thing for thing in landscape.make_waters() if thing.tags.get("waterway") == STREAM_KIND
    ]
    wet = [
        Street(thing.tags["name"], STREAM_KIND, thing.coordinates, "", "", 0.0) for thing in streams
    ]
    joined = join_streets(make_streets() + wet)
    dry, wet = joined[: -len(wet)], joined[-len(wet) :]
    return dry, [
        TaggedFeature(way.coordinates, was.tags) for way, was in zip(wet, streams, strict=True)
    ]


def _format_extract(
    streets: list[Street], streams: list[TaggedFeature], homes: list[Coordinates]
) -> str:
    sheet = osm.OsmDocument()
    sheet.add_features(
        TaggedFeature(street.coordinates, _street_tags(street)) for street in streets
    )
    sheet.add_features(
        osm.find_fords([s.coordinates for s in streets], [s.coordinates for s in streams])
    )
    sheet.add_features(
        [thing for thing in landscape.make_waters() if thing.tags.get("waterway") != STREAM_KIND]
    )
    sheet.add_features(streams)
    sheet.add_features(landscape.make_land_areas())
    sheet.add_features(landscape.make_buildings())
    sheet.add_features(TaggedFeature(house, {"building": "house"}) for house in homes)
    sheet.add_features(landscape.make_places())
    sheet.add_features(services.make_extract_features())
    return sheet.to_xml()


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
        Where to; must exist.
    """
    for name, text in make_files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name} {len(text.encode())}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
