"""Tables of a planning report: by service type, by zone, of gap areas, and by limit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from geo.coverage.records import CoverageResult
from geo.coverage.report import build_zone_table, list_zones_with_percent
from geo.coverage.standards import load_standards
from geo.coverage.summary import CoverageTotals, covered_percent
from geo.language import gettext, label_for
from geo.layers.population import count_population
from geo.privacy.small_counts import MIN_FREQUENCY, disclosed_count
from geo.reports.records import OpenCoverage, PlanningReport, TypeMeasurement

Cell = str | int | float | None
MAX_GAPS = 100  # rows of the table of gap areas, most people first


@dataclass(frozen=True)
class ReportTable:
    """
    A table of a report.

    Attributes
    ----------
    name
        Name of its sheet.
    columns
        Names with units.
    rows
        Numbers, texts, and None where a number is unknown; a suppressed one is its mark.
    """

    name: str
    columns: list[str]
    rows: list[list[Cell]]


def build_type_table(report: PlanningReport, locale: str) -> ReportTable:
    """Build the table by service type: people and women within the threshold, by day and night."""
    heads = (
        "type services people covered percent safe_day safe_night open_day open_night uncovered "
        "no_way women women_covered"
    )
    rows = [_type_row(one, locale) for one in report.types]
    rows += [[label_for("service_type", one, locale), 0] for one in report.unmeasured]
    width = len(heads.split())
    rows = [row + [None] * (width - len(row)) for row in rows]
    return ReportTable(gettext("report.sheet_types", locale), _heads(heads, locale), rows)


def _type_row(measured: TypeMeasurement, locale: str) -> list[Cell]:
    day, night = measured.by_day, measured.by_night
    people, women = day.people, day.women
    return [
        label_for("service_type", measured.service_type, locale),
        day.service_count,
        *_list_counts(people, "people", "covered"),
        find_percent(day),
        *_list_counts(people, "covered_safely"),
        *_list_counts(night, "covered_safely"),
        *(_count_open(one) for one in (measured.open_by_day, measured.open_by_night)),
        *_list_counts(people, "uncovered", "no_way"),
        *_list_counts(women, "people", "covered"),
    ]


def _count_open(covered: OpenCoverage) -> Cell:
    """Count people near an open service; None where hours of one are not known but assumed."""
    people = covered.people
    return None if people is None or covered.assumed_hours_count else _count(people.covered)


def find_percent(result: CoverageResult) -> float | None:
    """Compute the percentage of covered people; None where a number of it is not disclosed."""
    people = result.people
    if people is None:
        return None
    least = MIN_FREQUENCY if result.is_aggregated else 0
    percent = covered_percent(people.people, people.covered, least=least)
    return None if math.isnan(percent) else percent


def build_zone_tables(report: PlanningReport, locale: str) -> ReportTable:
    """Build the table by service type and zone."""
    heads = "type code zone people covered percent safe_day uncovered no_way women_uncovered"
    rows = [row for one in report.types for row in _zone_rows(one, locale)]
    return ReportTable(gettext("report.sheet_zones", locale), _heads(heads, locale), rows)


def _zone_rows(measured: TypeMeasurement, locale: str) -> Iterator[list[Cell]]:
    label = label_for("service_type", measured.service_type, locale)
    table = build_zone_table(measured.by_day)
    nameless = "report.elsewhere" if table["zone"].notna().any() else "report.everywhere"
    for zone in table.to_dict("records"):
        marks = _read_marks(zone.get("hidden"))
        numbers = {name: _count(zone[name], marks.get(name)) for name in _ZONE_COUNTS}
        name = zone["zone"] if isinstance(zone["zone"], str) else gettext(nameless, locale)
        code = zone["code"] if isinstance(zone["code"], str) else None
        percent = float(zone["covered_percent"])
        yield [
            *(label, code, name, numbers["people"], numbers["covered"]),
            None if math.isnan(percent) else percent,
            *(numbers[one] for one in _ZONE_COUNTS[2:]),
        ]


_ZONE_COUNTS = ("people", "covered", "covered_safely", "uncovered", "no_way", "women_uncovered")


def _read_marks(suppressed: object) -> dict[str, str]:
    """Read the marks of a zone's suppressed counts, as "covered <5; uncovered"."""
    parts = suppressed.split("; ") if isinstance(suppressed, str) else []
    return {name: mark or "–" for name, _, mark in (part.partition(" ") for part in parts)}


