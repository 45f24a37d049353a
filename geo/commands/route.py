"""The command that finds a way."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.coordinates import LatLonType
from geo.commands.exact_output import exact_option, open_audited_view, require_exact_confirmation
from geo.commands.terminal import (
    at_option,
    audience_option,
    community_option,
    home_option,
    json_command,
    require_exactly_one,
)
from geo.errors import ServiceTypeUnknownError
from geo.exports.results import write_routes
from geo.model import SERVICE_TYPES, Audience
from geo.routes.cost import BALANCED_AVERSION
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.routes.report import build_route_report


@click.command()
@community_option
@click.option("--from", "origin", required=True, type=LatLonType())
@click.option("--to", "target", type=LatLonType())
@click.option("--to-service", "service", metavar="TYPE", help="The service of least cost.")
@click.option(
    "--aversion",
    type=float,
    default=BALANCED_AVERSION,
    show_default=True,
    help="0 direct, 3 balanced, 10 safest.",
)
@at_option
@click.option("--to-file", type=click.Path(dir_okay=False, path_type=Path))
@audience_option
@exact_option
@home_option
@json_command
def route(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    origin: Location,
    target: Location | None,
    service: str | None,
    aversion: float,
    at: str | None,
    to_file: Path | None,
    audience: Audience,
    confirm_exact: bool,
    home: Path | None,
) -> dict[str, object]:
    """Find the safest way, the direct one, and all worth choosing in between."""
    require_exactly_one(to=target, to_service=service)
    if to_file is not None:
        require_exact_confirmation(audience, confirmed=confirm_exact)
    if service is not None and service not in SERVICE_TYPES:
        raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    view = open_audited_view(home, community, audience, content="ways")
    goal: Location | str = target if target is not None else str(service)
    plan = find_routes(view, RouteRequest(origin, goal, aversion, view.moment(at)))
    if to_file is not None:
        write_routes(view, plan, to_file)
    return build_route_report(plan, locale=view.community.locale)
