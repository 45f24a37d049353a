"""Map layers of each screen, with tooltips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import union_all

from geo.cartography.layers import (
    MapLayer,
    RouteEndpoint,
    boundary_layer,
    catchment_layer,
    connector_layer,
    gap_layer,
    point_layer,
    risk_area_layer,
    route_layer,
    safe_zone_layer,
    service_layer,
    vehicle_layer,
    zone_layer,
)
from geo.cartography.opening_text import describe_service_hours, format_opening_hours
from geo.cartography.service_contact import list_contact_lines
from geo.coverage.records import CoverageResult
from geo.coverage.zone_coverage import count_uncovered_by_zone
from geo.model import TimeSlot
from geo.privacy.small_counts import disclosed_count
from geo.privacy.view import View
from pages.ui import cached_results, people_layer, state
from pages.ui.cached_results import RouteSelection
from pages.ui.coverage import coverage_summary
from pages.ui.route import endpoints
from pages.ui.widgets import display

CONNECTORS = "connectors"
SELECTABLE_LAYERS = ("risk_areas", "safe_zones", "services", "zones", "demand")


def community_layers(
    view: View, slot: TimeSlot | None, visible: tuple[str, ...] = SELECTABLE_LAYERS[:3]
) -> list[MapLayer]:
    """Build the layers of a community; those that are not visible stay empty."""

    def layer(name: str) -> gpd.GeoDataFrame:
        frame = (
            risk_areas_with_tooltips(view, slot) if name == "risk_areas" else getattr(view, name)
        )
        return frame if name in visible else frame.iloc[:0]

    return [
        boundary_layer(view.community.boundary),
        zone_layer(layer("zones")),
        people_layer.build_people_layer(view) if "demand" in visible else empty_layer(),
        connector_layer(view.connectors if CONNECTORS in visible else view.connectors.iloc[:0]),
        safe_zone_layer(add_tooltips(layer("safe_zones"), _safe_zone_tooltip)),
        risk_area_layer(layer("risk_areas")),
        service_layer(add_popups(layer("services"))),
    ]


def list_selectable_layers(view: View) -> tuple[str, ...]:
    """List the layers that can be shown; connectors where the streets have some."""
    return SELECTABLE_LAYERS if view.connectors.empty else (*SELECTABLE_LAYERS, CONNECTORS)


def route_layers(
    view: View,
    slot: TimeSlot | None,
    selection: RouteSelection | None,
    vehicle_lines: gpd.GeoDataFrame | None = None,
) -> list[MapLayer]:
    """
    Build the routes, or the endpoints selected so far, over the risk areas of the time slot.

    Parameters
    ----------
    vehicle_lines
        Lines of the trip by vehicle; None where none was calculated.
    """
    active_slot = selection.result.slot if selection else (slot or view.slot(view.moment()))
    return [
        safe_zone_layer(
            add_tooltips(view.safe_zones, _safe_zone_tooltip), labels=selection is None
        ),
        risk_area_layer(risk_areas_with_tooltips(view, active_slot), faded=selection is not None),
        service_layer(
            add_popups(view.services),
            labels=selection is None,
            chosen=_selected_service_id(selection),
        ),
        empty_layer() if vehicle_lines is None else vehicle_layer(vehicle_lines),
        _endpoint_layer(selection),
    ]


def _endpoint_layer(selection: RouteSelection | None) -> MapLayer:
    start, end = endpoints.selected_start(), endpoints.selected_end()
    location = start.location if start else None
    start_marker = (
        RouteEndpoint(location.lat, location.lon, state.gettext("route.start"))
        if location
        else None
    )
    if selection is None:
        return (
            point_layer(location.lat, location.lon, label=start_marker.label)
            if location and start_marker
            else empty_layer()
        )
    end_marker = None
    if end and end.location and _selected_service_id(selection) is None:
        end_marker = RouteEndpoint(end.location.lat, end.location.lon, end.name)
    return route_layer(
        cached_results.build_route_lines(selection),
        cached_results.build_exposure_lines(selection),
        start=start_marker,
        end=end_marker,
    )


def safe_zones_with_tooltips(view: View) -> gpd.GeoDataFrame:
    """Return the safe zones with tooltips."""
    return add_tooltips(view.safe_zones, _safe_zone_tooltip)


def add_popups(services: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add a tooltip to each service, and a popup that tells how to reach it."""
    with_tooltips = add_tooltips(services, _service_tooltip)
    lines = [list_contact_lines(row, state.locale()) for row in _records(services)]
    return with_tooltips.assign(contact=pd.Series(lines, index=services.index, dtype=object))


