"""The command that forgets a community."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.terminal import command, home_option, locale
from geo.language import plural
from geo.privacy.view import drop_kept
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
@command
def forget(slug: str, confirm: str, also: tuple[Path, ...], home: Path | None) -> dict[str, object]:
    """Erase a community with its history, and name the copies that still hold it."""
    done = forget_community(open_store(home), slug, confirm=confirm, also=also)
    drop_kept()
    if done.copies:
        click.echo(plural("forget.copies", len(done.copies), locale()), err=True)
    return {"forgotten": done.community, "erased": done.erased, "copies": done.copies}
