"""Summary counts of a community: drawing sessions, risk places, safe zones and services."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.cartography.risk_places import MIN_AGREEING_GROUPS, find_risk_places
from geo.layers.population import Population
from geo.model import DrawingSession
from geo.privacy.view import View


@dataclass(frozen=True)
class DrawingSummary:
    """How many groups and people drew a map, their ages [years], and the last date."""

    groups: int
    participants: int
    min_age: int | None
    max_age: int | None
    last_held_on: date


@dataclass(frozen=True)
class CommunitySummary:
    """
    Counts of what a community's map holds.

    Attributes
    ----------
    drawings
        None where nobody drew yet, or it is not disclosed to the reader.
    risk_places, agreed_places
        Risk places, and those of them drawn by `MIN_AGREEING_GROUPS` groups or more.
    safe_zones
        Safe zones.
    services, confirmed_services, confidential_services, placeless_services
        Services on the map, those of them confirmed within the community's `stale_days`, services
        whose location is not disclosed to this reader, and those without a place, as phone lines.
    population
        People within the boundary and outside it.
    fresh_days
        Days until details that nobody confirmed anew are stale.
    """

    drawings: DrawingSummary | None
    risk_places: int
    agreed_places: int
    safe_zones: int
    services: int
    confirmed_services: int
    fresh_days: int
    confidential_services: int
    placeless_services: int
    population: Population


def summarise_community(view: View) -> CommunitySummary:
    """Summarise the layers of a community."""
    places = find_risk_places(view, slot=None)
    located = view.services[view.services.geometry.notna()]
    not_located = view.services[view.services.geometry.isna()]
    is_undisclosed = not_located["confidential"] & (view.audience != "coordinator")
    return CommunitySummary(
        drawings=summarise_sessions(view.sessions),
        risk_places=len(places),
        agreed_places=int((places["groups"] >= MIN_AGREEING_GROUPS).sum()),
        safe_zones=len(view.safe_zones),
        services=len(located),
        fresh_days=view.community.stale_days,
        confirmed_services=_count_confirmed(view, located),
        confidential_services=int(is_undisclosed.sum()),
        placeless_services=int((~is_undisclosed).sum()),
        population=view.population,
    )


def _count_confirmed(view: View, services: pd.DataFrame) -> int:
    """Count services whose details are not stale; a day is one of the community's zone."""
    verified = pd.to_datetime(services["verified_on"]).dropna()
    if verified.empty:
        return 0
    age_days = (pd.Timestamp(view.moment().date()) - verified).dt.days
    return int((age_days <= view.community.stale_days).sum())


def summarise_sessions(sessions: list[DrawingSession]) -> DrawingSummary | None:
    """
    Summarise drawing sessions.

    Parameters
    ----------
    sessions
        Ages are the numbers in their age bands, as "13-17" or "60+"; other bands have none.
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
