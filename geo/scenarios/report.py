"""Scenarios and comparisons as records for JSON, of disclosed values only."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from zoneinfo import ZoneInfo

from geo.coverage.measurement import CoverageRequest, CoverageResult
from geo.json_values import format_json_moment, to_json_value
from geo.layers.layer_changes import Change
from geo.privacy.disclosed_changes import disclose_changes, find_missing_targets
from geo.privacy.view import View
from geo.scenarios.change_counts import NUMBER_COLUMNS
from geo.scenarios.comparison import Comparison
from geo.scenarios.storage import Scenario, ScenarioVersion

_MINUTES = {"minutes_before": "mean_before_minutes", "minutes_after": "mean_after_minutes"}


def build_scenario_record(view: View, scenario: Scenario) -> dict[str, object]:
    """
    Convert a scenario to a record of the shape in docs/json.md, as the view's audience may know it.

    Returns
    -------
    record
        `name`, `changes`, `outdated` (numbers of the changes whose service or area is not there
        any more) and `versions`.
    """
    return {
        "name": scenario.name,
        "changes": build_change_records(view, scenario.changes),
        "outdated": find_missing_targets(view, scenario.changes),
        "versions": [_build_version_record(view, one) for one in scenario.versions],
    }


def build_change_records(view: View, changes: tuple[Change, ...]) -> list[dict[str, object]]:
    """Convert changes to records, as the view's audience may know them; see docs/json.md."""
    return [
        {
            "kind": one.kind,
            "target": one.target,
            "type": one.type,
            "name": one.name,
            "opening_hours": one.opening_hours,
            "confidential": one.confidential,
            "place": None if one.place is None else list(one.place),
            "severity": one.severity,
            "line": None if one.line is None else [list(corner) for corner in one.line],
            "bridge": one.bridge,
        }
        for one in disclose_changes(view, changes)
    ]


def build_comparison_report(
    view: View, comparison: Comparison, request: CoverageRequest
) -> dict[str, object]:
    """
    Convert a comparison to a record of the shape in docs/json.md.

    Returns
    -------
    report
        The numbers of all people (`totals`), the same for each of `zones`, and how they were
        measured.
        Numbers that are unknown or not disclosed are null.
    """
    measured = comparison.measured
    return {
        "totals": _number_record(comparison.totals.to_dict()),
        "zones": [
            {"code": row["code"], "zone": row["zone"], **_number_record(row)}
            for row in comparison.zones.to_dict("records")
        ],
        "net": comparison.is_net,
        "confidential_changes": comparison.confidential_count,
        "service_types": list(request.service_types),
        "services_before": _count_services(comparison.before),
        "services_after": _count_services(comparison.after),
        "threshold_minutes": request.threshold.minutes,
        "threshold_m": request.threshold.metres,
        "method": "streets" if measured.uses_streets else "straight_line",
        "slot": measured.slot,
        "departs_at": None
        if request.departure_time is None
        else format_json_moment(request.departure_time),
        "open_only": request.open_only,
        "safe_inside_m": request.safe_inside_m,
        "unlit_factor": view.community.unlit_factor,
        "published": measured.disclosure_level,
    }


def _count_services(result: CoverageResult | None) -> int:
    return 0 if result is None else result.service_count


def _number_record(numbers: Mapping[Hashable, object]) -> dict[str, object]:
    return {_MINUTES.get(name, name): to_json_value(numbers[name]) for name in NUMBER_COLUMNS}


def _build_version_record(view: View, version: ScenarioVersion) -> dict[str, object]:
    moment = version.saved_at.astimezone(ZoneInfo(view.timezone))
    return {
        "version": version.number,
        "saved_at": format_json_moment(moment),
        "role": version.role,
        "action": version.action,
    }