def empty_layer() -> MapLayer:
    """Return an empty layer, a placeholder for one that is added later."""
    return zone_layer(gpd.GeoDataFrame({"name": []}, geometry=[], crs="EPSG:4326"))


def _selected_service_id(selection: RouteSelection | None) -> str | None:
    if selection is not None and selection.result.service is not None:
        return str(selection.result.service["id"])
    end = endpoints.selected_end()
    return end.service_id if end else None


def coverage_layers(view: View, result: CoverageResult) -> list[MapLayer]:
    """Build the layers of gap areas, the catchment, and the counted services."""
    gaps = result.gap_areas
    numbers = [state.format_value(disclosed_count(people)) for people in gaps["people"]]
    labelled_gaps = gaps.assign(
        number=numbers,
        name=pd.Series(_name_gaps(result), dtype=object),
        tip=pd.Series(_describe_zones(result), dtype=object),
    )
    catchment_area = None if result.catchment is None else union_all(result.catchment.to_numpy())
    return [
        boundary_layer(view.community.boundary),
        catchment_layer(catchment_area),
        gap_layer(labelled_gaps),
        service_layer(add_popups(result.services)),
    ]


def _describe_zones(result: CoverageResult) -> list[str | None]:
    """Say of the zone of each gap area which percentage of its people is covered."""
    percents = {
        row["zone"]: row["covered_percent"]
        for row in count_uncovered_by_zone(result).to_dict("records")
    }
    return [
        None
        if zone is None
        else state.gettext(
            "coverage.zone_tip",
            zone=zone,
            percent=coverage_summary.format_percent(percents.get(zone, float("nan"))),
        )
        for zone in result.gap_areas["zone"]
    ]


def _name_gaps(result: CoverageResult) -> list[str | None]:
    """Name each gap area by its main zone, or "around" it where the gap extends beyond."""
    uncovered_by_zone = (
        result.demand_points[~result.demand_points["covered"].astype(bool)]
        .groupby("zone")["people"]
        .sum()
    )
    return [
        None
        if zone is None
        else (
            zone
            if people <= uncovered_by_zone[zone]
            else state.gettext("coverage.around", zone=zone)
        )
        for zone, people in zip(result.gap_areas["zone"], result.gap_areas["people"], strict=True)
    ]


def risk_areas_with_tooltips(view: View, slot: TimeSlot | None) -> gpd.GeoDataFrame:
    """Return the risk areas active in a time slot, with tooltips; None returns all."""
    areas = view.risk_areas
    if slot is not None:
        areas = areas[areas["holds"].isin(["always", slot])]
    return add_tooltips(areas, _risk_tooltip)


def add_tooltips(
    frame: gpd.GeoDataFrame, format_tooltip: Callable[[dict[str, Any]], str]
) -> gpd.GeoDataFrame:
    """Add a tooltip to each row of a layer."""
    return frame.assign(tip=[format_tooltip(row) for row in _records(frame)])


def _records(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _risk_tooltip(area: dict[str, Any]) -> str:
    return state.gettext(
        "tip.risk",
        why=state.label_for("category", area["category"]),
        level=int(area["severity"]),
        when=state.label_for("holds", area["holds"]).lower(),
    )


def _safe_zone_tooltip(zone: dict[str, Any]) -> str:
    name = display.cell_text(zone["name"]) or state.label_for("kind", zone["kind"])
    hours = format_opening_hours(display.cell_text(zone["hours"]), state.locale())
    return state.gettext("tip.open", name=name, hours=hours) if hours else name


def _service_tooltip(service: dict[str, Any]) -> str:
    name = display.cell_text(service["name"]) or state.label_for("service_type", service["type"])
    hours = describe_service_hours(display.cell_text(service["opening_hours"]), state.locale())
    return state.gettext("tip.open", name=name, hours=hours.text)
