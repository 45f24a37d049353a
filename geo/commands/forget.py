"""The command that forgets a community."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.terminal import home_option, json_command, select_locale
from geo.language import ngettext
from geo.privacy.view import clear_caches
from geo.store import open_store
from geo.store.forget import forget_community


@click.command("forget")
@click.argument("slug")
@click.option("--confirm", required=True, metavar="SLUG", help="The short name once more.")
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A backup, or a folder that a restore kept, to erase too.",
)
@home_option
@json_command
def forget(slug: str, confirm: str, also: tuple[Path, ...], home: Path | None) -> dict[str, object]:
    """Erase a community with its history, and name the copies that still hold it."""
    done = forget_community(open_store(home), slug, confirm=confirm, copies_to_erase=also)
    clear_caches()
    if done.remaining_copies:
        click.echo(ngettext("forget.copies", len(done.remaining_copies), select_locale()), err=True)
    return {
        "forgotten": done.community,
        "erased": done.erased_copies,
        "copies": done.remaining_copies,
    }
