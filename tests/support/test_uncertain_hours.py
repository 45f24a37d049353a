"""Hours that are unknown, wholly or at times: the step says to call first, and claims nothing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo.sheets.step_text import format_steps
from geo.support.plan_text import format_opening
from geo.support.report import build_support_report
from tests.support.test_plans import HEALTH, POLICE, at, plan, stand

UNKNOWN_THROUGHOUT = ('"previa cita"', '24/7 "previa cita"', "L-V 8 a 5", "unknown", "10:00+", None)
ON_CALL = 'Mo-Fr 08:00-16:00 || 24/7 open "guardia"'
LOCALES = ("es", "en", "ru", "ky", "qu")


def describe(found, locale="es"):
    (stop,) = found.stops
    return format_opening(stop, found.request.departure_time, locale)


def format_sheet(found, locale="es"):
    (step,) = format_steps(found, locale)
    return " ".join([*step["when"], step["hours"]])


@pytest.mark.parametrize("hours", UNKNOWN_THROUGHOUT)
@pytest.mark.parametrize("clock", ["03:00", "11:00", "22:00"])
def test_unknown_hours_are_neither_open_nor_shut(hours, clock):
    found = plan(stand((750, "health", hours)), HEALTH, at=clock)
    (stop,) = found.stops
    assert stop.hours_assumed
    assert not stop.service.is_closed_throughout
    assert stop.open_until is None
    assert describe(found).startswith("No se sabe su horario: llame antes")
    for text in (describe(found), format_sheet(found)):
        assert "llame antes" in text
        assert not any(word in text for word in ("Abierta", "Abre", "Cerrada", "abre"))


def test_a_fallback_with_a_comment_is_somebody_to_call_until_it_opens():
    view = stand((750, "health", ON_CALL))
    found = plan(view, HEALTH, at="03:00")
    (stop,) = found.stops
    assert stop.opens_at == stop.starts_at == at(view, "08:00")
    assert (stop.hours_assumed, stop.call_comment) == (False, "guardia")
    assert not stop.service.is_closed_throughout
    for text in (describe(found), format_sheet(found)):
        assert "«guardia»: llame antes" in text
        assert "Cerrada" not in text
        assert "8:00" in text


def test_within_its_hours_nobody_has_to_call():
    view = stand((750, "health", ON_CALL))
    found = plan(view, HEALTH, at="10:00")
    (stop,) = found.stops
    assert (stop.opens_at, stop.call_comment) == (None, None)
    assert stop.open_until == at(view, "16:00")
    assert "llame antes" not in describe(found)


def test_what_is_shut_without_a_fallback_stays_shut():
    found = plan(stand((750, "health", "Mo-Fr 08:00-16:00")), HEALTH, at="03:00")
    assert found.stops[0].call_comment is None
    assert "Cerrada" in describe(found)


def test_another_service_of_unknown_hours_says_so():
    view = stand((200, "health", "24/7"), (400, "health", '"previa cita"'))
    (stop,) = plan(view, HEALTH).stops
    (other,) = stop.alternatives
    assert other.hours_assumed


def test_a_phone_line_of_unknown_hours_is_not_offered_as_open():
    view = stand((200, "police", "24/7"), (0, "phone_line", '24/7 "previa cita"'))
    (stop,) = plan(view, POLICE).stops
    assert stop.phone_lines == ()


def test_the_report_has_the_comment():
    found = plan(stand((750, "health", ON_CALL)), HEALTH, at="03:00")
    (step,) = json.loads(json.dumps(build_support_report(found), default=str))["steps"]
    assert (step["call_comment"], step["hours_assumed"]) == ("guardia", False)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_names_whom_to_call(locale):
    found = plan(stand((750, "health", ON_CALL)), HEALTH, at="03:00")
    assert "guardia" in describe(found, locale)
    assert "guardia" in format_sheet(found, locale)
    (stop,) = found.stops
    bare = replace(found, stops=(replace(stop, call_comment=""),))
    assert "guardia" not in describe(bare, locale)
    assert describe(bare, locale) != describe(
        replace(found, stops=(replace(stop, call_comment=None),)), locale
    )
