"""The command that measures for whom whole pathways can be walked in time."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.exact_output import open_audited_view
from geo.commands.options import at_option, audience_option, community_option
from geo.commands.terminal import json_command, show_progress
from geo.model import DEFAULT_SAFE_INSIDE_M, TIME_SLOTS, Audience, TimeSlot
from geo.pathways.records import SITUATIONS, Situation


@click.command()
@community_option
@click.option("--situation", multiple=True, type=click.Choice(SITUATIONS))
@click.option("--light", multiple=True, type=click.Choice(TIME_SLOTS))
@at_option
@click.option("--hours-since", type=float, default=0.0, show_default=True, metavar="H")
@click.option("--safe-inside", type=float, default=DEFAULT_SAFE_INSIDE_M, show_default=True)
@click.option("--by", type=click.Choice(("zone",)))
@audience_option
@json_command
def completeness(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    situation: tuple[Situation, ...],
    light: tuple[TimeSlot, ...],
    at: str | None,
    hours_since: float,
    safe_inside: float,
    by: str | None,
    audience: Audience,
    home: Path | None,
) -> dict[str, object]:
    """Count for whom the whole pathway can be walked in time, and what is in the way of others."""
    from geo.completeness.measurement import measure_completeness
    from geo.completeness.moments import find_moments
    from geo.completeness.records import CompletenessRequest
    from geo.completeness.report import build_completeness_report

    view = open_audited_view(home, community, audience, content="completeness")
    request = CompletenessRequest(
        situations=tuple(dict.fromkeys(situation)) or SITUATIONS,
        moments=find_moments(view, light, None if at is None else view.moment(at)),
        hours_since=hours_since,
        safe_inside_m=safe_inside,
    )
    result = measure_completeness(view, request, progress=show_progress)
    return {"community": community, **build_completeness_report(result, by_zone=by == "zone")}
