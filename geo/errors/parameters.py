"""Errors of request parameters: dates, numbers, service types, locations."""

from __future__ import annotations

from geo.errors.base import AmparoError


class ParameterError(AmparoError):
    """Base class of errors of request parameters."""

    key = "error.question"


class DateTimeError(ParameterError):
    """Not a local time as `2026-05-01T21:30`."""

    key = "error.moment"


class DateTimeRangeError(DateTimeError):
    """The time is outside the range in which opening hours and daylight can be computed."""

    key = "error.moment_far"


class OpeningMomentError(DateTimeError):
    """Not a weekday and a local time as `Sa 22:00`."""

    key = "error.opening_moment"


class NumberError(ParameterError):
    """A number is outside its range."""

    key = "error.number"


class NumberNotGreaterError(NumberError):
    """A number is not greater than the required one."""

    key = "error.number_above"


class NumberTooLargeError(NumberError):
    """A number exceeds its maximum."""

    key = "error.number_most"


class ExactlyOneOptionError(ParameterError):
    """Exactly one of several options is required."""

    key = "error.one_of"


class NoServiceError(ParameterError):
    """The community has no service of this type whose location is disclosed to the reader."""

    key = "error.no_service"


class ConfidentialServiceError(ParameterError):
    """All services of this type are confidential for this reader."""

    key = "error.service_confidential"


class PlacelessServiceError(ParameterError):
    """No service of this type has a place on the map: they are reached by phone or gateway."""

    key = "error.service_placeless"


class ServiceTypeUnknownError(ParameterError):
    """Not one of the service types."""

    key = "error.service_type_unknown"


class StepUnknownError(ParameterError):
    """Not one of the steps of this pathway."""

    key = "error.step_unknown"


class EmptyLayerError(ParameterError):
    """A required layer is empty: "nobody counted" is not "everybody covered"."""

    key = "error.layer_empty"


class PeopleOutsideError(ParameterError):
    """All demand points lie outside the community's boundary, so that nobody can be counted."""

    key = "error.people_outside"


class TooFewPeopleError(ParameterError):
    """The community has too few people to disclose any count."""

    key = "error.too_few_people"


class LocationError(AmparoError):
    """Base class of errors of locations in requests."""

    key = "error.place"


class CoordinateError(LocationError):
    """Not `LAT,LON` in degrees."""

    key = "error.coordinate"


class LocationOutsideError(LocationError):
    """The location is outside the community, or too far from any street."""

    key = "error.place_outside"


class NoRouteError(LocationError):
    """No streets that may be passed join the two locations."""

    key = "error.no_route"


class NoRouteWithoutFerryError(NoRouteError):
    """Only a ferry joins the two locations, and the request takes none."""

    key = "error.no_route_without_ferry"
