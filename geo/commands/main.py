"""The root of the commands."""

from __future__ import annotations

import click

from geo.commands import community, coverage, layer, route, streets, whole
from geo.commands.terminal import Root


@click.group(cls=Root)
def amparo() -> None:
    """Ways to help, and who is left without: Amparo on the command line."""


for group in (
    whole.demo,
    whole.backup,
    whole.restore,
    community.community,
    streets.streets,
    layer.layer,
    route.route,
    coverage.coverage,
):
    amparo.add_command(group)
