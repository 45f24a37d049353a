"""The steps of a support route as a sheet tells them: plain words, ready for the typesetter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from geo.language import DEFAULT_LOCALE, sentence, word
from geo.pathways.records import Sentence
from geo.pathways.sentence_text import said
from geo.routes.route import Way
from geo.sheets.datetime_text import opening_words, with_moment
from geo.support.plan_text import name, span, window
from geo.support.records import Deadline, Door, Stop, SupportPlan

TO_CHECK = "°"  # stands behind what no source bears out, until the network has checked it
KILOMETRE = 1000.0
SAME_DOOR_M = 5.0  # a way as short leads to the door where she already is
Told = dict[str, object]


def steps(plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> list[Told]:
    """
    Tell all steps.

    Returns
    -------
    steps
        Each with `number`, `name`, `type`, `when`, `way`, `phone`, `contact`, `hours`, `marks`,
        `why`, `gives`, `bring`, `need_not`, `cost`, `accepts`, `windows`, `still`, `short` and
        `meanwhile`: texts, or lists of texts; empty where nothing is to be said. Of a confidential
        door only its type and whom to ask.
    """
    shared = shared_words(plan)
    return [_step(plan, number, locale, shared) for number in range(1, len(plan.stops) + 1)]


def shared_words(plan: SupportPlan) -> frozenset[Sentence]:
    """Find what is said of every step alike, as of its cost: once is enough on a sheet."""
    told = [{stop.step.cost, stop.step.accepts} for stop in plan.stops]
    same = frozenset.intersection(*map(frozenset, told)) if len(told) > 1 else frozenset()
    return frozenset(one for one in same if one is not None)


def checked(one: Sentence, locale: str = DEFAULT_LOCALE) -> str:
    """Say a sentence, with the sign of what is still to be checked before its last point."""
    told = said(one, locale)
    if one.source is not None or one.text is not None:
        return told
    return f"{told[:-1]}{TO_CHECK}." if told.endswith(".") else f"{told}{TO_CHECK}"


def is_shown(stop: Stop) -> bool:
    """Tell whether a stop has a place that a sheet may show; a confidential one never has."""
    door = stop.door
    return (
        door is not None
        and not door.confidential
        and stop.way is not None
        and door.lat is not None
        and door.lon is not None
    )


def distance(metres: float, locale: str = DEFAULT_LOCALE) -> str:
    """Say how far: metres by ten, from a kilometre on kilometres."""
    if metres >= KILOMETRE:
        return sentence("sheet.kilometres", locale, km=round(metres / KILOMETRE, 1))
    return sentence("sheet.metres", locale, metres=int(round(metres, -1)))


def _step(plan: SupportPlan, number: int, locale: str, shared: frozenset[Sentence]) -> Told:
    stop = plan.stops[number - 1]
    step, door = stop.step, stop.door
    own = [one for one in (step.cost, step.accepts) if one is not None and one not in shared]
    kind = word("service_type", step.service if door is None else door.type, locale)
    title = kind if door is None else name(door, locale)
    return {
        "number": str(number),
        "name": title,
        "type": "" if title == kind else kind,
        "shown": is_shown(stop),
        "when": list(_when(stop, locale)),
        "way": _way(plan, number, locale),
        **_reaching(door, locale),
        "why": checked(step.why, locale),
        "gives": _all(step.gives, locale),
        "bring": _all(step.bring, locale),
        "need_not": _all(step.need_not, locale),
        "more": _all(own, locale),
        "windows": [_deadline(one, locale) for one in stop.deadlines],
        "still": _all(step.still, locale) if stop.still_go else [],
        "short": " ".join(window(stop, locale) or ()),
        "meanwhile": _meanwhile(stop, locale),
    }


def _all(told: Iterable[Sentence], locale: str) -> list[str]:
    return [checked(one, locale) for one in told]


def _when(stop: Stop, locale: str) -> Iterator[str]:
    """Say when its door is open, as she comes there."""
    if not is_shown(stop):
        return
    if stop.opens_at is not None:
        yield with_moment("sheet.opens", stop.opens_at, locale)
        if stop.leave_at is not None:
            yield with_moment("sheet.set_out", stop.leave_at, locale)
    elif stop.open_until is not None and not stop.hours_assumed:
        yield with_moment("sheet.open_until", stop.open_until, locale)


def _way(plan: SupportPlan, number: int, locale: str) -> str:
    stop = plan.stops[number - 1]
    if stop.way is None or not is_shown(stop):
        return ""
    before = [at for at, one in enumerate(plan.stops[: number - 1], start=1) if is_shown(one)]
    if before and stop.home is None and stop.way.length_m < SAME_DOOR_M:
        return sentence("sheet.same_door", locale, number=before[-1])
    how = "sheet.on_foot" if plan.ask.mode == "walk" else "sheet.by_vehicle"
    told = sentence(
        how,
        locale,
        span=span(stop.way.minutes, locale),
        distance=distance(stop.way.length_m, locale),
    )
    if before and stop.home is None:
        told = sentence("sheet.from_step", locale, number=before[-1], way=told)
    else:
        told = sentence("sheet.from_start", locale, way=told)
    return " ".join([told, *marked(stop.way, locale)])


def marked(way: Way, locale: str = DEFAULT_LOCALE) -> list[str]:
    """Say how many metres of a way lie in marked ground, if any do."""
    inside = round(way.inside_risk_m)
    return [sentence("sheet.marked_metres", locale, metres=inside)] if inside else []


def _reaching(door: Door | None, locale: str) -> Told:
    """Say how to reach a door: its phone and hours; of a confidential one whom to ask."""
    if door is None:
        return _empty(sentence("sheet.no_door", locale))
    if door.confidential:
        told = sentence("sheet.reserved", locale)
        if not door.contact:
            return _empty(sentence("map.reserved", locale))
        return _empty(f"{told} {unbroken(door.contact)}")
    hours = "" if door.hours is None else opening_words(door.hours, locale)
    return {
        "phone": unbroken(door.phone or ""),
        "contact": "",
        "hours": hours or sentence("support.hours_unknown", locale),
        "marks": _marks(door, locale),
    }


def _empty(contact: str) -> Told:
    return {"phone": "", "contact": contact, "hours": "", "marks": ""}


def _marks(door: Door, locale: str) -> str:
    if door.unverified:
        return sentence("sheet.unverified", locale)
    if door.stale and door.verified_on is not None:
        return sentence("sheet.stale", locale, day=door.verified_on)
    return ""


def _deadline(one: Deadline, locale: str) -> Told:
    what = word("window", one.window.what, locale)
    if one.closes_at is None:
        hours = round(one.window.hours)
        text = sentence("sheet.window_unknown", locale, what=what, hours=hours)
    else:
        text = with_moment(f"sheet.window_{one.state}", one.closes_at, locale, what=what)
    return {"text": text, "state": one.state}


def _meanwhile(stop: Stop, locale: str) -> str:
    """Say which phones answer while a door is closed."""
    lines = [door for door in stop.phones if door.phone and not door.confidential]
    if stop.opens_at is None or not lines or not is_shown(stop):
        return ""
    told = ", ".join(f"{name(door, locale)} {unbroken(door.phone or '')}" for door in lines)
    return sentence("sheet.meanwhile", locale, phones=told)


def unbroken(text: str) -> str:
    """Keep the figures of a phone number on one line."""
    return re.sub(r"(?<=\d) (?=\d)", "\u00a0", text)
