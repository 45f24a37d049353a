"""Confirmation and audit of commands that output exact confidential places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.commands.password_prompt import is_interactive
from geo.commands.terminal import open_home, open_home_to_read, select_locale
from geo.errors import ExactOutputUnconfirmedError
from geo.language import gettext
from geo.model import LAYER_NAMES, Audience, LayerName

if TYPE_CHECKING:
    from geo.privacy.view import View

# What the network is told with a route or a list of services; homes are grouped for coverage only.
DRAWN_LAYERS: tuple[LayerName, ...] = ("risk_areas", "safe_zones", "services")
LAYERS_BY_CONTENT = {"coverage": LAYER_NAMES, "completeness": LAYER_NAMES}


def require_exact_confirmation(audience: Audience, *, confirmed: bool) -> None:
    """
    Require confirmation of a file with exact confidential places; prompt at a terminal.

    Raises
    ------
    ExactOutputUnconfirmedError
        If the audience is `coordinator` and the file was not confirmed.
    """
    if audience != "coordinator" or confirmed:
        return
    question = gettext("command.confirm_exact", select_locale())
    if not is_interactive() or not click.confirm(question, default=False, err=True):
        raise ExactOutputUnconfirmedError


def open_audited_view(
    home: Path | None,
    community: str,
    audience: Audience,
    *,
    content: str,
    writes_file: bool = False,
) -> View:
    """
    Open a view of a community for output; a coordinator's view is recorded in the audit log.

    Parameters
    ----------
    content
        Code of the output for the audit log.
    writes_file
        Whether a file is written, which the audit log records, too.
    """
    from geo.privacy.view import open_view

    # A copy of the store cannot be told what was put out.
    if audience == "coordinator" or writes_file:
        store = open_home(home)
    else:
        layers = LAYERS_BY_CONTENT.get(content, DRAWN_LAYERS)
        store = open_home_to_read(home, community=community, audience=audience, layers=layers)
    view = open_view(store, community, audience)
    if audience == "coordinator":
        confidential_count = int(view.services["confidential"].sum())
        view.record_audit(
            "reveal",
            {"community": view.community.slug, "what": content, "rows": confidential_count},
        )
    return view
