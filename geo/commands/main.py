"""The root of the commands."""

from __future__ import annotations

import click

from geo.commands import (
    account,
    audit,
    capture,
    community,
    coverage,
    forget,
    layer,
    passphrase,
    pathway,
    retention,
    route,
    streets,
    whole,
)
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
    capture.capture,
    route.route,
    coverage.coverage,
    pathway.pathway,
    passphrase.passphrase,
    account.account,
    audit.audit,
    retention.retention,
):
    amparo.add_command(group)
community.community.add_command(forget.forget)
