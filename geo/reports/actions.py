"""Actions that a planning report lists for a meeting: what would reach how many people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from geo.coverage.summary import CoverageTotals
from geo.language import format_clock_time, label_for, ngettext
from geo.privacy.small_counts import MIN_FREQUENCY
from geo.reports.records import OpenCoverage, PlanningReport, TypeMeasurement
from geo.reports.threshold_text import format_threshold

ActionKind = Literal["near", "unreached", "night", "safe"]
MAX_ACTIONS = 12
MAX_OF_KIND = 4
# Needed at any hour: medical care and evidence, protection, shelter and company. An office that
# gives appointments is not asked to open at night.
NIGHT_TYPES = frozenset(
    {"health", "forensic", "police", "shelter", "accompaniment", "child_protection"}
)


@dataclass(frozen=True)
class Action:
    """
    One action.

    Attributes
    ----------
    kind
        A service near a gap area, or for those without a route; open at night; safe routes.
    people
        Who would gain it [persons].
    zone
        Zone of the gap area; None elsewhere.
    """

    kind: ActionKind
    service_type: str
    people: float
    zone: str | None = None


def list_actions(report: PlanningReport) -> list[Action]:
    """
    List the actions by the number of people who would gain, most first.

    Each follows from one disclosed number: the largest gap area of a type, people whom only closed
    services cover at night, people covered at night by no safe route. Numbers that are unknown,
    suppressed or small give none. At most `MAX_OF_KIND` of each kind are listed.

    Notes
    -----
    They are bounds: a service near a gap area may leave part of it uncovered, and one action may
    reach the people of another.
    """
    found = [action for one in report.types for action in _list_of_type(one)]
    counted = [one for one in found if not math.isnan(one.people) and one.people >= MIN_FREQUENCY]
    counted.sort(key=lambda one: (-one.people, one.service_type))
    rank = dict.fromkeys((one.kind for one in counted), 0)
    kept = []
    for one in counted:
        rank[one.kind] += 1
        if rank[one.kind] <= MAX_OF_KIND:
            kept.append(one)
    return kept[:MAX_ACTIONS]


def format_action(action: Action, report: PlanningReport, locale: str) -> str:
    """Format an action as a sentence."""
    key = f"report.action_{action.kind}"
    if action.kind == "near" and action.zone is None:
        key = "report.action_near_unnamed"
    return ngettext(
        key,
        round(action.people),
        locale,
        service=label_for("service_type", action.service_type, locale),
        zone=action.zone or "",
        limit=format_threshold(report.request.threshold, locale),
        hour=format_clock_time(report.request.night, locale),
    )


def make_action_record(action: Action) -> dict[str, object]:
    """Make the record of an action as in docs/json.md."""
    return {
        "kind": action.kind,
        "service_type": action.service_type,
        "people": round(action.people),
        "zone": action.zone,
    }


def _list_of_type(measured: TypeMeasurement) -> list[Action]:
    found = [Action("safe", measured.service_type, _count_exposed(measured.by_night))]
    # Where hours are assumed, one does not know that it is closed.
    if measured.service_type in NIGHT_TYPES and not measured.open_by_night.assumed_hours_count:
        people = _count_behind_closed(measured.open_by_night)
        found.append(Action("night", measured.service_type, people))
    gaps = measured.by_day.gap_areas
    if len(gaps):
        largest = gaps.iloc[0]
        zone = largest["zone"] if isinstance(largest["zone"], str) else None
        found.append(Action("near", measured.service_type, float(largest["people"]), zone))
    elif measured.by_day.people is not None:
        # Of a confidential service no gap area is disclosed, but the number of all.
        uncovered = float(measured.by_day.people.uncovered)
        found.append(Action("unreached", measured.service_type, uncovered))
    return found


def _count_behind_closed(covered: OpenCoverage) -> float:
    people = covered.people
    closed = None if people is None else people.only_while_open
    return math.nan if closed is None else float(closed)


def _count_exposed(people: CoverageTotals | None) -> float:
    """Count the people who are covered, but by no safe route within the threshold."""
    if people is None or people.covered_safely is None:
        return math.nan
    return float(people.covered - people.covered_safely)
