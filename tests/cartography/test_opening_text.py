"""Opening hours as people say them."""

from __future__ import annotations

import pytest

from geo.cartography.opening_text import format_opening_hours


@pytest.mark.parametrize(
    ("written", "spanish"),
    [
        ("24/7", "a toda hora"),
        ("Mo-Fr 08:00-16:00", "lunes a viernes, 8:00 a 16:00"),
        ("Mo,We,Fr 08:00-13:00", "lunes, miércoles y viernes, 8:00 a 13:00"),
        ("Sa 09:00-12:00", "sábado, 9:00 a 12:00"),
        ("08:00-12:00,14:00-17:30", "8:00 a 12:00 y 14:00 a 17:30"),
        (
            "Mo-Fr 08:00-16:00; Sa 08:00-12:00",
            "lunes a viernes, 8:00 a 16:00; sábado, 8:00 a 12:00",
        ),
    ],
)
def test_what_we_read_is_said_in_words(written, spanish):
    assert format_opening_hours(written, "es") == spanish


def test_another_language_has_its_own_days():
    assert format_opening_hours("Tu,Th 09:00-15:00", "en") == "Tuesday and Thursday, 9:00 to 15:00"


@pytest.mark.parametrize("written", ["PH off", "Mo-Fr", "08:00", ";", "Mo-Fr 08:00-16:00; PH off"])
def test_what_we_do_not_read_stays_as_it_is(written):
    assert format_opening_hours(written, "es") == written


@pytest.mark.parametrize("written", [None, ""])
def test_nothing_written_says_nothing(written):
    assert format_opening_hours(written, "es") is None
