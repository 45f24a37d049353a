"""
A scenario read from YAML: its name and its changes, with all that has to be corrected at once.

A file has a `name` and a list `changes`; each change is one key, its kind, and its fields::

    name: Centro de noche
    changes:
      - add_service: {type: legal_aid, place: "-12.21,-76.93", hours: "Mo-Fr 08:00-16:00"}
      - close_service: {service: 5e8c…}
      - move_service: {service: 5e8c…, place: "-12.21,-76.93"}
      - open_longer: {service: 5e8c…, hours: "24/7"}
      - light_street: {place: "-12.21,-76.93"}
      - change_risk: {area: 77aa…, severity: 2}
      - add_path: {line: ["-12.21,-76.93", "-12.22,-76.94"], bridge: true}
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from geo.errors import CoordinateError, ScenarioContentError, ScenarioFileError
from geo.layers.coordinate_text import parse_coordinates
from geo.layers.layer_changes import CHANGE_FIELDS, NO_LONGER_A_RISK, Change
from geo.layers.opening_hours_reader import read_opening_hours
from geo.layers.schema import MAX_ENTRY_LENGTH
from geo.layers.text_cleaning import clean_text
from geo.model import SERVICE_TYPES, SEVERITIES

MAX_FILE_BYTES = 200_000
MAX_CHANGES = 50
MAX_LINE_POINTS = 200
MAX_NAME_LENGTH = 80
Finding = tuple[int | None, str, dict[str, object]]


@dataclass(frozen=True)
class ScenarioDraft:
    """A scenario as somebody wrote it, not stored yet."""

    name: str
    changes: tuple[Change, ...]


class _UniqueKeyLoader(yaml.SafeLoader):
    """A loader that refuses a key twice: YAML's own keeps the last one without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a mapping whose keys differ."""
        keys = [key.value for key, _ in node.value]
        if len(set(map(str, keys))) < len(keys):
            raise yaml.constructor.ConstructorError(
                problem="duplicate key", problem_mark=node.start_mark
            )
        return super().construct_mapping(node, deep)


def read_scenario_file(path: Path) -> ScenarioDraft:
    """
    Read a scenario from a file; see `parse_scenario`.

    Raises
    ------
    ScenarioFileError
        If there is no such file, or it is too large.
    """
    if not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        raise ScenarioFileError(file=path.name, line=1)
    return parse_scenario(path.read_bytes(), file_name=path.name)


def parse_scenario(content: bytes, *, file_name: str) -> ScenarioDraft:
    """
    Parse a scenario in YAML, UTF-8.

    Raises
    ------
    ScenarioFileError
        If it is no YAML, nests too deeply, or is no mapping.
    ScenarioContentError
        If anything in it has to be corrected; it holds all findings.
    """
    try:
        document = yaml.load(content.decode("utf-8-sig"), _UniqueKeyLoader)  # noqa: S506 (a safe one)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise ScenarioFileError(file=file_name, line=line) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ScenarioFileError(file=file_name, line=1) from error
    if not isinstance(document, Mapping):
        raise ScenarioFileError(file=file_name, line=1)
    return check_scenario(document)


def check_scenario(document: Mapping[Any, Any]) -> ScenarioDraft:
    """
    Check a scenario as it was written.

    Raises
    ------
    ScenarioContentError
        With all findings.
    """
    findings: list[Finding] = [
        (None, "scenario.finding.unknown_field", {"field": str(key)})
        for key in document
        if key not in ("name", "changes")
    ]
    name = clean_text(str(document.get("name") or "")).strip()
    if not 0 < len(name) <= MAX_NAME_LENGTH:
        findings.append((None, "scenario.finding.name", {"most": MAX_NAME_LENGTH}))
    listed = document.get("changes", [])
    if not isinstance(listed, list) or len(listed) > MAX_CHANGES:
        findings.append((None, "scenario.finding.changes", {"most": MAX_CHANGES}))
        listed = []
    changes = []
    for number, one in enumerate(listed, start=1):
        change = _check_change(one, number, findings)
        if change is not None:
            changes.append(change)
    if findings:
        raise ScenarioContentError(findings=findings)
    return ScenarioDraft(name, tuple(changes))


