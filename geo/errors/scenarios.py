"""Errors of scenarios: their files, what they speak of, and who may adopt them."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors.base import AmparoError


class ScenarioError(AmparoError):
    """Base class of errors of scenarios."""

    key = "error.scenario"


class ScenarioFileError(ScenarioError):
    """A file is no YAML that can be read, or holds something else than a scenario."""

    key = "error.scenario_file"


class ScenarioContentError(ScenarioError):
    """
    All that has to be corrected in a scenario.

    Parameters
    ----------
    findings
        Number of the change, from 1 (None: the complete scenario), key of the message, and its
        placeholders. They are not part of `str(err)`: texts of people must not be logged.
    """

    key = "error.scenario_content"

    def __init__(self, *, findings: Sequence[tuple[int | None, str, dict[str, object]]]) -> None:
        super().__init__(count=len(findings))
        self.findings = list(findings)


class ScenarioUnknownError(ScenarioError):
    """The community has no scenario of that name."""

    key = "error.scenario_unknown"


class ScenarioTargetError(ScenarioError):
    """Changes speak of services or risk areas that are not there, or not any more."""

    key = "error.scenario_target"


class ScenarioConfidentialError(ScenarioError):
    """Only coordinators change confidential services, and add them."""

    key = "error.scenario_confidential"


class ScenarioPathAdoptionError(ScenarioError):
    """A path drawn by hand does not become part of the streets."""

    key = "error.scenario_path"


class PathJoinError(ScenarioError):
    """A path, or a place on a street, is too far from every street, or joins at one place only."""

    key = "error.path_join"


class ScenarioServiceMissingError(ScenarioError):
    """There is no service near the place that somebody touched."""

    key = "error.scenario_no_service"


class ScenarioAreaMissingError(ScenarioError):
    """There is no risk area at the place that somebody touched."""

    key = "error.scenario_no_area"
