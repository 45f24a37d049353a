"""Options of commands that search routes: the origin as coordinates, the aversion to risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from geo.errors import ExactlyOneOptionError
from geo.layers.coordinate_text import parse_coordinates
from geo.model import BALANCED_AVERSION, STEPS_CHOICES, StepsChoice

if TYPE_CHECKING:
    from geo.routes.planning import Location


class LatLonType(click.ParamType["Location"]):
    """`LAT,LON` in degrees."""

    name = "LAT,LON"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Location:
        """Parse a location."""
        from geo.routes.planning import Location

        del param, ctx
        return value if isinstance(value, Location) else Location(*parse_coordinates(str(value)))


origin_option = click.option("--from", "origin", required=True, type=LatLonType())
aversion_option = click.option(
    "--aversion",
    type=float,
    default=BALANCED_AVERSION,
    show_default=True,
)
steps_option = click.option(
    "--steps",
    type=click.Choice(STEPS_CHOICES),
)
no_steps_option = click.option("--no-steps", is_flag=True)
ferries_option = click.option("--ferries", is_flag=True)


def choose_steps(steps: StepsChoice | None, *, no_steps: bool) -> StepsChoice:
    """
    Choose the steps that are taken, by both options.

    Raises
    ------
    ExactlyOneOptionError
        If both are given.
    """
    if no_steps and steps is not None:
        raise ExactlyOneOptionError(options="--steps, --no-steps")
    return "none" if no_steps else steps or "all"
