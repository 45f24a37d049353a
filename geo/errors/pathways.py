"""Faults of pathways: the starters' files, and a network's own copies."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors.base import AmparoError


class PathwayError(AmparoError):
    """Something about a pathway."""

    key = "error.pathway"


class PathwayUnreadableError(PathwayError):
    """
    A file of pathways that is not as its schema says: all its faults at once.

    Parameters
    ----------
    file
        Its name.
    schema_errors
        Where each fault is and which rule it breaks, as `steps.health.why (required)`.
    """

    key = "error.pathway_unreadable"

    def __init__(self, *, file: str, schema_errors: Sequence[str]) -> None:
        super().__init__(file=file, count=len(schema_errors), places="; ".join(schema_errors))
        self.schema_errors = list(schema_errors)


class SituationUnknownError(PathwayError):
    """A situation that is none of ours."""

    key = "error.situation_unknown"


class PathwayStepsError(PathwayError):
    """A pathway without a step, with two of one code, or with a step that names one not there."""

    key = "error.pathway_steps"


class PathwayWindowError(PathwayError):
    """A window without a time above zero, or a step that does not say what still helps."""

    key = "error.pathway_window"


class PathwayTextError(PathwayError):
    """A sentence of a network's own that is empty, or longer than there is room for."""

    key = "error.pathway_words"


class PathwayPersonalDataError(PathwayError):
    """A sentence with what may be somebody's telephone, mail address or document."""

    key = "error.pathway_person"


class PathwayChangedError(PathwayError):
    """Somebody else saved the same pathway meanwhile."""

    key = "error.pathway_changed"


class PathwayVersionError(PathwayError):
    """A version that a pathway never had."""

    key = "error.pathway_version"
