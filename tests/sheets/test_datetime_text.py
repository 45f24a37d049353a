from __future__ import annotations

from datetime import datetime

import pytest

from geo.language import list_locales
from geo.sheets.datetime_text import format_day_time, format_moment_text

NINE = datetime(2026, 11, 17, 9, 0)


@pytest.mark.parametrize("locale", list_locales())
def test_no_sentence_ends_in_two_points(locale):
    for key in ("sheet.opens", "sheet.open_until", "sheet.set_out", "sheet.return_trip"):
        text = format_moment_text(key, NINE, locale)
        assert ".." not in text
        assert format_day_time(NINE, locale).rstrip(".") in text


@pytest.mark.parametrize("locale", list_locales())
def test_paper_knows_no_tomorrow_but_a_weekday_and_a_date(locale):
    assert "17" in format_day_time(NINE, locale)
    assert len(format_day_time(NINE, locale)) > len("17, 9:00")
