"""The changes of a scenario in words, each with a button that takes it back; and their marks."""

from __future__ import annotations

import geopandas as gpd
import shapely
import streamlit as st
from markupsafe import Markup

from geo.cartography.layers import (
    MapLayer,
    boundary_layer,
    change_layer,
    covered_change_layer,
    risk_area_layer,
    service_layer,
)
from geo.cartography.opening_text import format_opening_hours
from geo.layers.layer_changes import NO_LONGER_A_RISK, Change, LatLon
from geo.model import WGS84
from geo.privacy.small_counts import disclosed_count
from geo.privacy.view import View
from geo.scenarios.comparison import Comparison
from pages.ui import map_layers, state
from pages.ui.scenarios import draft
from pages.ui.widgets import display


def show_changes(view: View) -> None:
    """Show each change with its number, and a button that removes it."""
    shown = draft.list_shown(view)
    if not shown:
        return
    display.show_heading(state.gettext("scenarios.changes"))
    for index, change in enumerate(shown):
        with st.container(horizontal=True, vertical_alignment="center", key=f"change_{index}"):
            text = Markup("<p><b>{}.</b> {}</p>").format(index + 1, describe(view, change))
            st.html(str(text), width="stretch")
            st.button(
                state.gettext("scenarios.remove_change"),
                key=f"change_remove_{index}",
                icon=":material/close:",
                type="tertiary",
                width="content",
                on_click=draft.remove_change,
                args=(index,),
            )


def describe(view: View, change: Change) -> str:
    """Describe a change as the visitor may know it."""
    name = change.name or _name_service(view, change) or ""
    values: dict[str, object] = {"name": name}
    if change.confidential and change.place is None:
        kind = state.label_for("service_type", change.type or "other")
        return state.gettext("scenarios.change_confidential", name=kind)
    if change.opening_hours is not None:
        values["hours"] = format_opening_hours(change.opening_hours, state.locale())
    if change.kind == "change_risk":
        if change.severity == NO_LONGER_A_RISK:
            return state.gettext("scenarios.change_risk_gone", name=_name_area(view, change))
        return state.gettext(
            "scenarios.change_risk", name=_name_area(view, change), level=change.severity
        )
    return state.gettext(f"scenarios.change_{change.kind}", **values)


def build_layers(view: View, comparison: Comparison | None) -> list[MapLayer]:
    """Build the map: risk areas, who is gained and lost, services, and the marks of changes."""
    none = gpd.GeoDataFrame({"people": []}, geometry=[], crs=WGS84)
    areas = (none, none)
    if comparison is not None:
        areas = (comparison.gained_areas, comparison.lost_areas)
    gained, lost = (
        frame.assign(
            number=[f"{sign}{state.format_value(disclosed_count(one))}" for one in frame["people"]]
        )
        for sign, frame in zip("+−", areas, strict=True)
    )
    return [
        boundary_layer(view.community.boundary),
        risk_area_layer(map_layers.risk_areas_with_tooltips(view, None), faded=True),
        covered_change_layer(gained, lost),
        service_layer(view.services, labels=False),
        _mark_layer(view),
    ]


def _mark_layer(view: View) -> MapLayer:
    rows, lines = [], []
    for number, change in enumerate(draft.list_shown(view), start=1):
        place = _find_place(view, change)
        if change.line:
            lines.append(shapely.LineString([(lon, lat) for lat, lon in change.line]))
        if place is not None:
            rows.append((str(number), describe(view, change), shapely.Point(place[1], place[0])))
    points = draft.line_points()
    if len(points) > 1:
        lines.append(shapely.LineString([(lon, lat) for lat, lon in points]))
    marks = gpd.GeoDataFrame(
        {"number": [row[0] for row in rows], "tip": [row[1] or None for row in rows]},
        geometry=gpd.GeoSeries([row[2] for row in rows], crs=WGS84),
    )
    paths = gpd.GeoDataFrame(geometry=gpd.GeoSeries(lines, crs=WGS84))
    return change_layer(marks, paths, points)


def _find_place(view: View, change: Change) -> LatLon | None:
    """Find where the mark of a change stands: its own place, that of its target, or of its path."""
    if change.place is not None:
        return change.place
    if change.line:
        return change.line[len(change.line) // 2]
    layer = view.risk_areas if change.kind == "change_risk" else view.services
    chosen = layer[(layer["id"] == change.target) & layer.geometry.notna()]
    if chosen.empty:
        return None
    point = chosen.geometry.iloc[0].representative_point()
    return point.y, point.x


def _name_service(view: View, change: Change) -> str | None:
    """Name a service, or the type of one that has no name."""
    if change.kind == "add_service":
        return state.label_for("service_type", change.type or "other")
    chosen = view.services[view.services["id"] == change.target]
    if chosen.empty:
        return None
    row = chosen.iloc[0]
    return display.cell_text(row["name"]) or state.label_for("service_type", row["type"])


def _name_area(view: View, change: Change) -> str:
    chosen = view.risk_areas[view.risk_areas["id"] == change.target]
    if chosen.empty:
        return state.gettext("scenarios.gone")
    return state.label_for("category", chosen["category"].iloc[0])
