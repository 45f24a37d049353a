"""Exact reserved places at the command line: in no file unless somebody confirms, and noted."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.password_prompt import at_terminal
from geo.commands.terminal import locale
from geo.errors import ExactUnconfirmedError
from geo.language import sentence
from geo.model import Audience
from geo.privacy.view import View, open_view
from geo.store import open_store

exact_option = click.option(
    "--confirm-exact",
    is_flag=True,
    help="The file may hold exact reserved places: asked for with a coordinator's audience.",
)


def insist_on_yes(audience: Audience, *, confirmed: bool) -> None:
    """
    Insist that somebody wants a file with exact reserved places; a terminal is asked.

    Raises
    ------
    ExactUnconfirmedError
        If it would be for a coordinator, and nobody confirmed it.
    """
    if audience != "coordinator" or confirmed:
        return
    question = sentence("command.confirm_exact", locale())
    if not at_terminal() or not click.confirm(question, default=False, err=True):
        raise ExactUnconfirmedError


def shown_view(home: Path | None, community: str, audience: Audience, *, what: str) -> View:
    """
    Open a community to tell of it on standard output; what a coordinator is shown is noted.

    Parameters
    ----------
    what
        A code for the audit log: what is told.
    """
    store = open_store(home)
    view = open_view(store, community, audience)
    if audience == "coordinator":
        hidden = int(open_view(store, community, "network").services.geometry.isna().sum())
        view.note("reveal", {"community": view.community.slug, "what": what, "rows": hidden})
    return view
