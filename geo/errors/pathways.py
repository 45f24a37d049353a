"""Errors of pathways: starter files, and a network's own copies."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors.base import AmparoError


class PathwayError(AmparoError):
    """Base class of errors of pathways."""

    key = "error.pathway"


class PathwayUnreadableError(PathwayError):
    """
    A pathway file does not match its schema; all violations at once.

    Parameters
    ----------
    file
        Its name.
    schema_errors
        Path and rule of each violation, as in `steps.health.why (required)`.
    """

    key = "error.pathway_unreadable"

    def __init__(self, *, file: str, schema_errors: Sequence[str]) -> None:
        super().__init__(file=file, count=len(schema_errors), places="; ".join(schema_errors))
        self.schema_errors = list(schema_errors)


class SituationUnknownError(PathwayError):
    """There is no such situation."""

    key = "error.situation_unknown"


class PathwayStepsError(PathwayError):
    """A pathway has no steps, duplicate codes, or a reference to a missing step."""

    key = "error.pathway_steps"


class PathwayWindowError(PathwayError):
    """A time window is not above zero, or a step lacks what helps after it."""

    key = "error.pathway_window"


class PathwayTextError(PathwayError):
    """A sentence is empty, or longer than permitted."""

    key = "error.pathway_words"


class PathwayPersonalDataError(PathwayError):
    """A sentence may contain personal data: a telephone, an e-mail or an identity number."""

    key = "error.pathway_person"


class PathwayChangedError(PathwayError):
    """The pathway was saved by somebody else since it was read."""

    key = "error.pathway_changed"


class PathwayVersionError(PathwayError):
    """The pathway has no such version."""

    key = "error.pathway_version"
