"""A place as an option of a command."""

from __future__ import annotations

import click

from geo.communities.boundary_drawing import parse_coordinates
from geo.routes.planning import Location


class LatLonType(click.ParamType[Location]):
    """`LAT,LON` in degrees."""

    name = "LAT,LON"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Location:
        """Read a place."""
        del param, ctx
        return value if isinstance(value, Location) else Location(*parse_coordinates(str(value)))
