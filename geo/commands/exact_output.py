"""Exact reserved places at the command line: in no file unless somebody confirms, and noted."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.password_prompt import is_interactive
from geo.commands.terminal import select_locale
from geo.errors import ExactOutputUnconfirmedError
from geo.language import gettext
from geo.model import Audience
from geo.privacy.view import View, open_view
from geo.store import open_store

exact_option = click.option(
    "--confirm-exact",
    is_flag=True,
    help="The file may hold exact reserved places: asked for with a coordinator's audience.",
)


def require_exact_confirmation(audience: Audience, *, confirmed: bool) -> None:
    """
    Insist that somebody wants a file with exact reserved places; a terminal is asked.

    Raises
    ------
    ExactOutputUnconfirmedError
        If it would be for a coordinator, and nobody confirmed it.
    """
    if audience != "coordinator" or confirmed:
        return
    question = gettext("command.confirm_exact", select_locale())
    if not is_interactive() or not click.confirm(question, default=False, err=True):
        raise ExactOutputUnconfirmedError


def open_audited_view(
    home: Path | None, community: str, audience: Audience, *, content: str
) -> View:
    """
    Open a community to tell of it on standard output; what a coordinator is shown is noted.

    Parameters
    ----------
    content
        A code for the audit log: what is told.
    """
    store = open_store(home)
    view = open_view(store, community, audience)
    if audience == "coordinator":
        confidential_count = int(
            open_view(store, community, "network").services.geometry.isna().sum()
        )
        view.record_audit(
            "reveal",
            {"community": view.community.slug, "what": content, "rows": confidential_count},
        )
    return view
