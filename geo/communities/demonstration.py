"""The demonstration community, loaded from `data/demo`: everything in it is invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from geo.errors import CommunityUnknownError
from geo.imports.boundary_file import read_boundary
from geo.imports.layer_import import import_layer
from geo.imports.street_import import import_streets
from geo.model import INVENTED, LAYERS, Community, DrawingSession
from geo.osm.extract import Progress
from geo.store import Store
from geo.store import communities as records
from geo.store.layers import layer_counts
from geo.store.streets import street_counts

FOLDER = Path(__file__).parents[2] / "data" / "demo"
SLUG = "chancala"


def load_demo(store: Store, *, progress: Progress | None = None) -> dict[str, int]:
    """
    Load the demonstration community where it is missing; whole steps already taken stay taken.

    Returns
    -------
    counts
        Features of each layer, sessions, edges, junctions.
    """
    community = _record(store)
    if community.streets_version == 0:
        import_streets(store, SLUG, FOLDER / "chancala.osm", progress=progress, source=INVENTED)
    records.add_sessions(store, SLUG, _sessions())
    present = layer_counts(store, SLUG)
    for layer in LAYERS:
        if layer not in present:
            import_layer(store, SLUG, layer, FOLDER / f"{layer}.geojson", who="demonstration")
    streets = street_counts(store, SLUG)
    return {
        **layer_counts(store, SLUG),
        "sessions": len(records.sessions(store, SLUG)),
        "edges": streets["edges"],
        "junctions": streets["junctions"],
    }


def renew_demo(store: Store, *, progress: Progress | None = None) -> dict[str, int]:
    """
    Put the demonstration community back as it came, whatever people tried on it.

    The history keeps what was changed. Services of the street file that somebody decided on
    stay decided.

    Returns
    -------
    counts
        As `load_demo`.
    """
    load_demo(store)
    records.edit_community(store, _as_it_came())
    import_streets(store, SLUG, FOLDER / "chancala.osm", progress=progress, source=INVENTED)
    for layer in LAYERS:
        file = FOLDER / f"{layer}.geojson"
        import_layer(store, SLUG, layer, file, who="demonstration", replace=True)
    return load_demo(store)


def _record(store: Store) -> Community:
    try:
        return records.community(store, SLUG)
    except CommunityUnknownError:
        return records.add_community(store, _as_it_came())


def _as_it_came() -> Community:
    return Community(
        slug=SLUG,
        name="Chancala (demostración)",
        country="SV",
        locale="es",
        timezone="America/El_Salvador",
        demonstration=True,
        boundary=read_boundary(FOLDER / "boundary.geojson"),
    )


def _sessions() -> list[DrawingSession]:
    rows = json.loads((FOLDER / "sessions.json").read_text(encoding="utf-8"))
    held = [
        DrawingSession(**{**row, "held_on": date.fromisoformat(row["held_on"])}) for row in rows
    ]
    return [replace(one, agreed_on=one.held_on) if one.consent else one for one in held]
