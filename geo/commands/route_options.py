"""Options of commands that search routes: the origin as coordinates, the aversion to risk."""

from __future__ import annotations

import click

from geo.communities.boundary_drawing import parse_coordinates
from geo.routes.cost import BALANCED_AVERSION
from geo.routes.planning import Location


class LatLonType(click.ParamType[Location]):
    """`LAT,LON` in degrees."""

    name = "LAT,LON"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Location:
        """Parse a location."""
        del param, ctx
        return value if isinstance(value, Location) else Location(*parse_coordinates(str(value)))


origin_option = click.option("--from", "origin", required=True, type=LatLonType())
aversion_option = click.option(
    "--aversion",
    type=float,
    default=BALANCED_AVERSION,
    show_default=True,
    help="0 direct, 3 balanced, 10 safest.",
)
