"""The command that plans a support route."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from geo.commands.coordinates import LatLon
from geo.commands.terminal import at_option, audience_option, command, community_option, home_option
from geo.language import locales
from geo.model import Audience
from geo.pathways.records import SITUATIONS, Situation
from geo.pathways.versions import pathway_of
from geo.privacy.view import open_view
from geo.routes.cost import BALANCED
from geo.routes.planning import Place
from geo.sheets.writing import Kind, write_support
from geo.store import open_store
from geo.support.planning import plan_support
from geo.support.records import MODES, Mode, SupportAsk
from geo.support.report import support_report


@click.command()
@community_option
@click.option("--from", "origin", required=True, type=LatLon())
@click.option("--situation", required=True, type=click.Choice(SITUATIONS))
@click.option("--hours-since", type=float, metavar="H", help="Hours since it happened.")
@at_option
@click.option(
    "--aversion",
    type=float,
    default=BALANCED,
    show_default=True,
    help="0 direct, 3 balanced, 10 safest.",
)
@click.option("--mode", type=click.Choice(MODES), default="walk", show_default=True)
@click.option("--skip", multiple=True, metavar="STEP", help="Leave a step out.")
@click.option("--first", metavar="STEP", help="Begin with this step.")
@click.option("--to-file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--held",
    type=click.Choice(get_args(Kind)),
    default="sheet",
    show_default=True,
    help="What a PDF or PNG is: a sheet, a pocket card, a picture to send.",
)
@click.option("--lang", type=click.Choice(locales()), help="The community's own, if not given.")
@audience_option
@home_option
@command
def pathway(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    origin: Place,
    situation: Situation,
    hours_since: float | None,
    at: str | None,
    aversion: float,
    mode: Mode,
    skip: tuple[str, ...],
    first: str | None,
    to_file: Path | None,
    held: Kind,
    lang: str | None,
    audience: Audience,
    home: Path | None,
) -> dict[str, object]:
    """
    Plan which door comes next, by which way, whether it is open, and what to bring.

    No file of it holds a reserved place, whoever it is for.
    """
    view = open_view(open_store(home), community, audience)
    ask = SupportAsk(
        origin=origin,
        situation=situation,
        hours_since=hours_since,
        when=view.moment(at),
        aversion=aversion,
        mode=mode,
        skip=frozenset(skip),
        first=first,
    )
    plan = plan_support(view, ask, pathway_of(view, situation))
    locale = lang or view.community.locale
    if to_file is not None:
        write_support(view, plan, to_file, locale=locale, kind=held)
    return support_report(plan, locale=locale)
