"""What each screen draws on its map, with the words shown on touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import union_all

from geo.cartography.layers import (
    Layer,
    Stop,
    boundary_layer,
    demand_layer,
    door_layer,
    gap_layer,
    point_layer,
    reach_layer,
    risk_layer,
    safe_layer,
    way_layer,
    zone_layer,
)
from geo.cartography.opening_text import hours_in_words
from geo.coverage.records import Coverage
from geo.model import Slot
from geo.privacy.small_counts import told_count
from geo.privacy.view import View
from pages.ui import cached_results, state
from pages.ui.cached_results import Trip
from pages.ui.route import endpoints
from pages.ui.widgets import display

SHOWN = ("risk_areas", "safe_zones", "services", "zones", "demand")


def everything(view: View, slot: Slot | None, shown: tuple[str, ...] = SHOWN[:3]) -> list[Layer]:
    """Draw the layers of a community that somebody wants to see; the others stay empty."""

    def layer(name: str) -> gpd.GeoDataFrame:
        frame = risk(view, slot) if name == "risk_areas" else getattr(view, name)
        return frame if name in shown else frame.iloc[:0]

    return [
        boundary_layer(view.community.boundary),
        zone_layer(layer("zones")),
        demand_layer(layer("demand")),
        safe_layer(with_tips(layer("safe_zones"), _safe_tip)),
        risk_layer(layer("risk_areas")),
        door_layer(with_tips(layer("services"), _door_tip)),
    ]


def way(view: View, slot: Slot | None, trip: Trip | None) -> list[Layer]:
    """Draw the ways, or the ends chosen so far, over what is marked in that light."""
    light = trip.plan.slot if trip else (slot or view.slot(view.moment()))
    return [
        safe_layer(with_tips(view.safe_zones, _safe_tip), labels=trip is None),
        risk_layer(risk(view, light), faded=trip is not None),
        door_layer(
            with_tips(view.services, _door_tip), labels=trip is None, chosen=_chosen_door(trip)
        ),
        _ends(trip),
    ]


def _ends(trip: Trip | None) -> Layer:
    start, end = endpoints.start(), endpoints.end()
    place = start.place if start else None
    named = Stop(place.lat, place.lon, state.say("way.start")) if place else None
    if trip is None:
        return (
            point_layer(place.lat, place.lon, label=named.label) if place and named else nothing()
        )
    there = None
    if end and end.place and _chosen_door(trip) is None:
        there = Stop(end.place.lat, end.place.lon, end.name)
    return way_layer(
        cached_results.way_lines(trip), cached_results.exposed(trip), start=named, end=there
    )


def safe(view: View) -> gpd.GeoDataFrame:
    """Take the places to wait, each with its words."""
    return with_tips(view.safe_zones, _safe_tip)


def doors(view: View) -> gpd.GeoDataFrame:
    """Take the services, each with its words."""
    return with_tips(view.services, _door_tip)


def nothing() -> Layer:
    """Draw nothing, in the place of a layer that comes later."""
    return zone_layer(gpd.GeoDataFrame({"name": []}, geometry=[], crs="EPSG:4326"))


def _chosen_door(trip: Trip | None) -> str | None:
    if trip is not None and trip.plan.service is not None:
        return str(trip.plan.service["id"])
    end = endpoints.end()
    return end.service if end else None


def coverage(view: View, answer: Coverage) -> list[Layer]:
    """Draw who is left out, what lies within reach, and the doors that were counted."""
    gaps = answer.gaps
    numbers = [state.written(told_count(people)) for people in gaps["people"]]
    told = gaps.assign(number=numbers, name=pd.Series(_gap_names(answer), dtype=object))
    ground = None if answer.ground is None else union_all(answer.ground.to_numpy())
    return [
        boundary_layer(view.community.boundary),
        reach_layer(ground),
        gap_layer(told),
        door_layer(with_tips(answer.services, _door_tip)),
    ]


def _gap_names(answer: Coverage) -> list[str | None]:
    """Name gaps by the zone where most of their people live; some reach beyond it."""
    left = answer.homes[~answer.homes["covered"].astype(bool)].groupby("zone")["people"].sum()
    return [
        None
        if zone is None
        else (zone if people <= left[zone] else state.say("coverage.around", zone=zone))
        for zone, people in zip(answer.gaps["zone"], answer.gaps["people"], strict=True)
    ]


def risk(view: View, slot: Slot | None) -> gpd.GeoDataFrame:
    """Take the risk areas that hold in a light, each with its words; None takes all."""
    areas = view.risk_areas
    if slot is not None:
        areas = areas[areas["holds"].isin(["always", slot])]
    return with_tips(areas, _risk_tip)


def with_tips(frame: gpd.GeoDataFrame, told: Callable[[dict[str, Any]], str]) -> gpd.GeoDataFrame:
    """Give each row of a layer the words shown on touch."""
    return frame.assign(tip=[told(row) for row in _records(frame)])


def _records(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _risk_tip(area: dict[str, Any]) -> str:
    return state.say(
        "tip.risk",
        why=state.word("category", area["category"]),
        level=int(area["severity"]),
        when=state.word("holds", area["holds"]).lower(),
    )


def _safe_tip(zone: dict[str, Any]) -> str:
    name = display.said(zone["name"]) or state.word("kind", zone["kind"])
    return _with_hours(name, zone["hours"])


def _door_tip(service: dict[str, Any]) -> str:
    name = display.said(service["name"]) or state.word("service_type", service["type"])
    return _with_hours(name, service["opening_hours"])


def _with_hours(name: str, written: object) -> str:
    hours = hours_in_words(display.said(written), state.locale())
    return state.say("tip.open", name=name, hours=hours) if hours else name
