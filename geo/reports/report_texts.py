"""Sentences of a planning report: what was found, how it was measured, and what it does not say."""

from __future__ import annotations

import math

from geo.coverage.records import CoverageResult
from geo.formats.export_note import ExportNote
from geo.language import format_clock_time, gettext, label_for, ngettext
from geo.layers.population_text import format_population
from geo.privacy.small_counts import MIN_FREQUENCY, disclosed_count
from geo.reports.records import PlanningReport, TypeMeasurement
from geo.reports.tables import find_percent
from geo.reports.threshold_text import format_threshold


def format_question(report: PlanningReport, locale: str) -> str:
    """Format what the report answers."""
    limit = format_threshold(report.request.threshold, locale)
    return gettext("report.question", locale, limit=limit)


def format_finding(measured: TypeMeasurement, report: PlanningReport, locale: str) -> str:
    """Format how many people a service type covers."""
    people, percent = measured.by_day.people, find_percent(measured.by_day)
    service = label_for("service_type", measured.service_type, locale)
    if people is None or math.isnan(people.covered) or math.isnan(people.people):
        return gettext("report.finding_unknown", locale, service=service)
    return gettext(
        "report.finding" if percent is not None else "report.finding_numbers",
        locale,
        service=service,
        covered=disclosed_count(people.covered),
        people=disclosed_count(people.people),
        percent=percent,
        limit=format_threshold(report.request.threshold, locale),
    )


def list_details(measured: TypeMeasurement, report: PlanningReport, locale: str) -> list[str]:
    """List what else was found of a service type: safe at night, open at night, no route."""
    night, open_night = measured.by_night, measured.open_by_night.people
    if measured.open_by_night.assumed_hours_count:
        open_night = None  # nobody knows that it is closed
    hour = format_clock_time(report.request.night, locale)
    people = measured.by_day.people
    counted = {
        "report.detail_safe": None if night is None else night.covered_safely,
        "report.detail_open": None if open_night is None else open_night.covered,
        "report.detail_no_way": None if people is None else people.no_way,
    }
    sentences = [
        gettext(key, locale, people=disclosed_count(float(number)), hour=hour)
        for key, number in counted.items()
        if number is not None and not math.isnan(number)
    ]
    if measured.is_by_zone:
        sentences.append(gettext("report.detail_confidential", locale))
    return sentences


def list_method(report: PlanningReport, locale: str) -> list[str]:
    """List how the numbers were made."""
    day, night = report.request.day, report.request.night
    first = report.types[0].by_day if report.types else None
    sentences = format_population(report.population, locale)
    if first is not None and first.uses_streets:
        sentences.append(
            gettext(
                "report.method_streets",
                locale,
                date=day.date(),
                day=format_clock_time(day, locale),
                night=format_clock_time(night, locale),
            )
        )
        sentences.append(
            gettext("coverage.safe", locale, metres=round(first.request.safe_inside_m))
        )
    elif first is not None:
        sentences.append(
            gettext("coverage.by_line", locale, detour=float(first.detour_factor or 1))
        )
    limit = format_threshold(report.request.threshold, locale)
    sentences.append(gettext("coverage.agreed", locale, limit=limit))
    sentences.append(gettext("report.method_actions", locale))
    return sentences


def list_limits(report: PlanningReport, locale: str) -> list[str]:
    """List what the numbers do not say, and who is not counted."""
    results = [one.by_day for one in report.types]
    sentences = [
        gettext(error.key, locale, **error.placeholders) for error in report.unmeasured.values()
    ]
    sentences += _list_counts(results, locale)
    if any(one.is_aggregated for one in results):
        sentences.append(gettext("coverage.blocks", locale, least=MIN_FREQUENCY))
    sentences.append(gettext("coverage.small", locale, least=MIN_FREQUENCY))
    assumed = sum(one.open_by_day.assumed_hours_count for one in report.types)
    if assumed:
        sentences.append(ngettext("report.limit_assumed", assumed, locale))
    sentences.append(gettext("report.limit_drawn", locale))
    return sentences


def _list_counts(results: list[CoverageResult], locale: str) -> list[str]:
    confidential = sum(one.confidential_count for one in results)
    placeless = sum(one.placeless_count for one in results)
    off_street = max((one.off_street_people for one in results), default=0.0)
    off_street_services = sum(one.off_street_service_count for one in results)
    counted = {
        "coverage.confidential": confidential,
        "coverage.placeless": placeless,
        "coverage.off_street": round(off_street),
        "coverage.off_street_services": off_street_services,
    }
    return [ngettext(key, number, locale) for key, number in counted.items() if number]


def list_sources(note: ExportNote, locale: str) -> list[str]:
    """List sources, licence and permitted use."""
    made = gettext(
        "sheet.made",
        locale,
        day=note.made_on,
        audience=gettext(f"audience.{note.audience}", locale),
    ).replace("..", ".")
    return [made, note.purpose, note.source, note.licence]
