"""Errors of the choice of sites for services."""

from __future__ import annotations

from geo.errors.base import AmparoError


class SitingError(AmparoError):
    """Base class of errors of the choice of sites."""

    key = "error.siting"


class SitingInstanceError(SitingError):
    """There are fewer candidate sites than are to be opened, or values are not usable."""

    key = "error.siting_instance"


class SitingSolverError(SitingError):
    """The solver ended without a solution."""

    key = "error.siting_solver"


class SitingConfidentialError(SitingError):
    """A place for a confidential service is chosen for coordinators only."""

    key = "error.siting_confidential"


class SitingExposureError(SitingError):
    """Exposure is not known without streets."""

    key = "error.siting_exposure"


class SitingCandidatesError(SitingError):
    """There are no candidate sites of that source."""

    key = "error.siting_candidates"


class SitingCountError(SitingError):
    """More services are to be opened than there are candidate sites."""

    key = "error.siting_count"
