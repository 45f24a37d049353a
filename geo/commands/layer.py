"""Commands on the layers of a community."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from geo.commands.exact_output import open_audited_view, require_exact_confirmation
from geo.commands.import_options import (
    choice_options,
    meaning_options,
    parse_choices,
    parse_rules,
)
from geo.commands.layer_imports import list_imports, list_waiting, resolve, undo
from geo.commands.options import (
    audience_option,
    community_option,
    exact_option,
    file_argument,
    layer_option,
    limit_option,
    optional_layer_option,
    output_option,
)
from geo.commands.terminal import json_command, open_home, select_locale
from geo.commands.unprotected_warning import warn_if_unprotected
from geo.json_values import make_file_record
from geo.language import gettext
from geo.model import Audience, LayerName

# What is taken of a file: rows without a doubt; those too for which something is proposed, as
# proposed; or the whole file, if no row has a doubt, else nothing.
TAKES = ("sure", "all", "whole")


@click.group()
def layer() -> None:
    """Layers: import, export, and what has changed in them."""


@layer.command("import")
@file_argument
@community_option
@optional_layer_option
@click.option("--source-layer", "--table", "table")
@click.option(
    "--radius",
    type=float,
    metavar="METRES",
)
@click.option("--replace", is_flag=True)
@click.option("--take", type=click.Choice(TAKES), default="sure", show_default=True)
@click.option("--report", "report_file", type=click.Path(dir_okay=False, path_type=Path))
@meaning_options
@choice_options
@json_command
def import_(  # noqa: PLR0913 (one parameter an option, named by click)
    file: Path,
    community: str,
    layer: LayerName | None,
    table: str | None,
    radius: float | None,
    replace: bool,
    take: str,
    report_file: Path | None,
    meaning: tuple[str, ...],
    values: tuple[str, ...],
    home: Path | None,
    **choices: Any,  # noqa: ANN401 (the options of `choice_options`)
) -> dict[str, object]:
    """Bring a GeoJSON, GeoPackage or CSV file into a layer, or into several."""
    from geo.parsing.process import warm_up

    warm_up()  # it starts while the other modules are loaded and the store is opened
    from geo.commands.layer_imports import import_file, import_one_layer
    from geo.imports.accounting import write_account
    from geo.imports.import_choices import accept_proposals
    from geo.store import communities as records

    store = open_home(home)
    chosen = parse_choices(**choices)
    rules = parse_rules(meaning, values, layer)
    options: dict[str, Any] = {
        "table": table,
        "radius_m": radius,
        "choices": accept_proposals(chosen) if take == "all" else chosen,
        "waits": take != "whole",
        "replace": replace,
        "take": take,
    }
    if layer is None or values:
        rules = dataclasses.replace(rules, accepts_suggestions=take == "all")
        lines, record, account = import_file(store, community, file, rules, options)
    else:
        lines, record, account = import_one_layer(store, community, layer, file, rules, options)
    warn_if_unprotected(store, records.read_community(store, community))
    for line in lines:
        click.echo(line, err=True)
    account = {"community": community, **account}
    if report_file is not None:
        write_account(report_file, account)
    return {
        **record,
        **account,
        "file": make_file_record(file),
        "report_file": None if report_file is None else make_file_record(report_file),
    }


@layer.command("export")
@community_option
@layer_option
@output_option
@audience_option
@exact_option
@click.option("--hxl", is_flag=True)
@json_command
def export(  # noqa: PLR0913 (one parameter an option, named by click)
    community: str,
    layer: LayerName,
    to: Path,
    audience: Audience,
    confirm_exact: bool,
    hxl: bool,
    home: Path | None,
) -> dict[str, object]:
    """Write a layer as an audience may see it."""
    from geo.exports.layer_export import export_layer
    from geo.privacy.view import open_view

    require_exact_confirmation(audience, confirmed=confirm_exact)
    view = open_view(open_home(home), community, audience)
    counts = export_layer(view, layer, to, has_hashtags=hxl)
    return {
        "community": community,
        "layer": layer,
        "audience": audience,
        "counts": counts,
        "file": make_file_record(to),
    }


@layer.command("form")
@layer_option
@output_option
@json_command
def form(layer: LayerName, to: Path, home: Path | None) -> dict[str, object]:  # noqa: ARG001 (every command has a home)
    """Write the form by which phones collect a layer."""
    from geo.formats.xlsform import write_form

    write_form(layer, to, locale=select_locale())
    return {"layer": layer, "file": make_file_record(to)}


@layer.command("history")
@community_option
@layer_option
@limit_option
@audience_option
@json_command
def history(
    community: str, layer: LayerName, most: int, audience: Audience, home: Path | None
) -> dict[str, object]:
    """List who changed what, and when, the latest first."""
    from geo.layers.feature_records import make_change_record

    view = open_audited_view(home, community, audience, content="history")
    is_disclosed = audience == "coordinator"
    if not is_disclosed:
        click.echo(gettext("history.coordinators_only", select_locale()), err=True)
    return {
        "community": community,
        "layer": layer,
        "disclosed": is_disclosed,
        "changes": [
            make_change_record(entry, layer, view.timezone) for entry in view.history(layer, most)
        ],
    }


for _command in (list_imports, list_waiting, resolve, undo):
    layer.add_command(_command)