def file_name_of(field: str, kind: str) -> str:
    """Return what a field of `Change` is called in a file."""
    if field == "target":
        return "area" if kind == "change_risk" else "service"
    return "hours" if field == "opening_hours" else field


def _check_change(one: object, number: int, findings: list[Finding]) -> Change | None:
    """Check one change; add what is wrong to the findings, and return None then."""
    if not isinstance(one, Mapping) or len(one) != 1:
        findings.append((number, "scenario.finding.shape", {}))
        return None
    kind, written = next(iter(one.items()))
    if kind not in CHANGE_FIELDS:
        findings.append((number, "scenario.finding.kind", {"kind": str(kind)}))
        return None
    if not isinstance(written, Mapping):
        findings.append((number, "scenario.finding.shape", {}))
        return None
    needed, optional = CHANGE_FIELDS[kind]
    by_name = {file_name_of(field, kind): field for field in (*needed, *optional)}
    found: list[Finding] = [
        (number, "scenario.finding.unknown_field", {"field": str(key)})
        for key in written
        if key not in by_name
    ]
    values: dict[str, Any] = {}
    for name, field in by_name.items():
        cell = written.get(name)
        if cell is None:
            if field in needed:
                found.append((number, "scenario.finding.missing", {"field": name}))
            continue
        try:
            values[field] = _PARSERS[field](cell)
        except (ValueError, CoordinateError):
            key = f"scenario.finding.{_FINDING_OF_FIELD.get(field, 'value')}"
            found.append((number, key, {"field": name, "value": str(cell)[:80]}))
    findings += found
    return None if found else Change(kind, **values)


def _parse_text(cell: object) -> str:
    text = clean_text(str(cell)).strip()
    if isinstance(cell, (Mapping, list)) or not 0 < len(text) <= MAX_ENTRY_LENGTH:
        raise ValueError
    return text


def _parse_type(cell: object) -> str:
    if cell not in SERVICE_TYPES:
        raise ValueError
    return str(cell)


def _parse_hours(cell: object) -> str:
    """Parse opening hours as an import does; what it would have to guess is refused."""
    reading = read_opening_hours(_parse_text(cell))
    if reading.syntax is None:
        raise ValueError
    return reading.syntax


def _parse_flag(cell: object) -> bool:
    if not isinstance(cell, bool):
        raise ValueError  # noqa: TRY004 (a finding on a cell, as the others)
    return cell


def _parse_place(cell: object) -> tuple[float, float]:
    if isinstance(cell, list):
        cell = ",".join(str(part) for part in cell)
    return parse_coordinates(str(cell))


def _parse_severity(cell: object) -> int:
    if isinstance(cell, bool) or cell not in (NO_LONGER_A_RISK, *SEVERITIES):
        raise ValueError
    return int(str(cell))


def _parse_line(cell: object) -> tuple[tuple[float, float], ...]:
    if not isinstance(cell, list) or len(cell) > MAX_LINE_POINTS:
        raise ValueError
    corners = tuple(_parse_place(one) for one in cell)
    if len(set(corners)) < 2:
        raise ValueError
    return corners


_PARSERS: dict[str, Any] = {
    "target": _parse_text,
    "type": _parse_type,
    "name": _parse_text,
    "phone": _parse_text,
    "gateway": _parse_text,
    "opening_hours": _parse_hours,
    "confidential": _parse_flag,
    "place": _parse_place,
    "severity": _parse_severity,
    "line": _parse_line,
    "bridge": _parse_flag,
}
_FINDING_OF_FIELD = {
    "type": "type",
    "opening_hours": "hours",
    "place": "place",
    "severity": "severity",
    "line": "line",
}
