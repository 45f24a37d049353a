"""
Candidate services of each step, split into reachable services, unreachable ones and phone lines.

Confidential services never enter a search: their rows are redacted to type and contact first,
whatever the audience.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.layers.confidential_features import is_confidential
from geo.network.snapping import StreetPositions, snap_to_component
from geo.pathways.records import PathwayStep
from geo.privacy.redaction import redact
from geo.privacy.view import View
from geo.support.clock import PlanningClock
from geo.support.opening_hours import OpeningHoursReader, OpeningIntervals
from geo.support.records import StopService

PHONE_LINE = "phone_line"


@dataclass(frozen=True)
class ReachableService:
    """
    A service that can be reached by street.

    Attributes
    ----------
    service
        The service as shown.
    opening
        Opening intervals.
    position_index
        Index in `ServiceOptions.positions`.
    """

    service: StopService
    opening: OpeningIntervals
    position_index: int


@dataclass(frozen=True)
class PhoneLine:
    """A phone line, with its opening intervals."""

    service: StopService
    opening: OpeningIntervals

    def is_open_at(self, minutes: float) -> bool:
        """Return whether it is known to be open at a time."""
        return not self.opening.is_assumed and self.opening.next_opening_min(minutes) == minutes

    def is_always_open(self, horizon_min: float) -> bool:
        """Return whether it is open day and night."""
        return self.is_open_at(0.0) and self.opening.closing_min(0.0) >= horizon_min


class ServiceOptions:
    """
    The services of a community: reachable, unreachable, and phone lines.

    Attributes
    ----------
    phone_lines
        Phone lines, ordered by id; confidential ones are not among them.
    positions, opening_intervals
        Street positions and opening intervals of the reachable services.
    """

    def __init__(
        self,
        view: View,
        origin: StreetPositions,
        clock: PlanningClock,
        hours_reader: OpeningHoursReader,
    ) -> None:
        # Redacted for the public, so that no audience learns of a service from a plan; risk areas
        # are those of the view.
        redacted = redact("services", view.services, "public").sort_values("id", kind="stable")
        self._services = redacted.reset_index(drop=True)
        self._today, self._stale_days = clock.departure_time.date(), view.community.stale_days
        self._is_confidential = is_confidential(self._services).to_numpy()
        self._rows_by_type: dict[str, list[int]] = {}
        for row, service_type in enumerate(self._services["type"]):
            self._rows_by_type.setdefault(service_type, []).append(row)
        has_location = self._services.geometry.notna() & (self._services["type"] != PHONE_LINE)
        self._has_location: NDArray[np.bool_] = has_location.to_numpy() & ~self._is_confidential
        self._service_records = self._services.drop(columns="geometry").to_dict("records")
        self._points = self._services.geometry.to_numpy()
        self._position_index, self.positions = self._snap_reachable_services(view, origin)
        rows = range(len(self._services))
        self._opening_intervals = [
            self._read_opening(hours_reader, row, view.centre) for row in rows
        ]
        self._stop_services = [self._build_stop_service(row) for row in rows]
        self.opening_intervals = [
            self._opening_intervals[row] for row in np.flatnonzero(self._position_index >= 0)
        ]
        self.phone_lines = tuple(
            PhoneLine(service, opening)
            for service, opening in zip(self._stop_services, self._opening_intervals, strict=True)
            if service.type == PHONE_LINE and not service.is_confidential
        )

    def list_reachable_services(self, step: PathwayStep) -> list[ReachableService]:
        """List the reachable services of a step, ordered by id."""
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
        List the unreachable services of a step, the preferred type first.

        Within a type, those reached by phone that are open at departure come first, then services
        that open at all.
        """
        order = [step.service, *step.instead]

        def sort_key(row: int) -> tuple[int, bool, bool, str]:
            service = self._stop_services[row]
            answers = service.is_by_phone and PhoneLine(
                service, self._opening_intervals[row]
            ).is_open_at(0.0)
            return order.index(service.type), not answers, service.is_closed_throughout, service.id

        rows = [
            row
            for row in self._find_rows_for_step(step)
            if self._position_index[row] < 0 or self._stop_services[row].is_closed_throughout
        ]
        return [self._stop_services[row] for row in sorted(rows, key=sort_key)]

    def _find_rows_for_step(self, step: PathwayStep) -> list[int]:
        types = {step.service, *step.instead}
        return sorted(row for one in types for row in self._rows_by_type.get(one, ()))

    def _snap_reachable_services(
        self, view: View, origin: StreetPositions
    ) -> tuple[NDArray[np.int64], StreetPositions]:
        """Snap services to streets, and number those connected to the origin; -1 for the others."""
        number = np.full(len(self._services), -1, dtype=np.int64)
        rows, network = np.flatnonzero(self._has_location), view.network
        if not len(rows):
            return number, origin.select_positions(np.empty(0, dtype=np.int64))
        component = int(network.edge_components[origin.edge_indices[0]])
        locations = gpd.GeoSeries(self._services.geometry.iloc[rows])
        snapped = snap_to_component(network, locations, component)
        near = snapped.is_on_network & (network.edge_components[snapped.edge_indices] == component)
        number[rows[near]] = np.arange(near.sum())
        return number, snapped.select_positions(near)

    def _read_opening(
        self, hours_reader: OpeningHoursReader, row: int, centre: tuple[float, float]
    ) -> OpeningIntervals:
        lat, lon = self._get_coordinates(row) or centre
        return hours_reader.read_hours(
            _text_or_none(self._service_records[row]["opening_hours"]), lat=lat, lon=lon
        )

    def _get_coordinates(self, row: int) -> tuple[float, float] | None:
        """Return latitude and longitude; None where it has no disclosed location."""
        if not self._has_location[row]:
            return None
        point = self._points[row]
        return float(shapely.get_y(point)), float(shapely.get_x(point))

    def _build_stop_service(self, row: int) -> StopService:
        service, lat_lon = self._service_records[row], self._get_coordinates(row)
        is_confidential = bool(self._is_confidential[row])
        fields = {
            name: None if is_confidential else _text_or_none(service.get(name))
            for name in ("name", "phone", "opening_hours", "verified_on", "address", "source")
        }
        checked = None if fields["verified_on"] is None else _parse_date(fields["verified_on"])
        age = 0 if checked is None else (self._today - checked).days
        return StopService(
            id=str(service["id"]),
            type=str(service["type"]),
            name=fields["name"],
            phone=fields["phone"],
            contact=_text_or_none(service.get("gateway")),
            opening_hours=fields["opening_hours"],
            verified_on=checked,
            is_unverified=not is_confidential and checked is None,
            is_stale=age > self._stale_days,
            is_confidential=is_confidential,
            lat=None if lat_lon is None else lat_lon[0],
            lon=None if lat_lon is None else lat_lon[1],
            is_unreachable=lat_lon is not None and bool(self._position_index[row] < 0),
            is_closed_throughout=lat_lon is not None
            and not len(self._opening_intervals[row].begin_min),
            address=fields["address"],
            source=fields["source"],
            is_public=not is_confidential and service.get("public") is True,
        )


def _text_or_none(value: object) -> str | None:
    is_known = value is not None and value is not pd.NaT and value == value  # false for NaN
    return str(value) if is_known and str(value).strip() else None


def _parse_date(text: str) -> date:
    return date.fromisoformat(text[:10])
