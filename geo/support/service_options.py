"""
Which doors a step may lead to, and which of them a way leads to.

What is confidential never gets as far as a search: its row is cut to type and contact before
anything is reckoned, whatever the reader may see elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.network.snapping import Positions, snap
from geo.pathways.records import Step
from geo.privacy.redaction import confidential, cut
from geo.privacy.view import View
from geo.routes.planning import FARTHEST_M
from geo.support.clock import Clock
from geo.support.opening_hours import Hours, Opening
from geo.support.records import Door

PHONE_LINE = "phone_line"


@dataclass(frozen=True)
class Walked:
    """
    A door that a way leads to.

    Attributes
    ----------
    door
        As it is shown.
    opening
        When it is open.
    place
        Its number among `Doors.places`.
    """

    door: Door
    opening: Opening
    place: int


@dataclass(frozen=True)
class Line:
    """A phone line, and when somebody answers."""

    door: Door
    opening: Opening

    def answers(self, minutes: float) -> bool:
        """Tell whether it is known to be open at a time."""
        return not self.opening.assumed and self.opening.start(minutes) == minutes

    def always(self, horizon: float) -> bool:
        """Tell whether it answers day and night."""
        return self.answers(0.0) and self.opening.until(0.0) >= horizon


class Doors:
    """
    The services of a community, sorted into doors with a way, doors without, and phone lines.

    Attributes
    ----------
    lines
        Phone lines, ordered by id; confidential ones are not among them.
    places, openings
        Where the doors that a way leads to enter the streets, and when each is open.
    """

    def __init__(
        self,
        view: View,
        origin: Positions,
        clock: Clock,
        hours: Hours,
    ) -> None:
        # Cut as for the public: then nothing of a plan depends on who reads it.
        told = cut("services", view.services, "public").sort_values("id", kind="stable")
        self._table = told.reset_index(drop=True)
        self._today, self._stale_days = clock.when.date(), view.community.stale_days
        self._hidden = confidential(self._table).to_numpy()
        placed = self._table.geometry.notna() & (self._table["type"] != PHONE_LINE)
        self._placed: NDArray[np.bool_] = placed.to_numpy() & ~self._hidden
        self._rows = self._table.drop(columns="geometry").to_dict("records")
        self._points = self._table.geometry.to_numpy()
        self._place, self.places = self._reached(view, origin)
        every = range(len(self._table))
        self._openings = [self._opening(hours, row, view.centre) for row in every]
        self._doors = [self._door(row) for row in every]
        self.openings = [self._openings[row] for row in np.flatnonzero(self._place >= 0)]
        self.lines = tuple(
            Line(door, opening)
            for door, opening in zip(self._doors, self._openings, strict=True)
            if door.type == PHONE_LINE and not door.confidential
        )

    def walked(self, step: Step) -> list[Walked]:
        """List the doors of a step that a way leads to, ordered by id."""
        return [
            Walked(self._doors[row], self._openings[row], int(self._place[row]))
            for row in self._of(step)
            if self._place[row] >= 0 and not self._doors[row].shut
        ]

    def unwalked(self, step: Step) -> list[Door]:
        """
        List the other doors of a step: the preferred type first.

        Of one type, lines that answer as she asks come first, then what opens at all.
        """
        order = [step.service, *step.instead]

        def rank(row: int) -> tuple[int, bool, bool, str]:
            door = self._doors[row]
            line = door.type == PHONE_LINE and Line(door, self._openings[row]).answers(0.0)
            return order.index(door.type), not line, door.shut, door.id

        rows = [row for row in self._of(step) if self._place[row] < 0 or self._doors[row].shut]
        return [self._doors[row] for row in sorted(rows, key=rank)]

    def _of(self, step: Step) -> list[int]:
        of_step = self._table["type"].isin([step.service, *step.instead])
        return [int(row) for row in np.flatnonzero(of_step)]

    def _reached(self, view: View, origin: Positions) -> tuple[NDArray[np.int64], Positions]:
        """Snap what has a place, and number what streets lead to from the origin; -1 elsewhere."""
        number = np.full(len(self._table), -1, dtype=np.int64)
        rows, network = np.flatnonzero(self._placed), view.network
        if not len(rows):
            return number, origin.take(np.empty(0, dtype=np.int64))
        found = snap(network, gpd.GeoSeries(self._table.geometry.iloc[rows]))
        part = network.component
        joined = part[network.u[found.edge]] == part[network.u[origin.edge[0]]]
        near = joined & (found.access_m <= FARTHEST_M)
        number[rows[near]] = np.arange(near.sum())
        return number, found.take(near)

    def _opening(self, hours: Hours, row: int, centre: tuple[float, float]) -> Opening:
        lat, lon = self._where(row) or centre
        return hours.of(_text(self._rows[row]["opening_hours"]), lat=lat, lon=lon)

    def _where(self, row: int) -> tuple[float, float] | None:
        """Tell latitude and longitude; None where it has no place for anybody."""
        if not self._placed[row]:
            return None
        point = self._points[row]
        return float(shapely.get_y(point)), float(shapely.get_x(point))

    def _door(self, row: int) -> Door:
        service, where = self._rows[row], self._where(row)
        hidden = bool(self._hidden[row])
        told = {
            name: None if hidden else _text(service.get(name))
            for name in ("name", "phone", "opening_hours", "verified_on")
        }
        checked = None if told["verified_on"] is None else _day(told["verified_on"])
        age = 0 if checked is None else (self._today - checked).days
        return Door(
            id=str(service["id"]),
            type=str(service["type"]),
            name=told["name"],
            phone=told["phone"],
            contact=_text(service.get("gateway")),
            hours=told["opening_hours"],
            verified_on=checked,
            unverified=not hidden and checked is None,
            stale=age > self._stale_days,
            confidential=hidden,
            lat=None if where is None else where[0],
            lon=None if where is None else where[1],
            unreachable=where is not None and bool(self._place[row] < 0),
            shut=where is not None and not len(self._openings[row].begin),
        )


def _text(value: object) -> str | None:
    known = value is not None and value is not pd.NaT and value == value  # NaN is not itself
    return str(value) if known and str(value).strip() else None


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
