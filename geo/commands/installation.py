"""Commands on the whole installation: demonstration, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.terminal import command, home_option, show_progress
from geo.communities.demonstration import SLUG, load_demo
from geo.store import open_store
from geo.store.backup import back_up
from geo.store.backup import restore as put_back


@click.command()
@home_option
@command
def demo(home: Path | None) -> dict[str, object]:
    """Load the demonstration community, where it is not there yet."""
    counts = load_demo(open_store(home), progress=show_progress)
    return {"community": SLUG, **counts}


@click.command()
@click.option("--to", required=True, type=click.Path(dir_okay=False, path_type=Path))
@home_option
@command
def backup(to: Path, home: Path | None) -> dict[str, object]:
    """Write everything, history included, into one file."""
    written = back_up(open_store(home), to)
    return {"backup": written, "bytes": written.stat().st_size}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@home_option
@command
def restore(file: Path, home: Path | None) -> dict[str, object]:
    """Put a backup in the place of what is there; what was there is kept beside it."""
    kept = put_back(file, home)
    return {"restored": file.name, "kept": kept}
