"""The command that tells what a file is, without a community."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from geo.commands.options import file_argument
from geo.commands.terminal import json_command, select_locale
from geo.json_values import make_file_record


@click.command()
@file_argument
@json_command
def inspect(file: Path, home: Path | None) -> dict[str, object]:
    """Tell what a file is: its layers, columns, shapes and extent; nothing is saved."""
    from geo.imports.file_inspection import format_meaning_lines, inspect_meaning
    from geo.imports.messages import format_notices
    from geo.parsing.content_kind import detect_content_kind
    from geo.parsing.source import SourceFile

    del home  # nothing is read from a store
    source = SourceFile.of(file)
    layers, meaning = inspect_meaning(source)
    for layer in layers:
        for line in format_notices(layer.notices, select_locale()):
            click.echo(line, err=True)
    for line in format_meaning_lines(meaning, select_locale()):
        click.echo(line, err=True)
    return {
        "file": make_file_record(file),
        "content": detect_content_kind(source),
        "layers": [
            asdict(layer) | {"notices": [asdict(one) for one in layer.notices]} for layer in layers
        ],
        "meaning": None if meaning is None else asdict(meaning),
    }
