"""A community at a glance: who drew its map, when, and how much is on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.cartography.risk_places import MIN_AGREEING_GROUPS, find_risk_places
from geo.model import DrawingSession
from geo.privacy.view import View

CONFIRMED_WITHIN_DAYS = 31  # hours of a service confirmed within a month are called confirmed


@dataclass(frozen=True)
class DrawingSummary:
    """By how many groups and people a map was drawn, of which ages [years], and last when."""

    groups: int
    participants: int
    min_age: int | None
    max_age: int | None
    last_held_on: date


@dataclass(frozen=True)
class CommunitySummary:
    """
    What is on a map.

    Attributes
    ----------
    drawings
        None where nobody drew yet, or the reader may not know.
    risk_places, agreed_places
        Marked places, and those of them that `MIN_AGREEING_GROUPS` groups or more marked.
    safe_zones
        Places to wait.
    services, confirmed_services, confidential_services
        Services on the map, those of them confirmed within `CONFIRMED_WITHIN_DAYS`, and services
        whose place this reader may not know.
    """

    drawings: DrawingSummary | None
    risk_places: int
    agreed_places: int
    safe_zones: int
    services: int
    confirmed_services: int
    confidential_services: int


def summarise_community(view: View) -> CommunitySummary:
    """Sum up what a community has put on its map."""
    places = find_risk_places(view, slot=None)
    doors = view.services[view.services.geometry.notna()]
    today = view.moment().date()
    verified = pd.to_datetime(doors["verified_on"]).dropna()
    days = (pd.Timestamp(today) - verified).dt.days
    return CommunitySummary(
        drawings=summarise_sessions(view.sessions),
        risk_places=len(places),
        agreed_places=int((places["groups"] >= MIN_AGREEING_GROUPS).sum()),
        safe_zones=len(view.safe_zones),
        services=len(doors),
        confirmed_services=int((days <= CONFIRMED_WITHIN_DAYS).sum()),
        confidential_services=len(view.services) - len(doors),
    )


def summarise_sessions(sessions: list[DrawingSession]) -> DrawingSummary | None:
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
    return DrawingSummary(
        groups=len(sessions),
        participants=sum(session.participants for session in sessions),
        min_age=min(ages, default=None),
        max_age=max(ages, default=None),
        last_held_on=max(session.held_on for session in sessions),
    )
