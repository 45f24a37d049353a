"""A support route as plain records, for files, screens and the terminal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from geo.language import DEFAULT_LOCALE
from geo.pathways.records import Pathway, Sentence, Step
from geo.routes.directions import directions
from geo.routes.reasons import passages
from geo.routes.report import measures
from geo.routes.risk_crossings import crossed
from geo.routes.route import Way
from geo.support.plan_text import said
from geo.support.records import Deadline, Door, Other, Return, Stop, SupportPlan


def support_report(plan: SupportPlan, *, locale: str = DEFAULT_LOCALE) -> dict[str, object]:
    """
    Put a support route into plain records.

    Returns
    -------
    report
        `steps` in the order proposed, `way_back`, `total_minutes`, `total_cost`, `stay_minutes`,
        `missed`, `alternatives` for each step, `phones` and the `pathway` it was made from. Where
        she starts is not in it. A sentence that nobody gave a source for says `to_check`.
    """
    ask, aversion = plan.ask, plan.ask.aversion
    return {
        "situation": ask.situation,
        "at": ask.when.isoformat(timespec="minutes"),
        "hours_since": ask.hours_since,
        "aversion": aversion,
        "mode": ask.mode,
        "steps": [_stop(stop, aversion, locale) for stop in plan.stops],
        "way_back": _way(plan.way_back, aversion, locale),
        "leave_back_at": _moment(plan.leave_back_at),
        "back_at": _moment(plan.back_at),
        "total_minutes": plan.total_minutes,
        "total_cost": plan.total_cost,
        "stay_minutes": sum(stop.step.stay_minutes for stop in plan.stops if stop.way),
        "missed": plan.missed,
        "skipped": [step.code for step in plan.skipped],
        "alternatives": [_other(other, stop) for stop in plan.stops for other in stop.others],
        "phones": [_door(door) for door in _phones(plan)],
        "holidays_known": plan.holidays_known,
        "pathway": _pathway(plan.pathway),
    }


def _stop(stop: Stop, aversion: float, locale: str) -> dict[str, object]:
    return {
        "step": stop.step.code,
        **_door(stop.door, type_instead=stop.step.service),
        **_windows(stop),
        "opens_at": _moment(stop.opens_at),
        "open_until": _moment(stop.open_until),
        "wait_minutes": stop.wait_minutes,
        "leave_at": _moment(stop.leave_at),
        "arrive_at": _moment(stop.arrive_at),
        "starts_at": _moment(stop.starts_at),
        "hours_assumed": stop.hours_assumed,
        "way": _way(stop.way, aversion, locale),
        "home": _home(stop.home, aversion, locale),
        "phones": [_door(door) for door in stop.phones],
        **_words(stop.step, locale),
        "still": [_sentence(one, locale) for one in stop.step.still] if stop.still_go else [],
    }


def _windows(stop: Stop) -> dict[str, object]:
    """Tell all windows, and the shortest by itself."""
    shortest = min(stop.deadlines, key=lambda one: one.window.hours, default=None)
    return {
        "window_hours": None if shortest is None else shortest.window.hours,
        "window": None if shortest is None else shortest.state,
        "windows": [_deadline(one) for one in stop.deadlines],
        "still_go": stop.still_go,
    }


def _deadline(one: Deadline) -> dict[str, object]:
    return {**asdict(one.window), "state": one.state, "closes_at": _moment(one.closes_at)}


def _words(step: Step, locale: str) -> dict[str, object]:
    """Say what is said of a step, and whether any of it has no source."""
    lists = {"gives": step.gives, "bring": step.bring, "need_not": step.need_not}
    single = {"why": step.why, "cost": step.cost, "accepts": step.accepts}
    every = [one for some in lists.values() for one in some]
    every += [one for one in single.values() if one is not None]
    return {
        **{name: None if one is None else _sentence(one, locale) for name, one in single.items()},
        **{name: [_sentence(one, locale) for one in some] for name, some in lists.items()},
        "to_check": any(one.source is None for one in every),
    }


def _sentence(one: Sentence, locale: str) -> dict[str, object]:
    return {"text": said(one, locale), "source": one.source, "to_check": one.source is None}


def _door(door: Door | None, *, type_instead: str | None = None) -> dict[str, object]:
    """Tell a door; of a confidential one there is nothing but its type and whom to ask."""
    return {
        "service": None if door is None else door.name,
        "type": type_instead if door is None else door.type,
        "service_id": None if door is None else door.id,
        "phone": None if door is None else door.phone,
        "contact": None if door is None else door.contact,
        "hours": None if door is None else door.hours,
        "verified_on": None if door is None else door.verified_on,
        "unverified": door is not None and door.unverified,
        "stale": door is not None and door.stale,
        "confidential": door is not None and door.confidential,
        "unreachable": door is not None and door.unreachable,
        "shut": door is not None and door.shut,
    }


def _other(other: Other, stop: Stop) -> dict[str, object]:
    return {
        "step": stop.step.code,
        **_door(other.door),
        "minutes": other.minutes,
        "opens_at": _moment(other.opens_at),
        "wait_minutes": other.wait_minutes,
        "open_until": _moment(other.open_until),
    }


def _way(way: Way | None, aversion: float, locale: str) -> dict[str, object] | None:
    """Measure a way, tell it street by street, and what it crosses and whether it must."""
    if way is None:
        return None
    return {
        **measures(way, aversion),
        "steps": [asdict(step) for step in directions(way, locale=locale)],
        "crossed": [asdict(one) for one in crossed(way)],
        "passages": [asdict(one) for one in passages(way)],
    }


def _home(home: Return | None, aversion: float, locale: str) -> dict[str, object] | None:
    """Tell the way back to where she started, before a door that opens much later."""
    if home is None:
        return None
    return {
        "leave_at": _moment(home.leave_at),
        "arrive_at": _moment(home.arrive_at),
        "way": _way(home.way, aversion, locale),
    }


def _phones(plan: SupportPlan) -> list[Door]:
    """List the 24-hour lines, then those that answer beside some closed door; each once."""
    every = [*plan.always, *(door for stop in plan.stops for door in stop.phones)]
    return list({door.id: door for door in every}.values())


def _pathway(pathway: Pathway) -> dict[str, object]:
    return {
        "country": pathway.country,
        "situation": pathway.situation,
        "version": pathway.version,
        "verified": pathway.verified,
        "sources": list(pathway.sources),
    }


def _moment(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat(timespec="seconds")
