"""Where a way starts and where it leads, as the visitor chose: by touch, or by name."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from geo.errors import AmparoError
from geo.privacy.view import View
from geo.routes.place_names import name_of
from geo.routes.planning import Place, enter
from pages.ui import state

START, END, FAULT = "way:start", "way:end", "way:fault"


@dataclass(frozen=True)
class End:
    """
    One end of a way.

    Attributes
    ----------
    name
        What people call it.
    place
        Where it is; None where any service of a type will do.
    service
        The `id` of the service whose door it is, or None.
    kind
        The type of service that is looked for, or None.
    """

    name: str
    place: Place | None = None
    service: str | None = None
    kind: str | None = None


def start() -> End | None:
    """Give the start, once it is chosen."""
    return st.session_state.get(START)


def end() -> End | None:
    """Give the destination, once it is chosen."""
    return st.session_state.get(END)


def missing() -> str:
    """Tell which end is still to be chosen: "start" or "end"; "other" if both are."""
    if start() is None:
        return "start"
    return "end" if end() is None else "other"


def fault() -> AmparoError | None:
    """Give what was wrong with the place touched last, once."""
    found: AmparoError | None = st.session_state.pop(FAULT, None)
    return found


def put(which: str, chosen: End | None) -> None:
    """Choose an end, or forget it; the choice among ways begins anew."""
    st.session_state[which] = chosen
    for name in [name for name in st.session_state if str(name).startswith("choice_")]:
        del st.session_state[name]


def touch(lat: float, lon: float) -> None:
    """Take a place that was touched: first as the start, then as the destination."""
    which = END if start() is not None and end() is None else START
    try:
        put(which, at(state.view(), Place(lat, lon), "to" if which == END else "from"))
    except AmparoError as error:
        st.session_state[FAULT] = error


def at(view: View, place: Place, end_word: str) -> End:
    """
    Make an end of a place.

    Raises
    ------
    NoStreetsError, PlaceOutsideError
        If no way can start or end there.
    """
    enter(view, place, end=end_word)
    named = name_of(view, place)
    return End(named.name or state.say("way.somewhere"), place, service=named.service)


def of_type(view: View, kind: str) -> End:
    """Make an end of a type of service: the one of least cost is taken."""
    alike = view.services[(view.services["type"] == kind) & view.services["name"].notna()]
    name = alike["name"].iloc[0] if len(alike) == 1 else state.word("service_type", kind)
    return End(str(name), kind=kind)
