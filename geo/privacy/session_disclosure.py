"""Redaction of drawing sessions by audience."""

from __future__ import annotations

from dataclasses import replace

from geo.model import Audience, DrawingSession
from geo.privacy.small_counts import MIN_FREQUENCY


def disclose_sessions(sessions: list[DrawingSession], audience: Audience) -> list[DrawingSession]:
    """
    Redact drawing sessions for an audience.

    Parameters
    ----------
    sessions
        Unredacted, in any order.

    Returns
    -------
    sessions
        For the public: only agreed ones, with the first day of the month as the date, a number as
        the code, and participants rounded to multiples of `MIN_FREQUENCY`, at least one: a group
        of four on a known day identifies four women. Unchanged for all other audiences.
    """
    if audience != "public":
        return list(sessions)
    generalised = sorted(
        (_generalise_session(one) for one in sessions if one.agreed_on), key=_session_sort_key
    )
    return [replace(one, code=str(number)) for number, one in enumerate(generalised, start=1)]


def _generalise_session(session: DrawingSession) -> DrawingSession:
    steps = max(1, round(session.participants / MIN_FREQUENCY))
    agreed_on = session.agreed_on
    return DrawingSession(
        code="",
        held_on=session.held_on.replace(day=1),
        age_band=session.age_band,
        participants=steps * MIN_FREQUENCY,
        moment=session.moment,
        facilitator_role=session.facilitator_role,
        consent=session.consent,
        agreed_on=None if agreed_on is None else agreed_on.replace(day=1),
    )


def _session_sort_key(session: DrawingSession) -> tuple[object, ...]:
    return (
        session.held_on,
        session.moment,
        session.age_band,
        session.participants,
        session.facilitator_role,
    )
