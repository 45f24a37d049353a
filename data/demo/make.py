"""Make the demonstration community: `python -m data.demo.make [folder]`, same bytes every time."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from data.demo import drawings, geojson, houses, landscape, osm, people, services, zones
from data.demo.geojson import Feature
from data.demo.ground import Line
from data.demo.landscape import Thing
from data.demo.safe_zones import safe_zones
from data.demo.streets import Street, drawn
from data.demo.weave import woven

NAME = "Chancala (demostración)"
WATER = "stream"  # kind of the pseudo-streets by which streams are joined to the ways through them


def files() -> dict[str, str]:
    """
    Make every file of the demonstration community.

    Returns
    -------
    files
        Text by file name.
    """
    streets, streams = _ways()
    waters = [thing for thing in landscape.waters() if thing.tags.get("waterway") != WATER]
    buildings = landscape.buildings()
    flat = [thing for thing in landscape.ground() if "leisure" in thing.tags]
    homes = houses.houses(streets, waters + streams, buildings + flat)
    cantons = zones.zones()
    smallest = next(zone.ring for zone in cantons if zone.name == "La Vega")
    living = people.people(homes, within=zones.boundary(), smallest=smallest)
    fields = [Feature(zone.ring, {"code": zone.code, "name": zone.name}) for zone in cantons]
    return {
        "chancala.osm": _extract(streets, streams, homes),
        "boundary.geojson": geojson.text([Feature(zones.boundary(), {"name": NAME})]),
        "zones.geojson": geojson.text(fields),
        "risk_areas.geojson": geojson.text(drawings.risk_areas()),
        "sessions.json": _rows(drawings.sessions()),
        "safe_zones.geojson": geojson.text(safe_zones()),
        "services.geojson": geojson.text(services.services()),
        "demand.geojson": geojson.text(living),
    }


def _rows(rows: list[dict[str, object]]) -> str:
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def _ways() -> tuple[list[Street], list[Thing]]:
    """Join streets with each other and with the streams they go through."""
    streams = [thing for thing in landscape.waters() if thing.tags.get("waterway") == WATER]
    wet = [Street(thing.tags["name"], WATER, thing.line, "", "", 0.0) for thing in streams]
    ways = woven(drawn() + wet)
    dry, wet = ways[: -len(wet)], ways[-len(wet) :]
    return dry, [Thing(way.line, was.tags) for way, was in zip(wet, streams, strict=True)]


def _extract(streets: list[Street], streams: list[Thing], homes: list[Line]) -> str:
    sheet = osm.Sheet()
    sheet.add(Thing(street.line, _tags(street)) for street in streets)
    sheet.add(osm.fords([s.line for s in streets], [s.line for s in streams]))
    sheet.add([thing for thing in landscape.waters() if thing.tags.get("waterway") != WATER])
    sheet.add(streams)
    sheet.add(landscape.ground())
    sheet.add(landscape.buildings())
    sheet.add(Thing(house, {"building": "house"}) for house in homes)
    sheet.add(landscape.places())
    sheet.add(services.in_extract())
    return sheet.text()


def _tags(street: Street) -> dict[str, str]:
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
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{name} {len(text.encode())}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
