"""A support route on the map: the doors by their number, and the way to the one that is shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import geopandas as gpd
import pandas as pd

from geo.cartography.layers import (
    Layer,
    Stop,
    door_layer,
    point_layer,
    risk_layer,
    safe_layer,
    way_layer,
)
from geo.model import WGS84
from geo.pathways.records import Pathway
from geo.privacy.view import View
from geo.routes.risk_crossings import exposed_lines
from geo.support import plan_text
from geo.support.records import SupportAsk, SupportPlan
from pages.ui import map_layers, state
from pages.ui.route import endpoints
from pages.ui.support import stop_list

STEP_MINUTES = 5  # an answer to "now" holds so long: doors open and close by the hour


def remembered(
    view: View, ask: SupportAsk, pathway: Pathway, make: Callable[[], SupportPlan]
) -> SupportPlan:
    """Give the answer to the same question, made within the last minutes, or make it."""
    community = view.community
    moment = ask.when.replace(
        minute=ask.when.minute - ask.when.minute % STEP_MINUTES, second=0, microsecond=0
    )
    versions = community.slug, community.layers_version, community.streets_version
    key: Hashable = (
        *versions,
        *_answers(ask),
        moment,
        pathway,
    )
    return state.remember("support", key, make)


def _answers(ask: SupportAsk) -> tuple[Hashable, ...]:
    chosen = tuple(sorted(ask.chosen.items()))
    how = ask.aversion, ask.mode, ask.skip, ask.first, chosen
    return ask.origin, ask.situation, ask.hours_since, *how


def layers(view: View, plan: SupportPlan | None) -> list[Layer]:
    """Draw what is marked, the doors, and one way; before there is a plan, where she starts."""
    light = view.slot(view.moment() if plan is None else plan.ask.when)
    start = endpoints.start()
    place = start.place if start else None
    label = state.say("way.start")
    zones = map_layers.safe(view)
    if plan is None:
        here = point_layer(place.lat, place.lon, label=label) if place else map_layers.nothing()
        return [
            safe_layer(zones),
            risk_layer(map_layers.risk(view, light)),
            door_layer(map_layers.doors(view)),
            here,
        ]
    begins = None if place is None else Stop(place.lat, place.lon, label)
    shown = stop_list.shown(plan)
    return [
        safe_layer(zones, labels=False),
        risk_layer(map_layers.risk(view, light), faded=True),
        door_layer(
            _doors(plan),
            labels=True,
            chosen=None if shown is None or shown.door is None else shown.door.id,
        ),
        way_layer(_way(plan), _exposed(plan), start=begins),
    ]


def _doors(plan: SupportPlan) -> gpd.GeoDataFrame:
    """Give the doors that have a place, each once, with the numbers of its steps."""
    rows: dict[str, dict[str, object]] = {}
    for number, stop in enumerate(plan.stops, start=1):
        door = stop.door
        if door is None or stop.way is None:
            continue
        known = rows.get(door.id)
        rows[door.id] = {
            "id": door.id,
            "type": door.type,
            "name": plan_text.name(door, state.locale()),
            "number": f"{known['number']}·{number}" if known else str(number),
            "lat": door.lat,
            "lon": door.lon,
        }
    frame = pd.DataFrame(rows.values(), columns=["id", "type", "name", "number", "lat", "lon"])
    points = gpd.points_from_xy(frame["lon"], frame["lat"])
    return gpd.GeoDataFrame(frame[["id", "type", "name", "number"]], geometry=points, crs=WGS84)


def _way(plan: SupportPlan) -> gpd.GeoDataFrame:
    way = stop_list.way_shown(plan)
    if way is None:
        return gpd.GeoDataFrame({"role": [], "chip": []}, geometry=[], crs=WGS84)
    chip = state.say("way.chip", minutes=max(1, round(way.minutes)))
    frame = gpd.GeoDataFrame(
        {"role": ["safest"], "chip": [chip]}, geometry=[way.line], crs=way.exposure.network.crs
    )
    return frame.to_crs(WGS84)


def _exposed(plan: SupportPlan) -> gpd.GeoDataFrame:
    way = stop_list.way_shown(plan)
    if way is None:
        return gpd.GeoDataFrame({"role": [], "severity": []}, geometry=[], crs=WGS84)
    return exposed_lines(way).assign(role="safest").to_crs(WGS84)
