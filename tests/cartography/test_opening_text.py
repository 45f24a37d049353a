"""Opening hours as people say them, on screens and on paper."""

from __future__ import annotations

import re

import pytest

from geo.cartography.opening_text import describe_service_hours, format_opening_hours
from geo.language import list_locales


def plain(text):
    """Write CLDR's narrow no-break spaces as plain ones."""
    return None if text is None else text.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("written", "spanish"),
    [
        ("24/7", "a toda hora"),
        ("open", "a toda hora"),
        ("Mo-Fr 08:00-16:00", "lunes a viernes, 8:00 a.m. a 4:00 p.m."),
        ("Mo,We,Fr 08:00-13:00", "lunes, miércoles y viernes, 8:00 a.m. a 1:00 p.m."),
        ("Mo,PH 24/7", "lunes y feriados, a toda hora"),
        ("Sa 09:00-12:00", "sábado, 9:00 a.m. a 12:00 p.m."),
        ("Sa 20:00-24:00", "sábado, 8:00 p.m. a 24:00"),
        ("08:00-12:00,14:00-17:30", "8:00 a.m. a 12:00 p.m. y 2:00 p.m. a 5:30 p.m."),
        ("08:00 - 12:00;", "8:00 a.m. a 12:00 p.m."),
        ("PH off", "feriados, cerrado"),
        (
            "Mo - Fr 08:00-16:00; Sa 08:00-12:00; PH closed",
            "lunes a viernes, 8:00 a.m. a 4:00 p.m.; sábado, 8:00 a.m. a 12:00 p.m.; "
            "feriados, cerrado",
        ),
    ],
)
def test_what_we_read_is_said_in_words(written, spanish):
    assert plain(format_opening_hours(written, "es")) == spanish


@pytest.mark.parametrize(
    ("locale", "in_full", "abbreviated"),
    [
        (
            "es",
            "martes y jueves, 9:00 a.m. a 3:00 p.m.; feriados, cerrado",
            "mar, jue 9:00 a.m.–3:00 p.m.; feriados cerrado",
        ),
        (
            "en",
            "Tuesday and Thursday, 9:00 AM to 3:00 PM; holidays, closed",
            "tue, thu 9:00 AM–3:00 PM; holidays closed",
        ),
        (
            "ru",
            "вторник и четверг, с 09:00 до 15:00; праздники, закрыто",
            "вт, чт 09:00–15:00; праздники закрыто",
        ),
        (
            "ky",
            "шейшемби жана бейшемби, 09:00–15:00; майрамдар, жабык",
            "шейш., бейш. 09:00–15:00; майрамдар жабык",
        ),
        (
            "qu",
            "Martes, Jueves ima, 9:00 a.m.–3:00 p.m.; raymi punchawkuna, wichqasqa",
            "mar, jue 9:00 a.m.–3:00 p.m.; raymi punchawkuna wichqasqa",
        ),
    ],
)
def test_screen_and_paper_share_words_and_clock_in_every_language(locale, in_full, abbreviated):
    written = "Tu,Th 09:00-15:00; PH off"
    assert plain(format_opening_hours(written, locale)) == in_full
    assert plain(format_opening_hours(written, locale, abbreviated=True)) == abbreviated


@pytest.mark.parametrize("locale", list_locales())
@pytest.mark.parametrize("abbreviated", [True, False])
def test_no_code_of_openstreetmap_is_left_in_words(locale, abbreviated):
    text = format_opening_hours("Mo-Sa 07:00-19:00; Su,PH off", locale, abbreviated=abbreviated)
    assert not any(code in text.split() for code in ("Mo", "Sa", "Su", "PH", "off"))


MONTHS = "Jan-Mar Mo-Fr 08:00-12:00; Jul off; PH,SH 09:00-10:00"


