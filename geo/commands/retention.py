"""Commands on the retention of drawings that were not agreed on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from geo.commands.options import community_option
from geo.commands.terminal import json_command
from geo.store import open_store
from geo.store.retention import (
    DEFAULT_RETENTION_MONTHS,
    delete_expired_sessions,
    find_expired_sessions,
    record_session_agreement,
)

months_option = click.option(
    "--months",
    default=DEFAULT_RETENTION_MONTHS,
    show_default=True,
)


@click.group()
def retention() -> None:
    """Retention: marks and notes that were never agreed go when their time has passed."""


@retention.command("preview")
@months_option
@json_command
def preview(months: int, home: Path | None) -> dict[str, object]:
    """List what a run would delete, and delete nothing."""
    return {
        "months": months,
        "due": [
            asdict(session)
            for session in find_expired_sessions(open_store(home, reads_only=True), months=months)
        ],
    }


@retention.command("run")
@months_option
@json_command
def run(months: int, home: Path | None) -> dict[str, object]:
    """Delete the marks, notes and history that are due."""
    deleted = delete_expired_sessions(open_store(home), months=months)
    return {"months": months, "deleted": [asdict(session) for session in deleted]}


@retention.command("agree")
@community_option
@click.option("--session", required=True, metavar="CODE")
@json_command
def agree(community: str, session: str, home: Path | None) -> dict[str, object]:
    """Note that the network agreed to keep what a group drew."""
    record_session_agreement(open_store(home), community, session)
    return {"community": community, "session": session}
