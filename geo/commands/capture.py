"""Commands on the one file that draws without a connection."""

from __future__ import annotations

from pathlib import Path

import click

from geo.capture.capture_file import make_capture, write_capture
from geo.capture.import_messages import returned_sentences
from geo.capture.submission_import import take_returned
from geo.commands.terminal import command, community_option, home_option, locale
from geo.language import sentence
from geo.store import open_store

USUAL = "make"


class Making(click.Group):
    """A group whose options alone mean its usual command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words; where none names a command, `make` is meant."""
        if args and args[0].startswith("-") and args[0] not in self.get_help_option_names(ctx):
            args = [USUAL, *args]
        return super().parse_args(ctx, args)


@click.group(cls=Making)
def capture() -> None:
    """
    Draw without a connection: one file out, what was drawn back.

    `capture --community SLUG --to FILE.html` makes the file (the same as `capture make`);
    `capture import FILE --community SLUG` brings back what a phone sent.
    """


@capture.command(USUAL)
@community_option
@click.option("--to", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--locale", "tongue", metavar="CODE", help="Opens in this language; speaks all.")
@click.option("--session", default="", metavar="CODE", help="The group it is for, as in S1.")
@home_option
@command
def make(
    community: str, to: Path, tongue: str | None, session: str, home: Path | None
) -> dict[str, object]:
    """Write the file: map, drawing tools and words, nothing from elsewhere."""
    made = make_capture(open_store(home), community, locale=tongue or locale(), code=session)
    size = write_capture(made, to)
    if not made.whole:
        click.echo(sentence("capturing.coarse", locale()), err=True)
    return {
        "community": community,
        "file": to.name,
        "bytes": size,
        "tiles": made.tiles,
        "zooms": list(made.zooms),
        "whole": made.whole,
        "languages": list(made.languages),
    }


@capture.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@community_option
@click.option(
    "--session",
    default="",
    metavar="CODE",
    help="An open group; the one the file was made for if not given.",
)
@home_option
@command
def import_(file: Path, community: str, session: str, home: Path | None) -> dict[str, object]:
    """Bring what was drawn in the file into a group; a file brought twice adds nothing twice."""
    told = take_returned(open_store(home), community, file, code=session, who="command")
    for line in returned_sentences(told, locale()):
        click.echo(line, err=True)
    return {
        "community": community,
        "session": told.code,
        "added": told.added,
        "updated": told.updated,
        "twins": told.twins,
        "unchanged": told.unchanged,
        "removed": told.removed,
        "refused": len(told.refused),
    }
