from __future__ import annotations

from datetime import datetime

import pytest

from geo.language import list_locales
from geo.sheets.datetime_text import format_day_time, format_moment_text, format_short_opening_hours

NINE = datetime(2026, 11, 17, 9, 0)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("24/7", "круглосуточно"),
        ("Mo-Fr 08:00-16:00", "пн–пт 08:00–16:00"),
        ("Mo,We,Fr 08:00-13:00", "пн, ср, пт 08:00–13:00"),
        ("Mo-Fr 08:00-12:00,13:00-17:00", "пн–пт 08:00–12:00, 13:00–17:00"),
        ("Mo-Sa 07:00-19:00; PH off", "пн–сб 07:00–19:00; праздники закрыто"),
        ("Sa 20:00-24:00", "сб 20:00–24:00"),
        ("08:00-16:00;", "08:00–16:00"),
        ("", ""),
        ("sunrise-sunset", "sunrise-sunset"),
        ("Mo-Fr 08:00-16:00; by appointment", "Mo-Fr 08:00-16:00; by appointment"),
        ('Mo "solo con cita"', 'Mo "solo con cita"'),
    ],
)
def test_hours_are_said_in_words_or_left_as_they_are(written, told):
    assert format_short_opening_hours(written, "ru") == told


@pytest.mark.parametrize("locale", list_locales())
def test_no_sentence_ends_in_two_points(locale):
    for key in ("sheet.opens", "sheet.open_until", "sheet.set_out", "sheet.return_trip"):
        told = format_moment_text(key, NINE, locale)
        assert ".." not in told
        assert format_day_time(NINE, locale).rstrip(".") in told


@pytest.mark.parametrize("locale", list_locales())
def test_paper_knows_no_tomorrow_but_a_weekday_and_a_date(locale):
    assert "17" in format_day_time(NINE, locale)
    assert len(format_day_time(NINE, locale)) > len("17, 9:00")
