"""Commands on single services of a community."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from geo.commands.exact_output import open_audited_view
from geo.commands.options import audience_option, community_option
from geo.commands.terminal import json_command, open_home
from geo.model import SERVICE_TYPES, Audience

_FIELD_OPTIONS = (
    click.option("--name"),
    click.option("--phone"),
    click.option("--gateway"),
    click.option("--hours", "opening_hours"),
    click.option("--address"),
    click.option("--place", "coordinates", metavar="LAT,LON"),
    click.option("--confidential/--public", default=None),
    click.option("--confirm", "accepts_doubts", is_flag=True),
)
_id_argument = click.argument("service_id", metavar="ID")


def _field_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_FIELD_OPTIONS):
        command = option(command)
    return command


@click.group()
def service() -> None:
    """Services, one by one: add, correct, confirm, delete and bring back."""


@service.command("list")
@community_option
@audience_option
@json_command
def list_services(community: str, audience: Audience, home: Path | None) -> dict[str, object]:
    """List the services as an audience may see them, with their ids."""
    from geo.layers.feature_records import make_service_record

    view = open_audited_view(home, community, audience, content="services")
    rows = view.services.drop(columns="geometry").to_dict("records")
    return {"community": community, "services": [make_service_record(row) for row in rows]}


@service.command("add")
@community_option
@click.option("--type", "kind", required=True, type=click.Choice(SERVICE_TYPES))
@_field_options
@json_command
def add(
    community: str,
    kind: str,
    accepts_doubts: bool,
    home: Path | None,
    **given: Any,  # noqa: ANN401 (the options of `_field_options`)
) -> dict[str, object]:
    """Add one service with the checks of an import."""
    from geo.imports.service_editing import add_service
    from geo.imports.service_entry import ServiceEntry

    entry = ServiceEntry(kind, **_drop_missing(given))
    store = open_home(home)
    added = add_service(store, community, entry, accepts_doubts=accepts_doubts)
    return {"community": community, "added": int(added)}


@service.command("edit")
@_id_argument
@community_option
@click.option("--type", "kind", type=click.Choice(SERVICE_TYPES))
@_field_options
@json_command
def edit(
    service_id: str,
    community: str,
    kind: str | None,
    accepts_doubts: bool,
    home: Path | None,
    **given: Any,  # noqa: ANN401 (the options of `_field_options`)
) -> dict[str, object]:
    """Correct what is given; the rest stays as it is."""
    from geo.imports.service_editing import edit_service

    changes = _drop_missing({"type": kind, **given})
    store = open_home(home)
    edit_service(store, community, service_id, changes, accepts_doubts=accepts_doubts)
    return {"community": community, "service_id": service_id, "changed": sorted(changes)}


@service.command("confirm")
@_id_argument
@community_option
@click.option("--on", metavar="ISO", type=click.DateTime(["%Y-%m-%d"]))
@json_command
def confirm(
    service_id: str, community: str, on: datetime | None, home: Path | None
) -> dict[str, object]:
    """Record that the details of a service were checked."""
    from geo.imports.service_editing import confirm_service

    day = None if on is None else on.date()
    verified_on = confirm_service(open_home(home), community, service_id, verified_on=day)
    return {"community": community, "service_id": service_id, "verified_on": verified_on}


@service.command("delete")
@_id_argument
@community_option
@json_command
def delete(service_id: str, community: str, home: Path | None) -> dict[str, object]:
    """Delete a service; the history keeps it, and `restore` brings it back."""
    from geo.imports.service_editing import delete_service

    delete_service(open_home(home), community, service_id)
    return {"community": community, "service_id": service_id}


@service.command("restore")
@_id_argument
@community_option
@json_command
def restore(service_id: str, community: str, home: Path | None) -> dict[str, object]:
    """Bring back a deleted service as it was."""
    from geo.imports.service_editing import restore_service

    restore_service(open_home(home), community, service_id)
    return {"community": community, "service_id": service_id}


def _drop_missing(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None}
