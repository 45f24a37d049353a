"""The neighbourhood poster: from one public place to the nearest door of each type, on A3."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import shapely

from geo.language import DEFAULT_LOCALE, sentence, word
from geo.privacy.view import View
from geo.routes.planning import Place
from geo.sheets import sheet_notes
from geo.sheets.datetime_text import opening_words
from geo.sheets.map_picture import Drawing, Spot, draw_map
from geo.sheets.nearest_services import Nearest, nearest_doors, phone_lines, place_named
from geo.sheets.plan_map import point_at
from geo.sheets.step_text import Told, distance, marked, unbroken
from geo.sheets.support_sheet import words
from geo.support.plan_text import span

MAP_PX = (700.0, 440.0)  # shown larger: a poster is read from farther away


def poster_told(view: View, place: str, when: datetime, locale: str = DEFAULT_LOCALE) -> Told:
    """
    Gather what a poster shows.

    Parameters
    ----------
    place
        Name of the public place where it hangs; see `geo.sheets.nearest_services.public_places`.
    when
        Decides the day it bears, and whether areas of day or night count.

    Raises
    ------
    SheetPlaceError
        If no public place has this name.
    """
    start = place_named(view, place)
    doors = nearest_doors(view, start, when)
    hidden = sum(door.service is None for door in doors)
    note = sheet_notes.note_of(view, when.date(), locale, held_back=hidden)
    shown = [door for door in doors if door.way is not None]
    numbers = {id(door): str(number) for number, door in enumerate(shown, start=1)}
    return {
        **sheet_notes.head(note, locale),
        "title": sentence("sheet.from_here", locale, place=place),
        "about": sentence("sheet.nearest", locale),
        "words": words(locale),
        "always": [
            {"name": _name(row, locale), "phone": str(row["phone"])}
            for _, row in phone_lines(view).iterrows()
        ],
        "doors": [_door(door, numbers.get(id(door), ""), locale) for door in doors],
        "map": _map(view, start, shown, locale),
        "legend": sheet_notes.legend(locale),
        "foot": sheet_notes.foot(note, locale),
    }


def _map(view: View, start: Place, doors: list[Nearest], locale: str) -> str:
    lines = [door.way.line for door in doors if door.way is not None]
    here = Spot(point_at(view, start.lon, start.lat), "", sentence("sheet.here", locale))
    spots = [
        Spot(_point(view, door.service), str(number), _name(door.service, locale))
        for number, door in enumerate(doors, start=1)
        if door.service is not None
    ]
    drawing = Drawing(view.network.crs, lines, [here, *spots])
    return draw_map(view, drawing, size=MAP_PX, locale=locale)


def _point(view: View, service: pd.Series) -> shapely.Point:
    place = service["geometry"].representative_point()
    return point_at(view, float(place.x), float(place.y))


def _door(door: Nearest, number: str, locale: str) -> Told:
    kind = word("service_type", door.type, locale)
    if door.service is None:
        told = unbroken(" ".join(door.contacts))
        contact = f"{sentence('sheet.reserved', locale)} {told}" if told else ""
        return _told(number, kind, contact=contact or sentence("map.reserved", locale))
    hours, phone = door.service["opening_hours"], door.service["phone"]
    way = door.way
    return _told(
        number,
        _name(door.service, locale),
        kind="" if _name(door.service, locale) == kind else kind,
        hours=sentence("support.hours_unknown", locale)
        if pd.isna(hours)
        else opening_words(str(hours), locale),
        phone="" if pd.isna(phone) else unbroken(str(phone)),
        minutes="" if way is None else span(way.minutes, locale),
        distance="" if way is None else distance(way.length_m, locale),
        marked=sentence("sheet.no_way", locale) if way is None else " ".join(marked(way, locale)),
    )


def _told(number: str, name: str, **said: str) -> Told:
    empty = dict.fromkeys(
        ("kind", "hours", "phone", "minutes", "distance", "marked", "contact"), ""
    )
    return {"number": number, "name": name, **empty, **said}


def _name(service: pd.Series, locale: str) -> str:
    name = service["name"]
    return word("service_type", service["type"], locale) if pd.isna(name) else str(name)
