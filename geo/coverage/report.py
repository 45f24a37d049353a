"""Coverage as plain records and as layers, for files, screens and the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.coverage.measurement import Coverage
from geo.coverage.summary import Totals
from geo.model import WGS84


def coverage_report(answer: Coverage) -> dict[str, object]:
    """
    Put an answer into plain records.

    Returns
    -------
    report
        `people covered covered_safely uncovered no_way`, the same for `women` (None where not
        all are known), `zones`, and by what measure: `method`, `detour`, `slot`, `aversion`,
        `threshold`, `safe_inside_m`, `services`, `reserved`, `off_street`. How much is told:
        `published`, and `suppressed`, the places of numbers not told, as in "zones.3.women":
        there stands "<5" for a small number, and null for one hidden with it.
    """
    ask = answer.ask
    unit = "metres" if ask.threshold.by_metres else "minutes"
    report: dict[str, object] = {
        **_numbers(answer.people),
        "women": None if answer.women is None else _numbers(answer.women),
        "zones": [_plain(row) for row in answer.zones.to_dict("records")],
        "service": ask.service_type,
        "threshold": {unit: ask.threshold.limit},
        "method": "streets" if answer.by_street else "straight_line",
        "detour": answer.detour,
        "slot": answer.slot,
        "aversion": ask.aversion,
        "safe_inside_m": ask.safe_inside_m,
        "services": answer.counted,
        "reserved": answer.reserved,
        "off_street": None if np.isnan(answer.off_street) else answer.off_street,
        "gaps": len(answer.gaps),
        "published": answer.published,
        "suppressed": sorted(answer.suppressed),
    }
    for place, marker in answer.suppressed.items():
        _put(report, place, marker)
    return report


def coverage_tables(answer: Coverage) -> dict[str, pd.DataFrame]:
    """
    Put an answer into layers, EPSG:4326.

    Returns
    -------
    tables
        `homes`, or `blocks` of them, and `gaps`; with streets also `junctions` and `reached`.
        Infinite minutes are null. Where all is told by zone only, `zones` alone, a table without
        geometry; its column `hidden` names the numbers not told, those below k with "<5".
    """
    tables: dict[str, pd.DataFrame] = {}
    if answer.published == "by_zone":
        return {"zones": _with_hidden(answer)}
    tables["blocks" if answer.in_blocks else "homes"] = _finite(answer.homes)
    tables["gaps"] = _finite(answer.gaps)
    if answer.found is not None:
        tables["junctions"] = _junctions(answer)
    if answer.ground is not None:
        reached = {"limit": [answer.ask.threshold.limit]}
        tables["reached"] = gpd.GeoDataFrame(reached, geometry=answer.ground, crs=WGS84)
    return tables


def _put(report: dict[str, object], place: str, marker: str | None) -> None:
    """Put a marker where a number is not told; numbers of gaps stand in files only."""
    *path, name = place.split(".")
    inner: Any = report
    for step in path:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        if not isinstance(inner, list | dict):
            return
    inner[name] = marker


def _with_hidden(answer: Coverage) -> pd.DataFrame:
    zones = answer.zones.drop(columns="minutes")
    hidden: list[list[str]] = [[] for _ in range(len(zones))]
    for place, marker in sorted(answer.suppressed.items()):
        layer, _, rest = place.partition(".")
        if layer == "zones":
            row, name = rest.split(".")
            hidden[int(row)].append(name if marker is None else f"{name} {marker}")
    said = np.array(["; ".join(names) or None for names in hidden], dtype=object)
    return zones.assign(hidden=said)


def _junctions(answer: Coverage) -> gpd.GeoDataFrame:
    if answer.found is None:
        msg = "straight lines have no junctions"
        raise ValueError(msg)
    network, trips = answer.found.exposure.network, answer.found.junctions
    columns = {
        "minutes": trips.minutes,
        "metres": trips.length_m,
        "inside_m": trips.inside_m,
        "service": trips.service,
    }
    east, north = network.node_xy.T
    points = gpd.points_from_xy(east, north, crs=network.crs)
    return _finite(gpd.GeoDataFrame(columns, geometry=points).to_crs(WGS84))


def _finite(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.replace([np.inf, -np.inf], np.nan)


def _numbers(counted: Totals | None) -> dict[str, object]:
    return {} if counted is None else _plain(asdict(counted))


def _plain(row: Mapping[Any, object]) -> dict[str, object]:
    return {str(name): None if _unknown(value) else value for name, value in row.items()}


def _unknown(value: object) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value))
