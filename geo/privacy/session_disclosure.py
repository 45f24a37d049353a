"""Drawing sessions as an audience may see them."""

from __future__ import annotations

from dataclasses import replace

from geo.model import Audience, DrawingSession
from geo.privacy.small_counts import MIN_FREQUENCY


def disclose_sessions(sessions: list[DrawingSession], audience: Audience) -> list[DrawingSession]:
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
        code, and how many took part in steps of `MIN_FREQUENCY`, at least one step: a group of four
        on a known day is four known women. All others see them whole.
    """
    if audience != "public":
        return list(sessions)
    coarse = sorted(
        (_generalise_session(one) for one in sessions if one.agreed_on), key=_session_sort_key
    )
    return [replace(one, code=str(number)) for number, one in enumerate(coarse, start=1)]


def _generalise_session(session: DrawingSession) -> DrawingSession:
    steps = max(1, round(session.participants / MIN_FREQUENCY))
    agreed = session.agreed_on
    return DrawingSession(
        code="",
        held_on=session.held_on.replace(day=1),
        age_band=session.age_band,
        participants=steps * MIN_FREQUENCY,
        moment=session.moment,
        facilitator_role=session.facilitator_role,
        consent=session.consent,
        agreed_on=None if agreed is None else agreed.replace(day=1),
    )


def _session_sort_key(session: DrawingSession) -> tuple[object, ...]:
    return (
        session.held_on,
        session.moment,
        session.age_band,
        session.participants,
        session.facilitator_role,
    )
