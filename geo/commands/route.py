"""The command that finds a way."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.coordinates import LatLon
from geo.commands.exact_output import exact_option, insist_on_yes, shown_view
from geo.commands.terminal import (
    at_option,
    audience_option,
    command,
    community_option,
    exactly_one,
    home_option,
)
from geo.errors import ServiceTypeUnknownError
from geo.exports.results import write_plan
from geo.model import SERVICE_TYPES, Audience
from geo.routes.cost import BALANCED
from geo.routes.planning import Ask, Place, plan_way
from geo.routes.report import plan_report


@click.command()
@community_option
@click.option("--from", "origin", required=True, type=LatLon())
@click.option("--to", "target", type=LatLon())
@click.option("--to-service", "service", metavar="TYPE", help="The service of least cost.")
@click.option(
    "--aversion",
    type=float,
    default=BALANCED,
    show_default=True,
    help="0 direct, 3 balanced, 10 safest.",
)
@at_option
@click.option("--to-file", type=click.Path(dir_okay=False, path_type=Path))
@audience_option
@exact_option
@home_option
@command
def route(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    origin: Place,
    target: Place | None,
    service: str | None,
    aversion: float,
    at: str | None,
    to_file: Path | None,
    audience: Audience,
    confirm_exact: bool,
    home: Path | None,
) -> dict[str, object]:
    """Find the safest way, the direct one, and all worth choosing in between."""
    exactly_one(to=target, to_service=service)
    if to_file is not None:
        insist_on_yes(audience, confirmed=confirm_exact)
    if service is not None and service not in SERVICE_TYPES:
        raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    view = shown_view(home, community, audience, what="ways")
    goal: Place | str = target if target is not None else str(service)
    plan = plan_way(view, Ask(origin, goal, aversion, view.moment(at)))
    if to_file is not None:
        write_plan(view, plan, to_file)
    return plan_report(plan, locale=view.community.locale)
