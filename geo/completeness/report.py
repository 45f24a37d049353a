"""Pathway completeness as records of the shapes in docs/json.md."""

from __future__ import annotations

from geo.completeness.counts import Cell, count_all, count_by_zone
from geo.completeness.records import MAX_OPENING_WAIT_MIN, CompletenessResult
from geo.json_values import format_json_moment, to_json_value
from geo.layers.population import make_population_record


def build_completeness_report(result: CompletenessResult, *, by_zone: bool) -> dict[str, object]:
    """
    Convert a result to records.

    Returns
    -------
    report
        `situations`, a list with one record for each situation and light, and `zones`, the same for
        each zone, empty unless `by_zone`; what was asked; and who was not counted. Counts are null
        where they are suppressed, or unknown.
    """
    request = result.request
    zones = [
        {"code": cell.code, "zone": cell.zone, **_describe(cell)}
        for plans in result.plans
        for cell in (count_by_zone(result, plans) if by_zone else [])
    ]
    return {
        "situations": [_describe(count_all(result, plans)) for plans in result.plans],
        "zones": zones,
        "hours_since": request.hours_since,
        "aversion": request.aversion,
        "safe_inside_m": request.safe_inside_m,
        "opening_wait_minutes": MAX_OPENING_WAIT_MIN,
        "outside_boundary": make_population_record(
            result.outside, is_aggregated=result.is_aggregated
        ),
        "off_street_people": to_json_value(result.off_street_people),
        "published": "blocks" if result.is_aggregated else "homes",
    }


def _describe(cell: Cell) -> dict[str, object]:
    plans = cell.plans
    return {
        "situation": plans.situation,
        "light": plans.light,
        "departs_at": format_json_moment(plans.departure_time),
        "pathway_version": plans.pathway.version,
        "steps": [step.code for step in plans.pathway.steps],
        "people": to_json_value(cell.people),
        "complete": to_json_value(cell.complete),
        "complete_percent": to_json_value(cell.percent),
        "women": to_json_value(cell.women),
        "women_complete": to_json_value(cell.women_complete),
        "minutes": to_json_value(cell.minutes),
        "obstacles": [
            {
                "step": one.step.code,
                "service_type": one.step.service,
                "obstacle": one.obstacle,
                "people": to_json_value(one.people),
                "percent": to_json_value(one.percent),
            }
            for one in cell.obstacles
        ],
    }
