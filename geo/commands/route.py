"""The command that finds routes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.commands.exact_output import open_audited_view, require_exact_confirmation
from geo.commands.options import (
    at_option,
    audience_option,
    community_option,
    exact_option,
    optional_output_option,
)
from geo.commands.route_options import (
    LatLonType,
    aversion_option,
    choose_steps,
    ferries_option,
    no_steps_option,
    origin_option,
    steps_option,
)
from geo.commands.terminal import json_command, require_exactly_one
from geo.errors import ServiceTypeUnknownError
from geo.json_values import make_file_record
from geo.model import SERVICE_TYPES, Audience, StepsChoice

if TYPE_CHECKING:
    from geo.routes.planning import Location


@click.command()
@community_option
@origin_option
@click.option("--to", "target", type=LatLonType())
@click.option("--to-service", "service", metavar="|".join(SERVICE_TYPES))
@aversion_option
@at_option
@steps_option
@no_steps_option
@ferries_option
@optional_output_option
@audience_option
@exact_option
@json_command
def route(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    origin: Location,
    target: Location | None,
    service: str | None,
    aversion: float,
    at: str | None,
    steps: StepsChoice | None,
    no_steps: bool,
    ferries: bool,
    to_file: Path | None,
    audience: Audience,
    confirm_exact: bool,
    home: Path | None,
) -> dict[str, object]:
    """Find the safest way, the direct one, and all worth choosing in between."""
    from geo.routes.planning import RouteRequest, find_routes
    from geo.routes.report import build_route_report

    require_exactly_one(to=target, to_service=service)
    if to_file is not None:
        require_exact_confirmation(audience, confirmed=confirm_exact)
    if service is not None and service not in SERVICE_TYPES:
        raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    view = open_audited_view(
        home, community, audience, content="ways", writes_file=to_file is not None
    )
    destination: Location | str = target if target is not None else str(service)
    moment = view.moment(at)
    request = RouteRequest(
        *(origin, destination, aversion, moment),
        steps=choose_steps(steps, no_steps=no_steps),
        ferries=ferries,
    )
    result = find_routes(view, request)
    if to_file is not None:
        from geo.exports.results import write_routes

        write_routes(view, result, to_file)
    return {
        "community": community,
        **build_route_report(result, locale=view.community.locale),
        "file": None if to_file is None else make_file_record(to_file),
    }
