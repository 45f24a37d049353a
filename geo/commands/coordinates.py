"""A place as an option of a command."""

from __future__ import annotations

import click

from geo.communities.boundary_drawing import read_centre
from geo.routes.planning import Place


class LatLon(click.ParamType[Place]):
    """`LAT,LON` in degrees."""

    name = "LAT,LON"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Place:
        """Read a place."""
        del param, ctx
        return value if isinstance(value, Place) else Place(*read_centre(str(value)))
