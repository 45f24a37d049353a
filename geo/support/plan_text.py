"""Text of a support plan: opening times, durations and time windows in the reader's language."""

from __future__ import annotations

from datetime import datetime, timedelta

from babel import dates

from geo.language import DEFAULT_LOCALE, format_clock_time, gettext, label_for, ngettext
from geo.pathways.records import PathwaySentence
from geo.routes.rounded_minutes import round_minutes_up
from geo.support.records import Stop, StopService

MINUTES_PER_HOUR = 60
HOURS_PER_DAY = 24  # hours
MAX_WEEKDAY_DISTANCE = timedelta(days=6)  # within this many days, the weekday name is unambiguous


def format_sentence(sentence_record: PathwaySentence, locale: str = DEFAULT_LOCALE) -> str:
    """Format a sentence of a step: the network's own text, or the catalogue's."""
    return (
        gettext(sentence_record.key, locale)
        if sentence_record.text is None
        else sentence_record.text
    )


def format_moment(event_time: datetime, now: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """
    Format a moment relative to now: at 8:00, tomorrow at 8:00, on Monday at 8:00.

    Parameters
    ----------
    event_time, now
        Local times of the community.
    """
    time, day = format_clock_time(event_time, locale), event_time.date()
    if day == now.date():
        return gettext("moment.today", locale, time=time)
    if day == now.date() + timedelta(days=1):
        return gettext("moment.tomorrow", locale, time=time)
    if timedelta(0) < day - now.date() <= MAX_WEEKDAY_DISTANCE:
        name = dates.format_date(day, format="EEEE", locale=locale)
        return gettext("moment.weekday", locale, day=name, time=time)
    return gettext("moment.date", locale, date=day, time=time)


def format_duration(minutes: float, locale: str = DEFAULT_LOCALE) -> str:
    """Format a duration, rounded up: minutes, or hours and minutes from an hour on."""
    whole_min = max(1, round_minutes_up(minutes))
    hours, rest = divmod(whole_min, MINUTES_PER_HOUR)
    if not hours:
        return ngettext("span.minutes", whole_min, locale)
    hours_text = ngettext("span.hours", hours, locale)
    return hours_text if not rest else gettext("span.both", locale, hours=hours_text, minutes=rest)


def format_service_name(service: StopService, locale: str = DEFAULT_LOCALE) -> str:
    """Format a service's name, or its type; the type alone if it is confidential."""
    if service.name is None or service.is_confidential:
        return label_for("service_type", service.type, locale)
    return service.name


def format_opening(stop: Stop, now: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """
    Format whether a service is open on arrival, and how long the route takes.

    Parameters
    ----------
    stop
        Stop with a route.
    now
        First departure; relative days count from it.
    """
    parts = [_format_opening_state(stop, now, locale)]
    if stop.route is not None:
        parts.append(
            gettext("support.away", locale, span=format_duration(stop.route.minutes, locale))
        )
    return " · ".join(parts)


def _format_opening_state(stop: Stop, now: datetime, locale: str) -> str:
    if stop.hours_assumed:  # a time at which it opens would be one that Amparo made up
        return gettext("support.hours_unknown", locale)
    if stop.opens_at is not None:
        moment = format_moment(stop.opens_at, now, locale)
        if stop.call_comment is None:
            return gettext("support.opens", locale, moment=moment)
        # Nobody knows whether it is closed until then.
        call = format_call_first(stop.call_comment, locale)
        return gettext("support.opens_or_call", locale, moment=moment, call=call)
    until, start = stop.open_until, stop.starts_at
    if until is None or start is None or until - start > timedelta(hours=HOURS_PER_DAY):
        return gettext("support.always_open", locale)
    if until.date() != start.date():
        return gettext("support.open_then", locale)
    return gettext("support.open_until", locale, time=format_clock_time(until, locale))


def format_departure(stop: Stop, now: datetime, locale: str = DEFAULT_LOCALE) -> str:
    """
    Format when to leave for a service that opens later, and why where she arrives early.

    Parameters
    ----------
    stop
        Stop with a departure.
    now
        First departure; relative days count from it.
    """
    leave = "" if stop.leave_at is None else format_moment(stop.leave_at, now, locale)
    if stop.early_slot is None:
        return gettext("support.leave_at", locale, moment=leave)
    early = format_early_arrival(stop, locale)
    return gettext("support.leave_early", locale, moment=leave, why=early)


def format_early_arrival(stop: Stop, locale: str = DEFAULT_LOCALE) -> str:
    """Format how long she waits at the closed service, and why she does not leave later."""
    span = format_duration(stop.early_minutes, locale)
    if stop.early_slot == "day":
        return gettext("support.early_by_day", locale, span=span)
    return gettext("support.early_by_night", locale, span=span)


def format_call_first(comment: str, locale: str = DEFAULT_LOCALE) -> str:
    """Format that one has to call first, with the comment of the opening hours if there is one."""
    if not comment:
        return gettext("opening.call", locale)
    return gettext("opening.call_comment", locale, comment=comment)


def format_window(stop: Stop, locale: str = DEFAULT_LOCALE) -> tuple[str, str] | None:
    """
    Format until when a step helps more, and that it also helps later: two short sentences.

    Returns
    -------
    sentences
        For the shortest window; None for a step without any. The window's purpose is omitted,
        because others may see the screen.
    """
    if not stop.deadlines:
        return None
    hours = min(deadline.window.hours for deadline in stop.deadlines)
    if hours % HOURS_PER_DAY:
        before = ngettext("support.before_hours", round(hours), locale)
    else:
        before = ngettext("support.before_days", round(hours / HOURS_PER_DAY), locale)
    still = "support.still_now" if stop.has_closed_window else "support.still_then"
    return before, gettext(still, locale)
