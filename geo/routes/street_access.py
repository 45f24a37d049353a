"""Who may pass the streets of a community on foot: at a moment, or in a slot of days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from geo.layers.opening_states import Place, has_holiday_calendar
from geo.model import StepsChoice, TimeSlot
from geo.network.passability import CLOSED, EdgeStates, Passability
from geo.network.step_access import find_untaken_edges
from geo.network.street_hours import (
    TimeSpan,
    find_hours_states,
    find_slot_spans,
    span_of_moment,
)
from geo.network.street_network import StreetNetwork
from geo.privacy.view import View

PLANNED_DAYS = 7  # days in all of which a street has to be open in a slot of a support plan


def find_passability_at(view: View, moment: datetime) -> Passability:
    """Find who may pass which street at a moment."""
    return view.network.passability(find_states_at(view, moment))


def find_passability_in_slot(
    view: View, slot: TimeSlot, day: datetime, *, days: int = 1
) -> Passability:
    """Find who may pass which street in a whole slot; see `find_states_in_slot`."""
    return view.network.passability(find_states_in_slot(view, slot, day, days=days))


def find_states_at(
    view: View, moment: datetime, network: StreetNetwork | None = None
) -> EdgeStates | None:
    """
    Find the states of edges at a moment; None where none has hours.

    Parameters
    ----------
    network
        The view's network, if it is None; or that with ferries.
    """
    text = moment.isoformat(timespec="minutes")
    network = network or view.network
    return _find_states(view, network, ("hours", text), span_of_moment(moment))


def find_states_in_slot(
    view: View,
    slot: TimeSlot,
    day: datetime,
    network: StreetNetwork | None = None,
    *,
    days: int = 1,
) -> EdgeStates | None:
    """
    Find the states of edges in a slot; None where none has hours.

    Parameters
    ----------
    day
        A moment of the first day.
    network
        See `find_states_at`.
    days
        Number of days, in all of which an edge has to be open; see `geo.network.street_hours`.
    """
    network = network or view.network
    if not network.restrictions.has_hours.any():
        return None
    first_day = day.date().isoformat()
    spans = view.cache.get_or_compute(
        ("slot spans", slot, first_day, days),
        lambda: find_slot_spans(view.slot, slot, day, days=days),
    )
    return _find_states(view, network, ("hours", slot, first_day, days), spans)


def close_untaken(
    network: StreetNetwork, states: EdgeStates | None, steps: StepsChoice
) -> EdgeStates | None:
    """Close the edges that somebody cannot take, in the states of edges by their hours."""
    is_untaken = find_untaken_edges(network, steps)
    if not is_untaken.any():
        return states
    if states is None:
        states = np.zeros(len(network.u), dtype=np.int8)
    return np.where(is_untaken, CLOSED, states).astype(np.int8)


def _find_states(
    view: View, network: StreetNetwork, cache_key: tuple[object, ...], spans: list[TimeSpan]
) -> EdgeStates | None:
    restrictions = network.restrictions
    if not restrictions.has_hours.any():
        return None

    def evaluate() -> EdgeStates:
        known = view.community.country if has_holiday_calendar(view.community.country) else None
        place = Place(ZoneInfo(view.timezone), known, *view.centre)
        return find_hours_states(restrictions, place, spans)

    return view.cache.get_or_compute((*cache_key, len(network.u)), evaluate)
