"""Commands on the retention of drawings that were not agreed on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.commands.options import community_option
from geo.commands.terminal import json_command, open_home, open_home_to_read
from geo.model import DEFAULT_RETENTION_MONTHS

if TYPE_CHECKING:
    from geo.store.retention import ExpiredSession

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
    from geo.store.retention import find_expired_sessions

    return {
        "months": months,
        "sessions": [
            _describe_session(session)
            for session in find_expired_sessions(open_home_to_read(home), months=months)
        ],
    }


@retention.command("run")
@months_option
@json_command
def run(months: int, home: Path | None) -> dict[str, object]:
    """Delete the marks, notes and history that are due."""
    from geo.store.retention import delete_expired_sessions

    deleted = delete_expired_sessions(open_home(home), months=months)
    return {"months": months, "sessions": [_describe_session(session) for session in deleted]}


@retention.command("agree")
@community_option
@click.option("--session", required=True, metavar="CODE")
@json_command
def agree(community: str, session: str, home: Path | None) -> dict[str, object]:
    """Note that the network agreed to keep what a group drew."""
    from geo.store.retention import record_session_agreement

    record_session_agreement(open_home(home), community, session)
    return {"community": community, "session": session}


def _describe_session(session: ExpiredSession) -> dict[str, object]:
    return {
        "community": session.community,
        "session": session.code,
        "held_on": session.held_on,
        "mark_count": session.marks,
        "change_count": session.history,
    }
