"""Warning on standard error that a community's store is not protected by a passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geo.commands.terminal import select_locale
from geo.language import gettext

if TYPE_CHECKING:
    from geo.model import Community
    from geo.store import Store


def warn_if_unprotected(store: Store, community: Community) -> None:
    """Warn that the store has no passphrase, and how to set one."""
    from geo.access.protection import is_exposed

    if is_exposed(store, community):
        warning = gettext("command.exposed", select_locale(), file=store.path.name)
        click.echo(warning, err=True)
