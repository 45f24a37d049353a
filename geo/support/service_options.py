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

from geo.network.snapping import StreetPositions, snap_to_streets
from geo.pathways.records import PathwayStep
from geo.privacy.redaction import is_confidential, redact
from geo.privacy.view import View
from geo.routes.planning import MAX_STREET_DISTANCE_M
from geo.support.clock import PlanningClock
from geo.support.opening_hours import OpeningHoursReader, OpeningIntervals
from geo.support.records import StopService

PHONE_LINE = "phone_line"


@dataclass(frozen=True)
class ReachableService:
    """
    A door that a way leads to.

    Attributes
    ----------
    service
        As it is shown.
    opening
        When it is open.
    position_index
        Its number among `ServiceOptions.places`.
    """

    service: StopService
    opening: OpeningIntervals
    position_index: int


@dataclass(frozen=True)
class PhoneLine:
    """A phone line, and when somebody answers."""

    service: StopService
    opening: OpeningIntervals

    def is_open_at(self, minutes: float) -> bool:
        """Tell whether it is known to be open at a time."""
        return not self.opening.is_assumed and self.opening.next_opening_min(minutes) == minutes

    def is_always_open(self, horizon_min: float) -> bool:
        """Tell whether it answers day and night."""
        return self.is_open_at(0.0) and self.opening.closing_min(0.0) >= horizon_min


class ServiceOptions:
    """
    The services of a community, sorted into doors with a way, doors without, and phone lines.

    Attributes
    ----------
    phone_lines
        Phone lines, ordered by id; confidential ones are not among them.
    positions, opening_intervals
        Where the doors that a way leads to enter the streets, and when each is open.
    """

    def __init__(
        self,
        view: View,
        origin: StreetPositions,
        clock: PlanningClock,
        hours_reader: OpeningHoursReader,
    ) -> None:
        # Cut as for the public: then nothing of a plan depends on who reads it.
        told = redact("services", view.services, "public").sort_values("id", kind="stable")
        self._services = told.reset_index(drop=True)
        self._today, self._stale_days = clock.departure_time.date(), view.community.stale_days
        self._is_confidential = is_confidential(self._services).to_numpy()
        placed = self._services.geometry.notna() & (self._services["type"] != PHONE_LINE)
        self._has_location: NDArray[np.bool_] = placed.to_numpy() & ~self._is_confidential
        self._service_records = self._services.drop(columns="geometry").to_dict("records")
        self._points = self._services.geometry.to_numpy()
        self._position_index, self.positions = self._snap_reachable_services(view, origin)
        every = range(len(self._services))
        self._opening_intervals = [
            self._read_opening(hours_reader, row, view.centre) for row in every
        ]
        self._stop_services = [self._build_stop_service(row) for row in every]
        self.opening_intervals = [
            self._opening_intervals[row] for row in np.flatnonzero(self._position_index >= 0)
        ]
        self.phone_lines = tuple(
            PhoneLine(door, opening)
            for door, opening in zip(self._stop_services, self._opening_intervals, strict=True)
            if door.type == PHONE_LINE and not door.is_confidential
        )

    def list_reachable_services(self, step: PathwayStep) -> list[ReachableService]:
        """List the doors of a step that a way leads to, ordered by id."""
        return [
            ReachableService(
                self._stop_services[row],
                self._opening_intervals[row],
                int(self._position_index[row]),
            )
            for row in self._find_rows_for_step(step)
            if self._position_index[row] >= 0 and not self._stop_services[row].is_closed_throughout
        ]

    def list_unreachable_services(self, step: PathwayStep) -> list[StopService]:
        """
        List the other doors of a step: the preferred type first.

        Of one type, lines that answer as she asks come first, then what opens at all.
        """
        order = [step.service, *step.instead]

        def rank(row: int) -> tuple[int, bool, bool, str]:
            door = self._stop_services[row]
            line = door.type == PHONE_LINE and PhoneLine(
                door, self._opening_intervals[row]
            ).is_open_at(0.0)
            return order.index(door.type), not line, door.is_closed_throughout, door.id

        rows = [
            row
            for row in self._find_rows_for_step(step)
            if self._position_index[row] < 0 or self._stop_services[row].is_closed_throughout
        ]
        return [self._stop_services[row] for row in sorted(rows, key=rank)]

    def _find_rows_for_step(self, step: PathwayStep) -> list[int]:
        of_step = self._services["type"].isin([step.service, *step.instead])
        return [int(row) for row in np.flatnonzero(of_step)]

    def _snap_reachable_services(
        self, view: View, origin: StreetPositions
    ) -> tuple[NDArray[np.int64], StreetPositions]:
        """Snap what has a place, and number what streets lead to from the origin; -1 elsewhere."""
        number = np.full(len(self._services), -1, dtype=np.int64)
        rows, network = np.flatnonzero(self._has_location), view.network
        if not len(rows):
            return number, origin.select_positions(np.empty(0, dtype=np.int64))
        found = snap_to_streets(network, gpd.GeoSeries(self._services.geometry.iloc[rows]))
        part = network.node_components
        joined = part[network.u[found.edge_indices]] == part[network.u[origin.edge_indices[0]]]
        near = joined & (found.access_m <= MAX_STREET_DISTANCE_M)
        number[rows[near]] = np.arange(near.sum())
        return number, found.select_positions(near)

    def _read_opening(
        self, hours_reader: OpeningHoursReader, row: int, centre: tuple[float, float]
    ) -> OpeningIntervals:
        lat, lon = self._get_coordinates(row) or centre
        return hours_reader.read_hours(
            _text_or_none(self._service_records[row]["opening_hours"]), lat=lat, lon=lon
        )

    def _get_coordinates(self, row: int) -> tuple[float, float] | None:
        """Tell latitude and longitude; None where it has no place for anybody."""
        if not self._has_location[row]:
            return None
        point = self._points[row]
        return float(shapely.get_y(point)), float(shapely.get_x(point))

    def _build_stop_service(self, row: int) -> StopService:
        service, where = self._service_records[row], self._get_coordinates(row)
        hidden = bool(self._is_confidential[row])
        told = {
            name: None if hidden else _text_or_none(service.get(name))
            for name in ("name", "phone", "opening_hours", "verified_on")
        }
        checked = None if told["verified_on"] is None else _parse_date(told["verified_on"])
        age = 0 if checked is None else (self._today - checked).days
        return StopService(
            id=str(service["id"]),
            type=str(service["type"]),
            name=told["name"],
            phone=told["phone"],
            contact=_text_or_none(service.get("gateway")),
            opening_hours=told["opening_hours"],
            verified_on=checked,
            is_unverified=not hidden and checked is None,
            is_stale=age > self._stale_days,
            is_confidential=hidden,
            lat=None if where is None else where[0],
            lon=None if where is None else where[1],
            is_unreachable=where is not None and bool(self._position_index[row] < 0),
            is_closed_throughout=where is not None
            and not len(self._opening_intervals[row].begin_min),
        )


def _text_or_none(value: object) -> str | None:
    known = value is not None and value is not pd.NaT and value == value  # NaN is not itself
    return str(value) if known and str(value).strip() else None


def _parse_date(text: str) -> date:
    return date.fromisoformat(text[:10])
