"""The command that measures coverage of services."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from geo.commands.exact_output import open_audited_view, require_exact_confirmation
from geo.commands.options import (
    NUMBER_LIST,
    at_option,
    audience_option,
    community_option,
    exact_option,
    optional_output_option,
)
from geo.commands.terminal import json_command, require_exactly_one, select_locale
from geo.errors import ServiceTypeUnknownError
from geo.json_values import make_file_record
from geo.language import gettext
from geo.model import DEFAULT_SAFE_INSIDE_M, SERVICE_TYPES, Audience

if TYPE_CHECKING:
    from datetime import datetime

    from geo.coverage.boundary_detail import BoundaryDetail
    from geo.coverage.records import CoverageResult
    from geo.privacy.view import View

GROUPINGS = ("zone", "sex")


@click.command()
@community_option
@click.option("--service", required=True, multiple=True, metavar="|".join(SERVICE_TYPES))
@click.option("--minutes", type=float)
@click.option("--metres", type=float)
@click.option("--bands", type=NUMBER_LIST, metavar="15,30,60")
@click.option("--aversion", type=float, default=0.0, show_default=True)
@at_option
@click.option("--open-at", nargs=2, metavar="Mo|Tu|We|Th|Fr|Sa|Su HH:MM")
@click.option("--straight-line", is_flag=True)
@click.option("--detour", type=float)
@click.option(
    "--safe-inside",
    "--safe-limit-m",
    "safe_inside",
    type=float,
    default=DEFAULT_SAFE_INSIDE_M,
    show_default=True,
)
@click.option("--by", multiple=True, type=click.Choice(GROUPINGS))
@optional_output_option
@audience_option
@exact_option
@json_command
def coverage(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    service: tuple[str, ...],
    minutes: float | None,
    metres: float | None,
    bands: list[float] | None,
    aversion: float,
    at: str | None,
    open_at: tuple[str, str] | None,
    straight_line: bool,
    detour: float | None,
    safe_inside: float,
    by: tuple[Literal["zone", "sex"], ...],
    to_file: Path | None,
    audience: Audience,
    confirm_exact: bool,
    home: Path | None,
) -> dict[str, object]:
    """Count who reaches a service, who reaches it safely, and who does not."""
    from geo.coverage.bands import build_band_records, build_type_records, measure_bands
    from geo.coverage.boundary_detail import describe_boundary, make_boundary_record
    from geo.coverage.groups import build_group_records
    from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
    from geo.coverage.report import build_coverage_report

    minutes = max(bands) if bands and minutes is metres is None else minutes
    require_exactly_one(minutes=minutes, metres=metres)
    if to_file is not None:
        require_exact_confirmation(audience, confirmed=confirm_exact)
    _check_service_types(service)
    writes = to_file is not None
    view = open_audited_view(home, community, audience, content="coverage", writes_file=writes)
    request = CoverageRequest(
        service[0],
        TravelThreshold(minutes, metres),
        departure_time=_find_moment(view, at, open_at),
        aversion=aversion,
        use_straight_lines=straight_line,
        detour_factor=detour,
        safe_inside_m=safe_inside,
        other_types=service[1:],
        open_only=open_at is not None,
    )
    result = measure_coverage(view, request)
    measured_bands = measure_bands(view, request, bands or ())
    boundary = describe_boundary(view.population, view.community.boundary)
    _echo_outside(result, boundary)
    if to_file is not None:
        from geo.exports.results import write_coverage

        write_coverage(view, result, to_file, bands=measured_bands)
    return {
        "community": community,
        **build_coverage_report(result),
        "by_service": build_type_records(view, request),
        "bands": build_band_records(measured_bands),
        "boundary": make_boundary_record(boundary),
        "groups": build_group_records(result, by),
        "file": None if to_file is None else make_file_record(to_file),
    }


def _check_service_types(services: Sequence[str]) -> None:
    for service in services:
        if service not in SERVICE_TYPES:
            raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))


def _find_moment(view: View, at: str | None, open_at: tuple[str, str] | None) -> datetime | None:
    """Find the moment of departure: that of opening hours, from the day of `--at` on."""
    from geo.coverage.open_services import find_next_moment

    if open_at is not None:
        return find_next_moment(*open_at, since=view.moment(at))
    return view.moment(at) if view.has_streets else None


def _echo_outside(result: CoverageResult, boundary: BoundaryDetail | None) -> None:
    """Write who lives outside the boundary, and that it may lose people as it is simplified."""
    from geo.layers.population_text import format_outside

    for sentence in format_outside(result.outside, select_locale()):
        click.echo(sentence, err=True)
    if boundary is not None and boundary.is_coarse:
        text = gettext(
            "population.coarse_boundary",
            select_locale(),
            corners=boundary.corners,
            side=round(boundary.mean_side_m),
            percent=round(boundary.outside_percent),
        )
        click.echo(text, err=True)
