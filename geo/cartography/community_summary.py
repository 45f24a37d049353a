"""A community at a glance: who drew its map, when, and how much is on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.cartography.risk_places import AGREEING, marked_places
from geo.model import DrawingSession
from geo.privacy.view import View

FRESH_DAYS = 31  # hours of a service confirmed within a month are called confirmed


@dataclass(frozen=True)
class Drawn:
    """By how many groups and people a map was drawn, of which ages [years], and last when."""

    groups: int
    people: int
    youngest: int | None
    oldest: int | None
    last: date


@dataclass(frozen=True)
class Glance:
    """
    What is on a map.

    Attributes
    ----------
    drawn
        None where nobody drew yet, or the reader may not know.
    places, agreed
        Marked places, and those of them that `AGREEING` groups or more marked.
    safe_zones
        Places to wait.
    doors, fresh, reserved
        Services on the map, those of them confirmed within `FRESH_DAYS`, and services whose
        place this reader may not know.
    """

    drawn: Drawn | None
    places: int
    agreed: int
    safe_zones: int
    doors: int
    fresh: int
    reserved: int


def glance(view: View) -> Glance:
    """Sum up what a community has put on its map."""
    places = marked_places(view, slot=None)
    doors = view.services[view.services.geometry.notna()]
    today = view.moment().date()
    verified = pd.to_datetime(doors["verified_on"]).dropna()
    days = (pd.Timestamp(today) - verified).dt.days
    return Glance(
        drawn=drawn_by(view.sessions),
        places=len(places),
        agreed=int((places["groups"] >= AGREEING).sum()),
        safe_zones=len(view.safe_zones),
        doors=len(doors),
        fresh=int((days <= FRESH_DAYS).sum()),
        reserved=len(view.services) - len(doors),
    )


def drawn_by(sessions: list[DrawingSession]) -> Drawn | None:
    """
    Sum up drawing sessions.

    Parameters
    ----------
    sessions
        Their age bands are read for numbers, as "13-17" or "60+"; others say nothing.
    """
    if not sessions:
        return None
    ages = [int(age) for session in sessions for age in re.findall(r"\d+", session.age_band)]
    return Drawn(
        groups=len(sessions),
        people=sum(session.participants for session in sessions),
        youngest=min(ages, default=None),
        oldest=max(ages, default=None),
        last=max(session.held_on for session in sessions),
    )
