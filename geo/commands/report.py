"""The command that writes a planning report."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.exact_output import open_audited_view, require_exact_confirmation
from geo.commands.options import (
    at_option,
    audience_option,
    community_option,
    exact_option,
    output_option,
)
from geo.commands.terminal import json_command, require_exactly_one, show_progress
from geo.errors import ServiceTypeUnknownError
from geo.json_values import format_json_moment, make_file_record
from geo.language import list_locales
from geo.model import SERVICE_TYPES, Audience


@click.command("report")
@community_option
@output_option
@click.option("--service", multiple=True, metavar="|".join(SERVICE_TYPES))
@click.option("--minutes", type=float)
@click.option("--metres", type=float)
@at_option
@click.option("--lang", type=click.Choice(list_locales()))
@audience_option
@exact_option
@json_command
def report(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    to: Path,
    service: tuple[str, ...],
    minutes: float | None,
    metres: float | None,
    at: str | None,
    lang: str | None,
    audience: Audience,
    confirm_exact: bool,
    home: Path | None,
) -> dict[str, object]:
    """Write a report on the coverage of all services, for a meeting."""
    from geo.coverage.records import TravelThreshold
    from geo.reports.actions import list_actions, make_action_record
    from geo.reports.measuring import make_report_request, measure_report
    from geo.reports.writing import write_report

    require_exactly_one(minutes=minutes, metres=metres)
    require_exact_confirmation(audience, confirmed=confirm_exact)
    for one in service:
        if one not in SERVICE_TYPES:
            raise ServiceTypeUnknownError(type=one, known=", ".join(SERVICE_TYPES))
    view = open_audited_view(home, community, audience, content="report", writes_file=True)
    moment = None if at is None else view.moment(at)
    request = make_report_request(view, TravelThreshold(minutes, metres), service, moment)
    measured = measure_report(view, request, progress=show_progress)
    write_report(view, measured, to, locale=lang or view.community.locale)
    return {
        "community": community,
        "service_types": [one.service_type for one in measured.types],
        "unmeasured_types": sorted(measured.unmeasured),
        "threshold_minutes": minutes,
        "threshold_m": metres,
        "day_at": format_json_moment(request.day),
        "night_at": format_json_moment(request.night),
        "actions": [make_action_record(one) for one in list_actions(measured)],
        "file": make_file_record(to),
    }
