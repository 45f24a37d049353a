"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from geo.model import AUDIENCES, LAYER_NAMES

_OUTPUT_PATH = click.Path(dir_okay=False, path_type=Path)


class NumberList(click.ParamType[list[float]]):
    """Numbers with commas between them, as `15,30,60`; blanks around them do not matter."""

    name = "numbers"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> list[float]:
        """Convert each of them; an error names the first that is no number."""
        if isinstance(value, list):
            return value
        pieces = [piece.strip() for piece in str(value).split(",")]
        return [float(click.FLOAT(piece, param, ctx)) for piece in pieces]


NUMBER_LIST = NumberList()
home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="AMPARO_HOME",
)
file_argument = click.argument("file", type=click.Path(path_type=Path))
community_option = click.option("--community", required=True, metavar="SLUG")
layer_option = click.option("--layer", required=True, type=click.Choice(LAYER_NAMES))
optional_layer_option = click.option("--layer", type=click.Choice(LAYER_NAMES))
at_option = click.option("--at", metavar="ISO")
output_option = click.option("--to", required=True, type=_OUTPUT_PATH)
optional_output_option = click.option("--to-file", type=_OUTPUT_PATH)
limit_option = click.option("--most", default=100, show_default=True, type=click.IntRange(min=1))
audience_option = click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="network",
    show_default=True,
)
exact_option = click.option(
    "--confirm-exact",
    is_flag=True,
)
