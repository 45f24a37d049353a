"""The command that chooses where to open services."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.exact_output import open_audited_view
from geo.commands.options import at_option, audience_option, community_option
from geo.commands.terminal import json_command, show_progress
from geo.errors import ServiceTypeUnknownError
from geo.model import DEFAULT_SAFE_INSIDE_M, SERVICE_TYPES, Audience

CANDIDATE_SOURCES = ("services", "safe_zones", "streets")
OBJECTIVES = ("mclp", "lscp", "pmedian", "pcentre")


@click.command("site")
@community_option
@click.option("--service", required=True, metavar="|".join(SERVICE_TYPES))
@click.option("--add", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--objective", type=click.Choice(OBJECTIVES), default="mclp", show_default=True)
@click.option("--minutes", type=float, default=30.0, show_default=True)
@click.option("--safe", is_flag=True)
@click.option("--safe-inside", type=float, default=DEFAULT_SAFE_INSIDE_M, show_default=True)
@click.option(
    "--candidates", type=click.Choice(CANDIDATE_SOURCES), default="services", show_default=True
)
@at_option
@click.option("--seconds", type=float, default=60.0, show_default=True)
@audience_option
@json_command
def site(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    service: str,
    add: int,
    objective: str,
    minutes: float,
    safe: bool,
    safe_inside: float,
    candidates: str,
    at: str | None,
    seconds: float,
    audience: Audience,
    home: Path | None,
) -> dict[str, object]:
    """Choose where to open services of a type, beside those that are there."""
    from geo.siting.report import build_siting_report
    from geo.siting.siting import SitingRequest, choose_sites

    if service not in SERVICE_TYPES:
        raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    view = open_audited_view(home, community, audience, content="siting", writes_file=False)
    request = SitingRequest(
        service,
        add,
        objective,  # type: ignore[arg-type]  # click checked it
        threshold_min=minutes,
        requires_safety=safe,
        safe_inside_m=safe_inside,
        candidates=candidates,  # type: ignore[arg-type]  # click checked it
        moment=view.moment(at) if view.has_streets else None,
        seconds=seconds,
    )
    result = choose_sites(view, request, progress=show_progress)
    return {"community": community, **build_siting_report(result)}
