"""Options of commands that take a boundary from a file of one or many districts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from geo.errors import ExactlyOneOptionError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

P = ParamSpec("P")
R = TypeVar("R")

_table_option = click.option("--table")
_district_option = click.option("--district", metavar="NAME")
_all_districts_option = click.option("--all-districts", is_flag=True)


def district_options(command: Callable[P, R]) -> Callable[P, R]:
    """Add the options that choose a table and a district of a boundary file."""
    return _table_option(_district_option(_all_districts_option(command)))


@dataclass(frozen=True)
class DistrictChoice:
    """What the options of `district_options` say."""

    table: str | None
    district: str | None
    all_districts: bool

    def parse(self, file: Path) -> BaseGeometry:
        """
        Read the chosen district of a file.

        Raises
        ------
        ExactlyOneOptionError
            If one district and all districts are asked for.
        BoundarySeveralError
            If the file has several districts and neither is.
        LayerError, ParsingError
            As for `parse_boundary`.
        """
        from geo.imports.file_parsing import parse_boundary

        if self.district is not None and self.all_districts:
            raise ExactlyOneOptionError(options="--district, --all-districts")
        return parse_boundary(
            file, where=self.district, table=self.table, unites=self.all_districts
        )
