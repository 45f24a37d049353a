"""The command that computes a support plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.commands.exact_output import DRAWN_LAYERS
from geo.commands.options import (
    at_option,
    audience_option,
    community_option,
    optional_output_option,
)
from geo.commands.route_options import aversion_option, origin_option
from geo.commands.terminal import json_command, open_home, open_home_to_read
from geo.json_values import make_file_record
from geo.language import list_locales
from geo.model import SHEET_KINDS, TRAVEL_MODES, Audience, SheetKind, TravelMode
from geo.pathways.records import SITUATIONS, Situation

if TYPE_CHECKING:
    from geo.routes.planning import Location


@click.command()
@community_option
@origin_option
@click.option("--situation", required=True, type=click.Choice(SITUATIONS))
@click.option("--hours-since", type=float, metavar="H")
@at_option
@aversion_option
@click.option("--mode", type=click.Choice(TRAVEL_MODES), default="walk", show_default=True)
@click.option("--skip", multiple=True, metavar="STEP")
@click.option("--first", metavar="STEP")
@optional_output_option
@click.option(
    "--held",
    type=click.Choice(SHEET_KINDS),
    default="sheet",
    show_default=True,
)
@click.option("--lang", type=click.Choice(list_locales()))
@audience_option
@json_command
def pathway(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    origin: Location,
    situation: Situation,
    hours_since: float | None,
    at: str | None,
    aversion: float,
    mode: TravelMode,
    skip: tuple[str, ...],
    first: str | None,
    to_file: Path | None,
    held: SheetKind,
    lang: str | None,
    audience: Audience,
    home: Path | None,
) -> dict[str, object]:
    """
    Plan which door comes next, by which way, whether it is open, and what to bring.

    No file of it holds a reserved place, whoever it is for.
    """
    from geo.pathways.versions import get_pathway
    from geo.privacy.view import open_view
    from geo.sheets.writing import write_support_plan
    from geo.support.planning import plan_support
    from geo.support.records import SupportRequest
    from geo.support.report import build_support_report

    if to_file is None:
        store = open_home_to_read(home, community=community, audience=audience, layers=DRAWN_LAYERS)
    else:
        store = open_home(home)
    view = open_view(store, community, audience)
    request = SupportRequest(
        origin=origin,
        situation=situation,
        hours_since=hours_since,
        departure_time=view.moment(at),
        aversion=aversion,
        travel_mode=mode,
        skipped_steps=frozenset(skip),
        first_step=first,
    )
    plan = plan_support(view, request, get_pathway(view, situation))
    locale = lang or view.community.locale
    if to_file is not None:
        write_support_plan(view, plan, to_file, locale=locale, kind=held)
    return {
        "community": community,
        **build_support_report(plan, locale=locale),
        "file": None if to_file is None else make_file_record(to_file),
    }