def build_gap_table(report: PlanningReport, locale: str) -> ReportTable:
    """Build the table of gap areas by service type, most people first; not of confidential ones."""
    heads = "type zone people women minutes longitude latitude"
    rows: list[list[Cell]] = []
    for measured in report.types:
        if measured.is_by_zone:
            continue
        label = label_for("service_type", measured.service_type, locale)
        gaps = measured.by_day.gap_areas.head(MAX_GAPS)
        points = gaps.geometry.representative_point()
        for gap, lon, lat in zip(
            gaps.drop(columns="geometry").to_dict("records"), points.x, points.y, strict=True
        ):
            rows.append(
                [
                    *(label, gap["zone"] if isinstance(gap["zone"], str) else None),
                    *(_count(gap["people"]), _count(gap["women"])),
                    round(float(gap["minutes"]), 1) if math.isfinite(gap["minutes"]) else None,
                    *(round(float(lon), 4), round(float(lat), 4)),
                ]
            )
    return ReportTable(gettext("report.sheet_gaps", locale), _heads(heads, locale), rows)


def build_standard_table(report: PlanningReport, locale: str) -> ReportTable:
    """Build the table of standards: how many services there should be, and how many there are."""
    counted = count_population(report.population.counted)
    of_all = {
        "people": counted.people,
        "women": math.nan if counted.women_unknown else counted.women,
    }
    there = report.service_counts
    rows: list[list[Cell]] = []
    for standard in load_standards():
        population = of_all[standard.of]
        rows.append(
            [
                label_for("service_type", standard.service_type, locale),
                gettext(
                    f"report.standard_{standard.unit}",
                    locale,
                    number=standard.number,
                    per=standard.per,
                    of=gettext(f"report.standard_of_{standard.of}", locale),
                ),
                None if math.isnan(population) else standard.count_needed(population),
                # How many places they have is not known.
                there.get(standard.service_type, 0) if standard.unit == "services" else None,
                standard.source,
            ]
        )
    heads = _heads("type standard needed there source", locale)
    return ReportTable(gettext("report.sheet_standards", locale), heads, rows)


def build_percent_matrix(report: PlanningReport, locale: str) -> ReportTable:
    """Build the matrix of zones by service type: percentage covered; of confidential types none."""
    types = [one for one in report.types if not one.is_by_zone]
    zones: dict[tuple[str | None, str | None], dict[str, float]] = {}
    people: dict[tuple[str | None, str | None], Cell] = {}
    for one in types:
        for zone in list_zones_with_percent(one.by_day):
            key = _text(zone["code"]), _text(zone["zone"])
            zones.setdefault(key, {})[one.service_type] = float(str(zone["covered_percent"]))
            people[key] = _count(zone["people"])
    heads = [gettext(f"report.head_{name}", locale) for name in ("zone", "people")]
    labels = [label_for("service_type", one.service_type, locale) for one in types]
    ordered = sorted(zones, key=lambda key: (key[1] is None, key[1] or "", key[0] or ""))
    rows: list[list[Cell]] = [
        [
            *(key[1] or gettext("report.elsewhere", locale), people[key]),
            *(_percent(zones[key].get(one.service_type, math.nan)) for one in types),
        ]
        for key in ordered
    ]
    return ReportTable(gettext("report.sheet_matrix", locale), [*heads, *labels], rows)


def build_curve_table(report: PlanningReport, locale: str) -> ReportTable:
    """Build the table of people who are covered within each limit, by any and by safe routes."""
    unit = "metres" if report.request.threshold.is_in_metres else "minutes"
    heads = f"type limit_{unit} covered safe_night"
    rows: list[list[Cell]] = [
        [
            label_for("service_type", one.service_type, locale),
            round(point.limit, 1),
            _count(point.covered),
            None if point.covered_safely is None else _count(point.covered_safely),
        ]
        for one in report.types
        for point in one.curve
    ]
    return ReportTable(gettext("report.sheet_curve", locale), _heads(heads, locale), rows)


def _heads(names: str, locale: str) -> list[str]:
    return [gettext(f"report.head_{name}", locale) for name in names.split()]


def _list_counts(totals: CoverageTotals | None, *names: str) -> list[Cell]:
    return [None if totals is None else _count(getattr(totals, name)) for name in names]


def _count(number: object, mark: str | None = None) -> Cell:
    """Round a number of people under the threshold rule; its mark where it is suppressed."""
    if mark is not None:
        return mark
    value = math.nan if number is None else float(str(number))
    return None if math.isnan(value) else disclosed_count(value)


def _percent(value: float) -> Cell:
    return None if math.isnan(value) else value


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
