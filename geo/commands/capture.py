"""Commands on the capture file, with which people draw without a connection."""

from __future__ import annotations

from pathlib import Path

import click

from geo.commands.options import community_option, file_argument, output_option
from geo.commands.terminal import json_command, open_home, select_locale
from geo.json_values import make_file_record
from geo.language import gettext

DEFAULT_COMMAND = "make"


class DefaultCommandGroup(click.Group):
    """A click group that runs its default command where only options are given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments; without the name of a command `make` is run."""
        if args and args[0].startswith("-") and args[0] not in self.get_help_option_names(ctx):
            args = [DEFAULT_COMMAND, *args]
        return super().parse_args(ctx, args)


@click.group(cls=DefaultCommandGroup)
def capture() -> None:
    """
    Draw without a connection: one file out, what was drawn back.

    `capture --community SLUG --to FILE.html` makes the file (the same as `capture make`);
    `capture import FILE --community SLUG` brings back what a phone sent.
    """


@capture.command(DEFAULT_COMMAND)
@community_option
@output_option
@click.option("--locale", "tongue", metavar="CODE")
@click.option("--session", default="", metavar="CODE")
@json_command
def make(
    community: str, to: Path, tongue: str | None, session: str, home: Path | None
) -> dict[str, object]:
    """Write the file: map, drawing tools and words, nothing from elsewhere."""
    from geo.capture.capture_file import build_capture_file, write_capture_file

    capture_file = build_capture_file(
        open_home(home), community, locale=tongue or select_locale(), code=session
    )
    write_capture_file(capture_file, to)
    if not capture_file.full_detail:
        click.echo(gettext("capturing.coarse", select_locale()), err=True)
    return {
        "community": community,
        "file": make_file_record(to),
        "tile_count": capture_file.tile_count,
        "zooms": list(capture_file.zoom_range),
        "full_detail": capture_file.full_detail,
        "locales": list(capture_file.locales),
    }


@capture.command("import")
@file_argument
@community_option
@click.option(
    "--session",
    default="",
    metavar="CODE",
)
@json_command
def import_(file: Path, community: str, session: str, home: Path | None) -> dict[str, object]:
    """Bring what was drawn in the file into a group; a file brought twice adds nothing twice."""
    from geo.capture.import_messages import format_submission_result
    from geo.capture.submission_import import import_submission

    imported = import_submission(open_home(home), community, file, code=session, who="command")
    for line in format_submission_result(imported, select_locale()):
        click.echo(line, err=True)
    return {
        "community": community,
        "file": make_file_record(file),
        "session": imported.code,
        "added": imported.added,
        "updated": imported.updated,
        "twins": imported.twins,
        "unchanged": imported.unchanged,
        "removed": imported.removed,
        "refused": len(imported.rejected),
    }
