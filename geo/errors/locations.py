"""Faults of places that somebody pointed at."""

from __future__ import annotations

from geo.errors.base import AmparoError


class PlaceError(AmparoError):
    """Something about a place that somebody pointed at."""

    key = "error.place"


class CoordinateError(PlaceError):
    """Not `LAT,LON` in degrees."""

    key = "error.coordinate"


class PlaceOutsideError(PlaceError):
    """The place lies outside the community, or too far from any of its streets."""

    key = "error.place_outside"


class NoWayError(PlaceError):
    """The two places lie on parts of the network that nothing joins."""

    key = "error.no_way"
