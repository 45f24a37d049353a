"""Doors that the streets' file named, one card at a time: people say which ones help."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.exchange.candidates import Known, accept, refuse
from geo.maps.layers import boundary_layer, door_layer, view_layer
from geo.maps.opening import hours_in_words
from geo.model import SERVICE_TYPES
from geo.privacy.view import View
from pages.ui import ask, layer_setup, place_map, show, state
from pages.ui.faults import show_error
from pages.ui.frame import Screen

LATER = "place:later"
WAYS = ("cards", "file")
AROUND_DEGREES = 0.004  # from a door to the edge of what is shown: about 450 m
LONGEST = 120


def show_doors(screen: Screen, view: View) -> None:
    """Ask about the doors the streets' file named, or for a file of doors."""
    way = "file"
    with screen.ask, show_error():
        if len(view.candidates):
            way = ask.one_of(state.say("place.how"), WAYS, family="place.doors", key="doors_way")
    if way == "file":
        layer_setup.show_layer(screen, view)
    else:
        _show_card(screen, view)
    with screen.say, show_error():
        waiting = view.street_counts["candidates"] - len(view.candidates)
        if waiting:
            show.soft(state.say_plural("place.for_coordinator", waiting))


def _show_card(screen: Screen, view: View) -> None:
    later = st.session_state.setdefault(LATER, [])
    open_now = view.candidates[~view.candidates["osm_id"].isin(later)]
    card = None if open_now.empty else open_now.iloc[[0]]
    with screen.ask, show_error():
        if card is None:
            show.text(state.say_plural("place.later_left", len(view.candidates)))
            st.button(state.say("place.later_again"), key="again", on_click=_again)
        else:
            _ask_about(view, card, left=len(open_now))
    with screen.map, show_error():
        layers = [boundary_layer(view.community.boundary), *_on_map(view, card)]
        place_map.show_ground(view, layers, key="door_map")


def _ask_about(view: View, card: gpd.GeoDataFrame, *, left: int) -> None:
    door = {str(name): value for name, value in card.iloc[0].items()}
    show.soft(state.say_plural("place.card_left", left))
    known = _correct(door)
    kind = known.type or door["type"]
    _tell(door, known, kind)
    _ask_better(door)
    with st.container(key="card_answers", horizontal=True):
        if st.button(state.say("place.yes"), type="primary", key="yes"):
            accept(
                state.store(), view, door["osm_id"], known=known, who=state.audience()
            )
            st.rerun()
        if st.button(state.say("place.no"), key="no"):
            refuse(state.store(), view, door["osm_id"])
            st.rerun()
        st.button(
            state.say("place.later"), type="tertiary", key="later",
            on_click=_later, args=(door["osm_id"],),
        )


def _tell(door: dict[str, Any], known: Known, kind: str) -> None:
    name = known.name or _said(door["name"]) or state.say("place.unnamed")
    lines = [
        state.word("service_type", kind),
        known.phone or _said(door["phone"]) or state.say("place.no_phone"),
        hours_in_words(_said(door["opening_hours"]), state.locale()) or state.say("place.no_hours"),
    ]
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    st.html(str(Markup('<h2>{}</h2><ul class="card">{}</ul>').format(name, items)))


def _correct(door: dict[str, Any]) -> Known:
    """Read what people know better; the widgets stand below the card, in a drawer."""
    number = door["osm_id"]
    return Known(
        type=st.session_state.get(f"type_{number}"),
        name=st.session_state.get(f"name_{number}") or None,
        phone=st.session_state.get(f"phone_{number}") or None,
    )


def _ask_better(door: dict[str, Any]) -> None:
    number = door["osm_id"]
    with st.popover(state.say("place.correct"), icon=":material/edit:", width="stretch"):
        st.pills(
            state.say("place.kind_of_door"),
            SERVICE_TYPES,
            format_func=lambda code: state.word("service_type", code),
            key=f"type_{number}",
        )
        for field in ("name", "phone"):
            st.text_input(
                state.say(f"place.door_{field}"), key=f"{field}_{number}", max_chars=LONGEST
            )


def _on_map(view: View, card: gpd.GeoDataFrame | None) -> list[Any]:
    if card is None:
        return [door_layer(view.candidates.rename(columns={"osm_id": "id"}), labels=False)]
    door = card.rename(columns={"osm_id": "id"})
    place = door.geometry.iloc[0]
    around = place.buffer(AROUND_DEGREES).bounds
    return [door_layer(door, chosen=door["id"].iloc[0]), view_layer(around)]


def _later(number: str) -> None:
    st.session_state[LATER] = [*st.session_state.get(LATER, []), number]


def _again() -> None:
    st.session_state[LATER] = []


def _said(value: Any) -> str | None:  # noqa: ANN401 (a cell: text, None or NaN)
    return None if pd.isna(value) or value == "" else str(value)
