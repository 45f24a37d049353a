"""The support-route sheet: two sides of A4 with steps, phones, hours, map, and what to bring."""

from __future__ import annotations

from collections.abc import Iterator

from geo.language import DEFAULT_LOCALE, sentence
from geo.privacy.view import View
from geo.routes.directions import directions
from geo.routes.route import Way
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import with_moment
from geo.sheets.plan_map import plan_map
from geo.sheets.step_text import SAME_DOOR_M, Told, is_shown, steps
from geo.support.plan_text import name
from geo.support.records import Door, SupportPlan

MAP_PX = (680.0, 440.0)
WHOLE_UP_TO = 36  # sentences of all ways together; longer ones are told by their streets
BACK = "·"  # in the place of a step's number: the dot that marks where she starts
LONG_STREET_M = 60.0  # a shorter one is left out then


def sheet_told(view: View, plan: SupportPlan, locale: str = DEFAULT_LOCALE) -> Told:
    """Gather what a sheet shows of a plan."""
    note = sheet_notes.note_of(
        view, plan.ask.when.date(), locale, held_back=sheet_notes.held_back(plan)
    )
    return {
        **sheet_notes.head(note, locale),
        "leaving": with_moment("sheet.leaving", plan.ask.when, locale),
        "choose": sentence("sheet.choose", locale),
        "keep": sentence("sheet.keep", locale),
        "words": words(locale),
        "always": phones(plan.always, locale),
        "steps": steps(plan, locale),
        "map": plan_map(view, plan, size=MAP_PX, locale=locale),
        "legend": sheet_notes.legend(locale),
        "directions": by_street(plan, locale),
        "check": sheet_notes.to_check(plan, locale),
        "for_all": sheet_notes.for_all(plan, locale),
        "foot": sheet_notes.foot(note, locale),
        "sources": sheet_notes.references(plan.pathway),
    }


def words(locale: str) -> dict[str, str]:
    """Give the labels of a sheet."""
    return {
        "always": sentence("sheet.always", locale),
        "bring": sentence("sheet.bring", locale),
        "by_street": sentence("sheet.by_street", locale),
        "check": sentence("sheet.check", locale),
        "hours": sentence("sheet.hours", locale),
        "phone": sentence("sheet.phone", locale),
        "sources": sentence("sheet.sources", locale),
    }


def phones(doors: tuple[Door, ...], locale: str) -> list[dict[str, str]]:
    """Name the phones that always answer."""
    return [
        {"name": name(door, locale), "phone": door.phone}
        for door in doors
        if door.phone and not door.confidential
    ]


def by_street(plan: SupportPlan, locale: str) -> list[Told]:
    """Tell each way, and the way back: corner by corner, or by streets where that is too long."""
    legs = [leg for leg in _legs(plan, locale) if leg[2].length_m >= SAME_DOOR_M]
    told = [[step.text for step in directions(way, locale=locale)] for *_, way in legs]
    if sum(map(len, told)) > WHOLE_UP_TO:
        told = [[_streets(way, locale)] for *_, way in legs]
    return [
        {"number": number, "title": title, "text": " ".join(texts)}
        for (number, title, _), texts in zip(legs, told, strict=True)
    ]


def _legs(plan: SupportPlan, locale: str) -> Iterator[tuple[str, str, Way]]:
    """Give each way with its number and its title."""
    back = sentence("support.back", locale)
    for number, stop in enumerate(plan.stops, start=1):
        if stop.home is not None:
            yield BACK, back, stop.home.way
        if stop.way is not None and is_shown(stop):
            yield str(number), sentence("sheet.to_step", locale, number=number), stop.way
    if plan.way_back is not None:
        yield BACK, back, plan.way_back


def _streets(way: Way, locale: str) -> str:
    walked = directions(way, locale=locale)
    names = [step.street for step in walked if step.street and step.length_m >= LONG_STREET_M]
    if not names:
        return " ".join(step.text for step in walked)
    return sentence("sheet.through", locale, streets=", ".join(dict.fromkeys(names)))
