"""Commands on the streets of a community."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.exact_output import require_exact_confirmation
from geo.commands.import_options import split_option
from geo.commands.options import (
    at_option,
    audience_option,
    community_option,
    exact_option,
    file_argument,
    output_option,
)
from geo.commands.terminal import json_command, open_home, show_progress
from geo.json_values import make_file_record
from geo.model import Audience
from geo.street_files.street_choices import DEFAULT_SNAP_M, StreetChoices


@click.group()
def streets() -> None:
    """Streets: import an extract, fetch one, export what the searches use."""


no_connectors_option = click.option("--no-connectors", is_flag=True)


@streets.command("import")
@file_argument
@community_option
@no_connectors_option
@click.option("--snap", type=float, metavar="METRES", default=DEFAULT_SNAP_M, show_default=True)
@click.option("--join-crossings", is_flag=True)
@click.option("--crs", metavar="CODE")
@click.option("--source-layer", "--table", "table")
@click.option("--column", multiple=True, metavar="FIELD=NAME")
@click.option("--source", metavar="TEXT")
@json_command
def import_(  # noqa: PLR0913 (one parameter an option, named by click)
    file: Path,
    community: str,
    no_connectors: bool,
    snap: float,
    join_crossings: bool,
    crs: str | None,
    table: str | None,
    column: tuple[str, ...],
    source: str | None,
    home: Path | None,
) -> dict[str, object]:
    """Read an OpenStreetMap extract, a graph or a layer of lines into a community."""
    from geo.parsing.process import warm_up

    warm_up()  # it starts while the other modules are loaded and the store is opened
    from geo.imports.street_import import import_streets

    choices = StreetChoices(
        snap_m=snap,
        joins_crossings=join_crossings,
        crs=crs,
        table=table,
        columns=dict(split_option(one, "--column") for one in column),
    )
    imported = import_streets(
        open_home(home),
        community,
        file,
        source=source,
        joins_fragments=not no_connectors,
        choices=choices,
        progress=show_progress,
    )
    return {
        "community": community,
        "source": imported.source,
        "columns": imported.columns,
        "counts": imported.counts,
        "file": make_file_record(file),
    }


@streets.command("download")
@community_option
@click.option("--from", "server", metavar="URL")
@no_connectors_option
@json_command
def download(
    community: str, server: str | None, no_connectors: bool, home: Path | None
) -> dict[str, object]:
    """Fetch the community's streets from an Overpass server: it learns which place is asked."""
    from geo.imports.street_import import update_streets

    store = open_home(home)
    counts = update_streets(
        store,
        community,
        server=server,
        joins_fragments=not no_connectors,
        progress=show_progress,
    )
    return {"community": community, "counts": counts}


@streets.command("export")
@community_option
@at_option
@output_option
@audience_option
@exact_option
@json_command
def export(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    at: str | None,
    to: Path,
    audience: Audience,
    confirm_exact: bool,
    home: Path | None,
) -> dict[str, object]:
    """Write the edges that the searches use, with what they are exposed to."""
    from geo.exports.street_edges import export_edges
    from geo.privacy.view import open_view

    require_exact_confirmation(audience, confirmed=confirm_exact)
    view = open_view(open_home(home), community, audience)
    moment = view.moment(at)
    counts = export_edges(view, to, when=moment)
    return {
        "community": community,
        "valid_at": moment,
        "slot": view.slot(moment),
        "crs": view.network.crs.to_string(),
        "counts": counts,
        "file": make_file_record(to),
    }
