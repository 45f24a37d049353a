"""Drawing sessions as an audience may see them."""

from __future__ import annotations

from dataclasses import replace

from geo.model import Audience, DrawingSession
from geo.privacy.small_counts import LEAST_TOLD


def sessions_told(sessions: list[DrawingSession], audience: Audience) -> list[DrawingSession]:
    """
    Tell drawing sessions.

    Parameters
    ----------
    sessions
        Whole, in any order.

    Returns
    -------
    sessions
        For the public: those agreed on only, the first of the month for the day, a number for the
        code, and how many took part in steps of `LEAST_TOLD`, at least one step: a group of four
        on a known day is four known women. All others see them whole.
    """
    if audience != "public":
        return list(sessions)
    coarse = sorted((_coarse(one) for one in sessions if one.agreed_on), key=_said)
    return [replace(one, code=str(number)) for number, one in enumerate(coarse, start=1)]


def _coarse(session: DrawingSession) -> DrawingSession:
    steps = max(1, round(session.participants / LEAST_TOLD))
    agreed = session.agreed_on
    return replace(
        session,
        code="",
        held_on=session.held_on.replace(day=1),
        agreed_on=None if agreed is None else agreed.replace(day=1),
        participants=steps * LEAST_TOLD,
    )


def _said(session: DrawingSession) -> tuple[object, ...]:
    return (
        session.held_on,
        session.moment,
        session.age_band,
        session.participants,
        session.facilitator_role,
    )
