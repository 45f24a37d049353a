"""The command that measures coverage of a service."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.exact_output import open_audited_view, require_exact_confirmation
from geo.commands.options import (
    at_option,
    audience_option,
    community_option,
    exact_option,
    optional_output_option,
)
from geo.commands.terminal import json_command, require_exactly_one, select_locale
from geo.errors import ServiceTypeUnknownError
from geo.json_values import make_file_record
from geo.model import DEFAULT_SAFE_INSIDE_M, SERVICE_TYPES, Audience


@click.command()
@community_option
@click.option("--service", required=True, metavar="|".join(SERVICE_TYPES))
@click.option("--minutes", type=float)
@click.option("--metres", type=float)
@click.option(
    "--aversion",
    type=float,
    default=0.0,
    show_default=True,
)
@at_option
@click.option("--straight-line", is_flag=True)
@click.option("--detour", type=float)
@click.option(
    "--safe-inside",
    type=float,
    default=DEFAULT_SAFE_INSIDE_M,
    show_default=True,
)
@optional_output_option
@audience_option
@exact_option
@json_command
def coverage(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    service: str,
    minutes: float | None,
    metres: float | None,
    aversion: float,
    at: str | None,
    straight_line: bool,
    detour: float | None,
    safe_inside: float,
    to_file: Path | None,
    audience: Audience,
    confirm_exact: bool,
    home: Path | None,
) -> dict[str, object]:
    """Count who reaches a service, who reaches it safely, and who does not."""
    from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
    from geo.coverage.report import build_coverage_report
    from geo.layers.population_text import format_outside

    require_exactly_one(minutes=minutes, metres=metres)
    if to_file is not None:
        require_exact_confirmation(audience, confirmed=confirm_exact)
    if service not in SERVICE_TYPES:
        raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    view = open_audited_view(
        home, community, audience, content="coverage", writes_file=to_file is not None
    )
    request = CoverageRequest(
        service,
        TravelThreshold(minutes, metres),
        departure_time=view.moment(at) if view.has_streets else None,
        aversion=aversion,
        use_straight_lines=straight_line,
        detour_factor=detour,
        safe_inside_m=safe_inside,
    )
    result = measure_coverage(view, request)
    for sentence in format_outside(result.outside, select_locale()):
        click.echo(sentence, err=True)
    if to_file is not None:
        from geo.exports.results import write_coverage

        write_coverage(view, result, to_file)
    return {
        "community": community,
        **build_coverage_report(result),
        "file": None if to_file is None else make_file_record(to_file),
    }
