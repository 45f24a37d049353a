"""A support route in words: when a door opens, how far it is, until when something helps more."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel import dates

from geo.language import DEFAULT_LOCALE, WRITTEN_AS, plural, sentence, word
from geo.pathways.records import Sentence
from geo.support.records import Door, Stop

HOUR = 60
A_DAY = 24  # hours
A_WEEK = timedelta(days=6)  # within it, the name of a weekday says which day is meant


def said(one: Sentence, locale: str = DEFAULT_LOCALE) -> str:
    """Say what is said of a step: the network's own words, or the catalogue's."""
    return sentence(one.key, locale) if one.text is None else one.text


def clock(when: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """Write the time of day as the language does."""
    region = WRITTEN_AS.get(locale, locale)
    return dates.format_time(when.time(), format="short", locale=region)


def moment(when: datetime, now: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """
    Say when something will be, as people do: at 8:00, tomorrow at 8:00, on Monday at 8:00.

    Parameters
    ----------
    when, now
        Local times of the community.
    """
    time, day = clock(when, locale), when.date()
    if day == now.date():
        return sentence("moment.today", locale, time=time)
    if day == now.date() + timedelta(days=1):
        return sentence("moment.tomorrow", locale, time=time)
    if timedelta(0) < day - now.date() <= A_WEEK:
        name = dates.format_date(day, format="EEEE", locale=locale)
        return sentence("moment.weekday", locale, day=name, time=time)
    return sentence("moment.date", locale, date=day, time=time)


def span(minutes: float, locale: str = DEFAULT_LOCALE) -> str:
    """Say how long something takes: minutes, from an hour on hours and minutes."""
    whole = max(1, round(minutes))
    hours, rest = divmod(whole, HOUR)
    if not hours:
        return plural("span.minutes", whole, locale)
    told = plural("span.hours", hours, locale)
    return told if not rest else sentence("span.both", locale, hours=told, minutes=rest)


def name(door: Door, locale: str = DEFAULT_LOCALE) -> str:
    """Name a door: its own name, or its type; of a confidential one the type alone."""
    if door.name is None or door.confidential:
        return word("service_type", door.type, locale)
    return door.name


def opening(stop: Stop, now: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """
    Say whether a door is open as she comes there, and how long it takes.

    Parameters
    ----------
    stop
        With a way.
    now
        When she leaves the first time; what is said of days is said from there.
    """
    told = [_state(stop, now, locale)]
    if stop.way is not None:
        told.append(sentence("support.away", locale, span=span(stop.way.minutes, locale)))
    return " · ".join(told)


def _state(stop: Stop, now: datetime, locale: str) -> str:
    if stop.opens_at is not None:
        return sentence("support.opens", locale, moment=moment(stop.opens_at, now, locale))
    if stop.hours_assumed:
        return sentence("support.hours_unknown", locale)
    until, start = stop.open_until, stop.starts_at
    if until is None or start is None or until - start > timedelta(hours=A_DAY):
        return sentence("support.always_open", locale)
    if until.date() != start.date():
        return sentence("support.open_then", locale)
    return sentence("support.open_until", locale, time=clock(until, locale))


def window(stop: Stop, locale: str = DEFAULT_LOCALE) -> tuple[str, str] | None:
    """
    Say until when a step helps more, and that it helps afterwards, too: two short sentences.

    Returns
    -------
    sentences
        Of the shortest window; None for a step without any. What the window is for is not said:
        it stands on a screen that others may see.
    """
    if not stop.deadlines:
        return None
    hours = min(one.window.hours for one in stop.deadlines)
    if hours % A_DAY:
        before = plural("support.before_hours", round(hours), locale)
    else:
        before = plural("support.before_days", round(hours / A_DAY), locale)
    still = "support.still_now" if stop.still_go else "support.still_then"
    return before, sentence(still, locale)
