"""Questions that cannot be answered as they were asked."""

from __future__ import annotations

from geo.errors.base import AmparoError


class ParameterError(AmparoError):
    """A question that cannot be answered as it was asked."""

    key = "error.question"


class DateTimeError(ParameterError):
    """Not a local time as `2026-05-01T21:30`."""

    key = "error.moment"


class DateTimeRangeError(DateTimeError):
    """A time so far away that neither opening hours nor daylight can be reckoned."""

    key = "error.moment_far"


class NumberError(ParameterError):
    """A number outside the range that makes sense."""

    key = "error.number"


class NumberNotGreaterError(NumberError):
    """A number that must be larger than another, and is not."""

    key = "error.number_above"


class NumberTooLargeError(NumberError):
    """A number so large that nothing sensible can be reckoned with it."""

    key = "error.number_most"


class ExactlyOneOptionError(ParameterError):
    """Exactly one of several things must be said; none was, or more."""

    key = "error.one_of"


class NoServiceError(ParameterError):
    """The community has no service of this type that the reader may see on the map."""

    key = "error.no_service"


class ConfidentialServiceError(ParameterError):
    """Every service of this type keeps its place from this reader."""

    key = "error.service_confidential"


class ServiceTypeUnknownError(ParameterError):
    """Not one of the service types."""

    key = "error.service_type_unknown"


class StepUnknownError(ParameterError):
    """Not one of the steps of this pathway."""

    key = "error.step_unknown"


class EmptyLayerError(ParameterError):
    """The answer needs a layer that is empty: "nobody counted" is not "everybody covered"."""

    key = "error.layer_empty"


class TooFewPeopleError(ParameterError):
    """So few people live here that every count would point at one of them."""

    key = "error.too_few_people"


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
