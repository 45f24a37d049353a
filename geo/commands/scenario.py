"""Commands on scenarios: what would change coverage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.commands.exact_output import open_audited_view
from geo.commands.options import at_option, audience_option, community_option, file_argument
from geo.commands.terminal import json_command, open_home, require_exactly_one, show_progress
from geo.errors import ServiceTypeUnknownError
from geo.model import DEFAULT_SAFE_INSIDE_M, SERVICE_TYPES, Audience

if TYPE_CHECKING:
    from datetime import datetime

    from geo.layers.layer_changes import Change
    from geo.privacy.view import View

DEFAULT_THRESHOLD_MIN = 30.0
_scenario_argument = click.argument("scenario", metavar="NAME|FILE.yaml")


@click.group()
def scenario() -> None:
    """Scenarios: a named list of changes, compared with what is, and adopted."""


@scenario.command("add")
@file_argument
@community_option
@json_command
def add(file: Path, community: str, home: Path | None) -> dict[str, object]:
    """Save a scenario of a YAML file; one of the same name gets another version."""
    from geo.scenarios.scenario_file import read_scenario_file
    from geo.scenarios.storage import save_scenario

    store = open_home(home)
    draft = read_scenario_file(file)
    version = save_scenario(store, community, draft.name, draft.changes)
    return _done(community, draft.name, version, len(draft.changes))


@scenario.command("list")
@community_option
@audience_option
@json_command
def list_(community: str, audience: Audience, home: Path | None) -> dict[str, object]:
    """List the scenarios of a community with their changes."""
    from geo.scenarios.report import build_scenario_record
    from geo.scenarios.storage import list_scenarios

    view = open_audited_view(home, community, audience, content="scenarios")
    records = [build_scenario_record(view, one) for one in list_scenarios(view)]
    return {"community": community, "scenarios": records}


@scenario.command("show")
@_scenario_argument
@community_option
@audience_option
@json_command
def show(scenario: str, community: str, audience: Audience, home: Path | None) -> dict[str, object]:
    """Show the changes of a scenario, saved or of a file."""
    from geo.privacy.disclosed_changes import find_missing_targets
    from geo.scenarios.report import build_change_records

    view = open_audited_view(home, community, audience, content="scenarios")
    name, changes = _load(view, scenario)
    return {
        "community": community,
        "name": name,
        "changes": build_change_records(view, changes),
        "outdated": find_missing_targets(view, changes),
    }


@scenario.command("compare")
@_scenario_argument
@community_option
@click.option("--service", required=True, multiple=True, metavar="|".join(SERVICE_TYPES))
@click.option("--minutes", type=float)
@click.option("--metres", type=float)
@at_option
@click.option("--open-at", nargs=2, metavar="Mo|Tu|We|Th|Fr|Sa|Su HH:MM")
@click.option("--straight-line", is_flag=True)
@click.option("--safe-inside", type=float, default=DEFAULT_SAFE_INSIDE_M, show_default=True)
@audience_option
@json_command
def compare(  # noqa: PLR0913 (one parameter an option, named by click)
    scenario: str,
    community: str,
    service: tuple[str, ...],
    minutes: float | None,
    metres: float | None,
    at: str | None,
    open_at: tuple[str, str] | None,
    straight_line: bool,
    safe_inside: float,
    audience: Audience,
    home: Path | None,
) -> dict[str, object]:
    """Measure coverage before and after a scenario, side by side; nothing is changed."""
    from geo.coverage.measurement import CoverageRequest, TravelThreshold
    from geo.scenarios import comparison
    from geo.scenarios.report import build_comparison_report

    minutes = DEFAULT_THRESHOLD_MIN if minutes is metres is None else minutes
    require_exactly_one(minutes=minutes, metres=metres)
    for one in service:
        if one not in SERVICE_TYPES:
            raise ServiceTypeUnknownError(type=one, known=", ".join(SERVICE_TYPES))
    view = open_audited_view(home, community, audience, content="scenarios")
    name, changes = _load(view, scenario)
    request = CoverageRequest(
        service[0],
        TravelThreshold(minutes, metres),
        departure_time=_find_moment(view, at, open_at),
        use_straight_lines=straight_line,
        safe_inside_m=safe_inside,
        other_types=service[1:],
        open_only=open_at is not None,
    )
    result = comparison.compare(view, changes, request, progress=show_progress)
    report = build_comparison_report(view, result, request)
    return {"community": community, "name": name, **report}


@scenario.command("rank-risk")
@community_option
@click.option("--service", required=True, metavar="|".join(SERVICE_TYPES))
@click.option("--minutes", type=float, default=DEFAULT_THRESHOLD_MIN, show_default=True)
@click.option("--most", type=click.IntRange(min=1), default=30, show_default=True)
@at_option
@click.option("--safe-inside", type=float, default=DEFAULT_SAFE_INSIDE_M, show_default=True)
@audience_option
@json_command
def rank_risk(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    service: str,
    minutes: float,
    most: int,
    at: str | None,
    safe_inside: float,
    audience: Audience,
    home: Path | None,
) -> dict[str, object]:
    """Rank the risk areas by the people whom each keeps from a safe route in time."""
    from geo.coverage.measurement import CoverageRequest, TravelThreshold
    from geo.scenarios.risk_ranking import make_ranking_record, rank_risk_areas

    if service not in SERVICE_TYPES:
        raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    view = open_audited_view(home, community, audience, content="scenarios")
    request = CoverageRequest(
        service,
        TravelThreshold(minutes),
        departure_time=view.moment(at),
        safe_inside_m=safe_inside,
    )
    ranking = rank_risk_areas(view, request, most=most, progress=show_progress)
    return {
        "community": community,
        "service_type": service,
        "threshold_minutes": minutes,
        **make_ranking_record(ranking),
    }


@scenario.command("adopt")
@_scenario_argument
@community_option
@click.option("--confirm", "accepts_doubts", is_flag=True)
@json_command
def adopt(
    scenario: str, community: str, accepts_doubts: bool, home: Path | None
) -> dict[str, object]:
    """Make all changes of a scenario in the layers and streets, or none."""
    from geo.privacy.view import open_view
    from geo.scenarios.adoption import adopt_scenario

    store = open_home(home)
    name, changes = _load(open_view(store, community, "coordinator"), scenario)
    version = adopt_scenario(store, community, name, changes, accepts_doubts=accepts_doubts)
    return _done(community, name, version, len(changes))


@scenario.command("remove")
@click.argument("name", metavar="NAME")
@community_option
@json_command
def remove(name: str, community: str, home: Path | None) -> dict[str, object]:
    """Remove a saved scenario; the history keeps it."""
    from geo.scenarios.storage import remove_scenario

    remove_scenario(open_home(home), community, name)
    return {"community": community, "name": name}


def _load(view: View, scenario: str) -> tuple[str, tuple[Change, ...]]:
    """Load a scenario: of a file, where the text names one that is there, else a saved one."""
    from geo.scenarios.scenario_file import read_scenario_file
    from geo.scenarios.storage import find_scenario

    if scenario.endswith((".yaml", ".yml")):
        draft = read_scenario_file(Path(scenario))
        return draft.name, draft.changes
    found = find_scenario(view, scenario)
    return found.name, found.changes


def _find_moment(view: View, at: str | None, open_at: tuple[str, str] | None) -> datetime | None:
    from geo.coverage.open_services import find_next_moment

    if open_at is not None:
        return find_next_moment(*open_at, since=view.moment(at))
    return view.moment(at) if view.has_streets else None


def _done(community: str, name: str, version: int, change_count: int) -> dict[str, object]:
    return {
        "community": community,
        "name": name,
        "version": version,
        "change_count": change_count,
    }
