"""Settling of the rows of a checked file: where they lie, and which wait for that."""

from __future__ import annotations

import dataclasses

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.imports.file_parsing import ParsedLayerFile
from geo.imports.import_choices import ImportChoices
from geo.imports.import_report import ImportReport, make_report
from geo.imports.location_check import check_location, find_outside
from geo.imports.location_questions import settle_locations
from geo.imports.point_areas import draw_point_areas
from geo.imports.row_doubts import (
    list_coarse_notices,
    set_apart_doubtful,
    set_apart_misplaced,
)
from geo.layers.population import count_population, divide_population
from geo.model import Community, LayerName


def settle_rows(  # noqa: PLR0913 (the rows, where they go, and how)
    parsed: ParsedLayerFile,
    community: Community,
    layer: LayerName,
    choices: ImportChoices,
    radius_m: float | None,
    *,
    is_part: bool = False,
) -> tuple[ParsedLayerFile, ImportReport]:
    """
    Settle where the rows of a file are, and which wait; return them with the report on them.

    Parameters
    ----------
    is_part
        True for some rows of a file, which may all lie outside.
    """
    checked, waiting = parsed.checked, parsed.waiting
    if waiting is not None:
        checked, waiting = set_apart_misplaced(checked, waiting, community, choices)
    checked = settle_locations(
        checked, community, layer, choices, file=parsed.file, is_part=is_part
    )
    if waiting is not None:
        checked, waiting = set_apart_doubtful(checked, waiting, community, layer)
    checked, circled = draw_point_areas(checked, radius_m, community)
    notices = (*parsed.notices, *list_coarse_notices(checked.frame, layer))
    parsed = dataclasses.replace(parsed, checked=checked, waiting=waiting, notices=notices)
    report = dataclasses.replace(make_report(parsed, layer), radius_m=radius_m, circled=circled)
    return parsed, _set_outside_rows(report, checked.frame, community.boundary, is_part=is_part)


def _set_outside_rows(
    report: ImportReport, new: gpd.GeoDataFrame, boundary: BaseGeometry | None, *, is_part: bool
) -> ImportReport:
    outside = (
        find_outside(new, boundary) if is_part else check_location(new, boundary, file=report.file)
    )
    report = dataclasses.replace(report, outside=tuple(int(row) for row in new.index[outside]))
    if report.layer != "demand":
        return report
    population = divide_population(new, boundary)
    return dataclasses.replace(
        report,
        population=count_population(population.counted),
        population_outside=population.outside,
    )