@pytest.mark.parametrize(
    ("locale", "in_full", "abbreviated"),
    [
        (
            "es",
            "de enero a marzo: lunes a viernes, 8:00 a.m. a 12:00 p.m.; en julio: cerrado; "
            "feriados y vacaciones escolares, 9:00 a.m. a 10:00 a.m.",
            "ene–mar: lun–vie 8:00 a.m.–12:00 p.m.; jul: cerrado; "
            "feriados, vacaciones escolares 9:00 a.m.–10:00 a.m.",
        ),
        (
            "en",
            "January to March: Monday to Friday, 8:00 AM to 12:00 PM; in July: closed; "
            "holidays and school holidays, 9:00 AM to 10:00 AM",
            "jan–mar: mon–fri 8:00 AM–12:00 PM; jul: closed; "
            "holidays, school holidays 9:00 AM–10:00 AM",
        ),
        (
            "ru",
            "с января по март: понедельник – пятница, с 08:00 до 12:00; июль: закрыто; "
            "праздники и школьные каникулы, с 09:00 до 10:00",
            "янв.–март: пн–пт 08:00–12:00; июль: закрыто; праздники, школьные каникулы 09:00–10:00",
        ),
        (
            "ky",
            "январь – март: дүйшөмбү – жума, 08:00–12:00; июль: жабык; "
            "майрамдар жана мектеп каникулдары, 09:00–10:00",
            "янв–мар: дүй.–жума 08:00–12:00; июл: жабык; майрамдар, мектеп каникулдары 09:00–10:00",
        ),
    ],
)
def test_months_and_school_holidays_have_words(locale, in_full, abbreviated):
    assert plain(format_opening_hours(MONTHS, locale)) == in_full
    assert plain(format_opening_hours(MONTHS, locale, abbreviated=True)) == abbreviated


@pytest.mark.parametrize("locale", list_locales())
def test_no_month_is_left_as_a_code_of_openstreetmap(locale):
    written = "Jan,Apr-Jun: Mo 08:00-12:00, Aug Tu 08:00-09:00; SH off"
    described = describe_service_hours(written, locale)
    assert described.detail is None
    assert described.is_known
    assert not re.search(r"\b(Jan|Apr|Jun|Aug|SH|Mo|Tu)\b", described.text)


@pytest.mark.parametrize(
    ("written", "russian"),
    [
        ("24/7", "круглосуточно"),
        ("Mo-Fr 08:00-16:00", "пн–пт 08:00–16:00"),
        ("Mo,We,Fr 08:00-13:00", "пн, ср, пт 08:00–13:00"),
        ("Mo-Fr 08:00-12:00,13:00-17:00", "пн–пт 08:00–12:00, 13:00–17:00"),
        ("Mo-Sa 07:00-19:00; PH off", "пн–сб 07:00–19:00; праздники закрыто"),
        ("Sa 20:00-24:00", "сб 20:00–24:00"),
        ("08:00-16:00;", "08:00–16:00"),
    ],
)
def test_paper_abbreviates_the_days(written, russian):
    assert format_opening_hours(written, "ru", abbreviated=True) == russian


@pytest.mark.parametrize("abbreviated", [True, False])
@pytest.mark.parametrize(
    "written",
    [
        "Mo-Fr",
        "08:00",
        ";",
        "week 1-20 Mo 08:00-10:00",
        "Dec 25 off",
        "sunrise-sunset",
        "Mo-Fr 08:00-16:00; by appointment",
        'Mo "solo con cita"',
    ],
)
def test_what_we_do_not_read_stays_as_it_is(written, abbreviated):
    assert format_opening_hours(written, "es", abbreviated=abbreviated) == written


@pytest.mark.parametrize("written", [None, ""])
def test_nothing_written_says_nothing(written):
    assert format_opening_hours(written, "es") is None


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ('"previa cita"', "«previa cita»: llame antes"),
        ('unknown "previa cita"', "«previa cita»: llame antes"),
        ('24/7 "previa cita"', "«previa cita»: llame antes"),
        ('open "toque el timbre"', "a toda hora («toque el timbre»)"),
        (
            'Mo 08:00-16:00 || 24/7 open "guardia"',
            "lunes, 8:00 a.m. a 4:00 p.m.; a otras horas, «guardia»: llame antes",
        ),
        (
            '24/7 || "guardia"',
            "a toda hora; a otras horas, «guardia»: llame antes",
        ),
        ("9:00-6:00", "9:00-6:00"),
    ],
)
def test_a_comment_says_to_call(hours, text):
    assert format_opening_hours(hours, "es").replace("\u202f", " ").replace("\xa0", " ") == text
