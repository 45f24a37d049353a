"""Export of results: routes as lines, coverage as layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from geo.coverage.bands import CoverageBand, build_band_areas, build_band_records
from geo.coverage.measurement import CoverageResult
from geo.coverage.report import build_coverage_layers, build_zone_table
from geo.exports.export_audit import audit_export
from geo.formats.export_note import make_export_note
from geo.formats.plain_table import SUFFIX, write_plain_table
from geo.formats.writing import write_layer, write_tables
from geo.language import label_for
from geo.layers.population_text import format_outside
from geo.privacy.view import View
from geo.routes.planning import RouteResult
from geo.routes.report import build_route_lines
from geo.store.atomic_file import OutputT

NAMED_SUFFIXES = frozenset({".kml", ".gpx"})


def write_routes(view: View, result: RouteResult, path: OutputT) -> OutputT:
    """
    Write the requested route, the direct one, and the alternatives.

    In files for phones, KML and GPX, each has its name in the community's language.

    Raises
    ------
    ExportFormatError, ExportFileError
        If no writable format has the ending, or the file cannot be written there.
    """
    note = make_export_note(view.community, view.audience, includes_streets=True)
    lines = build_route_lines(result)
    if path.suffix.lower() in NAMED_SUFFIXES:
        names = [label_for("route_role", role, view.community.locale) for role in lines["role"]]
        lines.insert(0, "name", names)
    write_layer(lines, path, layer="ways", note=note)
    audit_export(view, "ways", path=path, rows=len(lines))
    return path


def write_coverage(
    view: View, result: CoverageResult, path: OutputT, *, bands: Sequence[CoverageBand] = ()
) -> OutputT:
    """
    Write homes, gaps, junctions and the area within reach as tables of one GeoPackage.

    Bands are a table more, of areas that do not overlap; of counts alone where no area is disclosed
    or drawn.

    A CSV file has the counts and the percentage by zone alone; see `build_zone_table`.

    Where homes are not disclosed to the audience, zones replace them; see
    `build_coverage_layers`.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the name ends neither in `.gpkg` nor in `.csv`, or the file cannot be written there.
    """
    suppressed = {"places": result.confidential_count, "numbers": len(result.suppressed)}
    suppressed = {kind: count for kind, count in suppressed.items() if count}
    streets = result.uses_streets
    note = make_export_note(
        view.community, view.audience, suppressed=suppressed, includes_streets=streets
    )
    outside = " ".join(format_outside(result.outside, view.community.locale))
    note = replace(note, population=outside)
    if path.suffix.lower() == SUFFIX:
        tables = {"zones": build_zone_table(result)}
        write_plain_table(tables["zones"], path, note=note)
    else:
        tables = build_coverage_layers(result)
        if bands:
            areas = build_band_areas(bands)
            tables["bands"] = pd.DataFrame(build_band_records(bands)) if areas is None else areas
        write_tables(tables, path, note=note)
    rows = sum(len(table) for table in tables.values())
    audit_export(view, "coverage", path=path, rows=rows, suppressed=suppressed)
    return path
