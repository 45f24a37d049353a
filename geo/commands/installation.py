"""Commands on the installation: demonstration, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.options import file_argument, output_option
from geo.commands.terminal import json_command, open_home, select_locale, show_progress
from geo.json_values import make_file_record
from geo.language import gettext


@click.command()
@json_command
def demo(home: Path | None) -> dict[str, object]:
    """Load the demonstration community, where it is not there yet."""
    from geo.communities.demonstration import DEMO_SLUG, load_demo

    counts = load_demo(open_home(home), progress=show_progress)
    return {"community": DEMO_SLUG, "counts": counts}


@click.command()
@output_option
@json_command
def backup(to: Path, home: Path | None) -> dict[str, object]:
    """Write everything, history included, into one file."""
    from geo.store.backup import write_backup

    store = open_home(home)
    path = write_backup(store, to)
    if not store.is_protected:
        click.echo(gettext("backup.unprotected", select_locale(), file=path.name), err=True)
    return {"file": make_file_record(path), "protected": store.is_protected}


@click.command()
@file_argument
@click.option(
    "--allow-unprotected",
    is_flag=True,
)
@json_command
def restore(file: Path, home: Path | None, *, allow_unprotected: bool) -> dict[str, object]:
    """Put a backup in the place of what is there; what was there is kept beside it."""
    from geo.store.backup import restore_backup

    replaced_path = restore_backup(file, home, allow_unprotected=allow_unprotected)
    protected = open_home(home).is_protected
    return {
        "file": make_file_record(file),
        "replaced_folder": None if replaced_path is None else make_file_record(replaced_path),
        "protected": protected,
    }
