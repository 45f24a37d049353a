"""Errors of a community's record."""

from __future__ import annotations

from geo.errors.base import AmparoError


class CommunityError(AmparoError):
    """Base class of errors of a community's record."""

    key = "error.community"


class CommunityUnknownError(CommunityError):
    """No community has this short name."""

    key = "error.community_unknown"


class ExtentMissingError(CommunityError):
    """The community has no boundary, no streets and no layer, so that nobody knows where it is."""

    key = "error.extent_missing"


class CommunityExistsError(CommunityError):
    """The short name is taken."""

    key = "error.community_exists"


class CommunityNameError(CommunityError):
    """The short name has other characters than a–z, 0–9 and the hyphen, or the name is empty."""

    key = "error.community_name"


class CountryUnknownError(CommunityError):
    """Not an ISO 3166 code of two letters."""

    key = "error.country_unknown"


class TimezoneUnknownError(CommunityError):
    """Not a name of the time zone database."""

    key = "error.timezone_unknown"


class DayHoursError(CommunityError):
    """Not two hours of a day, one after the other."""

    key = "error.day_hours"


class LocaleUnknownError(CommunityError):
    """There is no catalogue of this language."""

    key = "error.locale_unknown"


class DemonstrationNameError(CommunityError):
    """A community that is not the demonstration has its short name."""

    key = "error.demonstration_name"
