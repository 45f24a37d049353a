"""Chosen sites as records for JSON."""

from __future__ import annotations

from geo.json_values import format_json_moment, to_json_value
from geo.siting.siting import Alternative, SitingResult


def build_siting_report(result: SitingResult) -> dict[str, object]:
    """
    Convert chosen sites to records of the shapes in docs/json.md.

    Returns
    -------
    report
        `sites` with `name source lat lon people_gained`; `alternatives`, each with one site
        exchanged; `objective_value`, the proven `bound`, `gap` and `is_proven`; people and women
        within the threshold and the mean way before and after; and the method.
    """
    request, solution = result.request, result.solution
    sites = [
        {**_format_site(result, site), "people_gained": gained}
        for site, gained in zip(solution.sites, result.gained, strict=True)
    ]
    record = {
        "service_type": request.service_type,
        "objective": request.objective,
        "sites": sites,
        "alternatives": [_format_alternative(result, one) for one in result.alternatives],
        "objective_value": solution.objective,
        "bound": solution.bound,
        "gap": solution.gap,
        "is_proven": solution.is_proven,
        "people": result.people,
        "people_before": result.before,
        "people_after": result.after,
        "women_before": result.women_before,
        "women_after": result.women_after,
        "mean_before_minutes": result.mean_min_before,
        "mean_after_minutes": result.mean_min_after,
        "threshold_minutes": request.threshold_min,
        "safe": request.requires_safety,
        "safe_inside_m": request.safe_inside_m if request.requires_safety else None,
        "candidates": request.candidates,
        "candidate_count": len(result.candidates),
        "demand_point_count": result.demand_point_count,
        "method": "streets" if result.uses_streets else "straight_line",
        "departs_at": None if request.moment is None else format_json_moment(request.moment),
        "published": "blocks" if result.is_aggregated else "whole",
    }
    return {name: to_json_value(value) for name, value in record.items()}


def _format_site(result: SitingResult, site: int) -> dict[str, object]:
    row = result.candidates.iloc[site]
    return {
        "name": row["name"],
        "source": row["source"],
        "lat": round(row.geometry.y, 6),
        "lon": round(row.geometry.x, 6),
    }


def _format_alternative(result: SitingResult, alternative: Alternative) -> dict[str, object]:
    return {
        "without": _format_site(result, alternative.without),
        "instead": _format_site(result, alternative.instead),
        "objective_value": alternative.objective,
    }
