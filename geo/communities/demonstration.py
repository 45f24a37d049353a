"""Loading of the demonstration community from `data/demo`: everything in it is invented."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from geo.access.accounts import list_accounts
from geo.access.layer_rights import has_right, require_right
from geo.communities.boundary import set_boundary
from geo.errors import CommunityUnknownError, DemonstrationNameError, WriteDeniedError
from geo.imports.file_parsing import parse_boundary
from geo.imports.layer_import import import_layer
from geo.imports.street_import import import_streets
from geo.model import DEMONSTRATION_SOURCE, LAYER_NAMES, Community, DrawingSession, ProgressCallback
from geo.store import Store
from geo.store import communities as records
from geo.store.actor import acting_as, current_actor
from geo.store.layers import count_features
from geo.store.streets import count_streets

DEMO_FOLDER = Path(__file__).parents[2] / "data" / "demo"
DEMO_SLUG = "chancala"
# Its files are part of the program: whoever may load them chooses nothing of what is written.
LOADING_ROLE = "coordinator"


def load_demo(store: Store, *, progress: ProgressCallback | None = None) -> dict[str, int]:
    """
    Load the missing parts of the demonstration community; a part is loaded completely or not.

    Returns
    -------
    counts
        Features of each layer, sessions, edges, junctions.

    Raises
    ------
    DemonstrationNameError
        If another community has its short name; nothing is changed.
    WriteDeniedError
        If the acting role may not load it, or not over what is there.
    """
    _require_right(store)
    with acting_as(current_actor(), LOADING_ROLE):
        return _load_missing_parts(store, progress)


def _load_missing_parts(store: Store, progress: ProgressCallback | None) -> dict[str, int]:
    community = _load_or_add_community(store)
    if community.streets_version == 0:
        import_streets(
            store,
            DEMO_SLUG,
            DEMO_FOLDER / "chancala.osm",
            progress=progress,
            source=DEMONSTRATION_SOURCE,
        )
    records.add_drawing_sessions(store, DEMO_SLUG, _read_sessions())
    present = count_features(store, DEMO_SLUG)
    for layer in LAYER_NAMES:
        if layer not in present:
            import_layer(store, DEMO_SLUG, layer, DEMO_FOLDER / f"{layer}.geojson")
    streets = count_streets(store, DEMO_SLUG)
    return {
        **count_features(store, DEMO_SLUG),
        "sessions": len(records.list_drawing_sessions(store, DEMO_SLUG)),
        "edges": streets["edges"],
        "junctions": streets["junctions"],
    }


def reset_demo(store: Store, *, progress: ProgressCallback | None = None) -> dict[str, int]:
    """
    Restore the demonstration community to its original state.

    The history keeps the changes. Decisions on service candidates of the street file stay.

    Returns
    -------
    counts
        As `load_demo`.

    Raises
    ------
    DemonstrationNameError, WriteDeniedError
        As `load_demo`.
    """
    _require_right(store)
    with acting_as(current_actor(), LOADING_ROLE):
        _load_missing_parts(store, None)
        original = _make_demo_community()
        records.update_community(store, original)
        if original.boundary is not None:
            set_boundary(store, DEMO_SLUG, original.boundary)
        import_streets(
            store,
            DEMO_SLUG,
            DEMO_FOLDER / "chancala.osm",
            progress=progress,
            source=DEMONSTRATION_SOURCE,
        )
        for layer in LAYER_NAMES:
            import_layer(store, DEMO_SLUG, layer, DEMO_FOLDER / f"{layer}.geojson", replace=True)
        return _load_missing_parts(store, None)


def may_reset_demo(store: Store) -> bool:
    """
    Return whether the acting role may load the demonstration over what is there.

    Before the first account exists nobody coordinates; then everybody may.
    """
    if not list_accounts(store):
        return has_right("demonstration", "add")
    return has_right("demonstration", "replace")


def _require_right(store: Store) -> None:
    """Check that the acting role may load the demonstration, before anything is written."""
    try:
        existing = records.read_community(store, DEMO_SLUG)
    except CommunityUnknownError:
        require_right("demonstration", "add")
        return
    if not existing.demonstration:
        raise DemonstrationNameError(slug=DEMO_SLUG)
    if not may_reset_demo(store):
        raise WriteDeniedError(layer="demonstration")


def _load_or_add_community(store: Store) -> Community:
    try:
        return records.read_community(store, DEMO_SLUG)
    except CommunityUnknownError:
        return records.add_community(store, _make_demo_community())


def _make_demo_community() -> Community:
    return Community(
        slug=DEMO_SLUG,
        name="Chancala (demostración)",
        country="SV",
        locale="es",
        timezone="America/El_Salvador",
        demonstration=True,
        boundary=parse_boundary(DEMO_FOLDER / "boundary.geojson"),
    )


def _read_sessions() -> list[DrawingSession]:
    rows = json.loads((DEMO_FOLDER / "sessions.json").read_text(encoding="utf-8"))
    sessions = [
        DrawingSession(**{**row, "held_on": date.fromisoformat(row["held_on"])}) for row in rows
    ]
    return [
        replace(session, agreed_on=session.held_on) if session.consent else session
        for session in sessions
    ]
