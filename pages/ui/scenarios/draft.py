"""
The scenario that a visitor is making: in her session only, until she saves it.

Changes are kept as they are stored. What a screen shows of them is what `list_shown` gives, which
holds no place of a confidential service for whoever may not know it.
"""

from __future__ import annotations

import streamlit as st

from geo.layers.layer_changes import Change, LatLon
from geo.privacy.disclosed_changes import disclose_changes
from geo.privacy.view import View
from geo.scenarios.storage import Scenario, list_scenarios

NAME_KEY = "scenario_name"  # of the field in which it is written
_CHANGES, _MOVED, _LINE = (f"scenario:{name}" for name in ("changes", "moved", "line"))


def current_changes() -> tuple[Change, ...]:
    """Return the changes made so far."""
    changes: tuple[Change, ...] = st.session_state.get(_CHANGES, ())
    return changes


def list_shown(view: View) -> tuple[Change, ...]:
    """List the changes as the visitor may know them, in the same order."""
    return disclose_changes(view, current_changes())


def add_change(change: Change) -> None:
    """Add a change; an earlier one of the same kind and target is replaced."""
    others = [
        one
        for one in current_changes()
        if change.target is None or (one.kind, one.target) != (change.kind, change.target)
    ]
    st.session_state[_CHANGES] = (*others, change)


def remove_change(index: int) -> None:
    """Remove a change by its position."""
    changes = current_changes()
    st.session_state[_CHANGES] = (*changes[:index], *changes[index + 1 :])


def start_anew() -> None:
    """Forget all changes, and the name."""
    for key in (_CHANGES, _MOVED, _LINE, NAME_KEY):
        st.session_state.pop(key, None)


def list_saved(view: View) -> list[str]:
    """List the names of the saved scenarios."""
    return [one.name for one in list_scenarios(view)]


def load_saved(view: View, name: str) -> None:
    """Go on with a saved scenario."""
    found: list[Scenario] = [one for one in list_scenarios(view) if one.name == name]
    if found:
        start_anew()
        st.session_state[_CHANGES] = found[0].changes
        st.session_state[NAME_KEY] = name


def moved_service() -> str | None:
    """Return the service that waits for its new place."""
    return st.session_state.get(_MOVED)


def set_moved_service(service_id: str | None) -> None:
    """Set the service that waits for its new place; None for none."""
    st.session_state[_MOVED] = service_id


def line_points() -> tuple[LatLon, ...]:
    """Return the points of the path that is being drawn."""
    points: tuple[LatLon, ...] = st.session_state.get(_LINE, ())
    return points


def set_line_points(points: tuple[LatLon, ...]) -> None:
    """Set the points of the path that is being drawn."""
    st.session_state[_LINE] = points
