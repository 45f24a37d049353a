"""Faults of places that somebody pointed at."""

from __future__ import annotations

from geo.errors.base import AmparoError


class LocationError(AmparoError):
    """Something about a place that somebody pointed at."""

    key = "error.place"


class CoordinateError(LocationError):
    """Not `LAT,LON` in degrees."""

    key = "error.coordinate"


class LocationOutsideError(LocationError):
    """The place lies outside the community, or too far from any of its streets."""

    key = "error.place_outside"


class NoRouteError(LocationError):
    """The two places lie on parts of the network that nothing joins."""

    key = "error.no_route"
