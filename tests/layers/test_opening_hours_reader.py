"""Opening hours as lists write them, read into OpenStreetMap syntax as a whole or not at all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.layers.opening_hours_reader import read_hours_column, read_opening_hours
from geo.layers.opening_hours_rules import WEEKDAYS

READ = {
    # Spanish
    "24 HORAS": "24/7",
    "24  HORAS": "24/7",
    "24 hrs": "24/7",
    "24 HRS.": "24/7",
    "24HRAS": "24/7",
    "24 h": "24/7",
    "24 hs": "24/7",
    "24:00 HORAS": "24/7",
    "LAS 24 HORAS": "24/7",
    "24 HORAS DEL DIA": "24/7",
    "24 horas todo el año": "24/7",
    "LUN-DOM: 24 HORAS": "24/7",
    "L-D: 00:00-24:00": "24/7",
    "00:00 A 24:00": "24/7",
    "lunes a domingo las 24 horas": "24/7",
    "Las 24 horas del día, los 7 días de la semana": "24/7",
    "24x7": "24/7",
    "lunes a viernes 24 horas": "Mo-Fr 00:00-24:00",
    "08:00 - 14:00 LUN A SAB": "Mo-Sa 08:00-14:00",
    "L-V 8 a 12 y 14 a 17": "Mo-Fr 08:00-12:00,14:00-17:00",
    "L a V de 8 a 12": "Mo-Fr 08:00-12:00",
    "Lun-Vie 8.00-15.30": "Mo-Fr 08:00-15:30",
    "LUN–VIE 8:00—15:30": "Mo-Fr 08:00-15:30",
    "L-V 8:00 \u2212 15:30": "Mo-Fr 08:00-15:30",
    "lunes a viernes 7am–3pm": "Mo-Fr 07:00-15:00",
    "L a V de 8:00 a. m. a 5:00 p. m.": "Mo-Fr 08:00-17:00",
    "8:00AM AL 8:00PM": "08:00-20:00",
    "8:00 AM - 19:00 PM": "08:00-19:00",
    "8 a 1 pm": "08:00-13:00",
    "7:00 AM - 7:00 AM": "07:00-07:00",
    "8 am a 12 m": "08:00-12:00",
    "lunes a viernes de 8 a mediodía": "Mo-Fr 08:00-12:00",
    "de mediodía a medianoche": "12:00-24:00",
    "18:00 a medianoche": "18:00-24:00",
    "8 de la mañana a 5 de la tarde": "08:00-17:00",
    "de lunes a domingo de 8 a 20 horas": "Mo-Su 08:00-20:00",
    "todos los días 8-17": "Mo-Su 08:00-17:00",
    "todos los días 8-17 excepto feriados": "Mo-Su 08:00-17:00; PH off",
    "L-V 8:00 a 17:00 hs.; feriados cerrado": "Mo-Fr 08:00-17:00; PH off",
    "L-V 8-17, sáb. y dom. cerrado": "Mo-Fr 08:00-17:00; Sa,Su off",
    "L-V 8-17, cerrado feriados": "Mo-Fr 08:00-17:00; PH off",
    "Domingos y feriados 9:00-13:00": "Su,PH 09:00-13:00",
    "8h00-12h00 / 14h00-18h00": "08:00-12:00,14:00-18:00",
    "8h a 17h": "08:00-17:00",
    "9:00 - 20:00": "09:00-20:00",
    "08 :00 - 20:00": "08:00-20:00",
    "8:00  -  20:00": "08:00-20:00",
    "7.00 - 19.00": "07:00-19:00",
    "0800-1400": "08:00-14:00",
    "20 a 8": "20:00-08:00",
    "de 22:00 a 6:00": "22:00-06:00",
    "10 pm a 6 am": "22:00-06:00",
    "8-17 L-V, 9-12 S": "Mo-Fr 08:00-17:00; Sa 09:00-12:00",
    "L-V 8-17 S 9-12": "Mo-Fr 08:00-17:00; Sa 09:00-12:00",
    "Lunes, miércoles y viernes 8-12": "Mo,We,Fr 08:00-12:00",
    "lunes y miércoles 8 a 12, martes 14 a 17": "Mo,We 08:00-12:00; Tu 14:00-17:00",
    "8:00-19:00 (L-V)": "08:00-19:00".join(["Mo-Fr ", ""]),
    "Horario de atención: lunes a viernes - 8:00 a 17:00": "Mo-Fr 08:00-17:00",
    "viernes a lunes 8-12": "Fr-Mo 08:00-12:00",
    "fines de semana 9-13": "Sa,Su 09:00-13:00",
    "L-V 8-17, refrigerio 13-14": "Mo-Fr 08:00-13:00,14:00-17:00",
    "previa cita": 'unknown "previa cita"',
    # English
    "24 hours": "24/7",
    "open 24 hours": "24/7",
    "24 hours a day, 7 days a week": "24/7",
    "Mon-Fri 9am-5pm": "Mo-Fr 09:00-17:00",
    "Mon - Fri: 9 a.m. to 5 p.m.": "Mo-Fr 09:00-17:00",
    "Monday to Friday 9:00 until 17:00": "Mo-Fr 09:00-17:00",
    "Monday through Thursday 9 AM - noon": "Mo-Th 09:00-12:00",
    "Mon, Wed & Fri 10-14": "Mo,We,Fr 10:00-14:00",
    "weekdays 9-17; weekends 10-14": "Mo-Fr 09:00-17:00; Sa,Su 10:00-14:00",
    "daily 8am - 10pm": "Mo-Su 08:00-22:00",
    "Mon-Sat 9-18, Sun closed": "Mo-Sa 09:00-18:00; Su off",
    "Mon-Fri 9-17 except public holidays": "Mo-Fr 09:00-17:00; PH off",
    "Tues–Thurs 9.30am–4.30pm": "Tu-Th 09:30-16:30",
    "M-F 9am-5pm": "Mo-Fr 09:00-17:00",
    "6pm-midnight": "18:00-24:00",
    "12am-8am": "00:00-08:00",
    "by appointment": 'unknown "by appointment"',
    # Russian
    "круглосуточно": "24/7",
    "Круглосуточно, без выходных": "24/7",
    "24 часа": "24/7",
    "24 часа в сутки": "24/7",
    "пн-пт 9-18": "Mo-Fr 09:00-18:00",
    "Пн–Пт: 9:00–18:00": "Mo-Fr 09:00-18:00",
    "пн.-пт. с 9.00 до 18.00, сб. с 9.00 до 14.00, вс - выходной": (
        "Mo-Fr 09:00-18:00; Sa 09:00-14:00; Su off"
    ),
    "с понедельника по пятницу с 9 до 18": "Mo-Fr 09:00-18:00",
    "понедельник - пятница 8:30 - 17:30": "Mo-Fr 08:30-17:30",
    "ежедневно с 8 до 20": "Mo-Su 08:00-20:00",
    "каждый день 8:00-20:00": "Mo-Su 08:00-20:00",
    "пн-пт 9-18, перерыв 13-14": "Mo-Fr 09:00-13:00,14:00-18:00",
    "пн, ср, пт 10-16": "Mo,We,Fr 10:00-16:00",
    "по будням 9-17 часов": "Mo-Fr 09:00-17:00",
    "Режим работы: вт-сб 10.00-19.00": "Tu-Sa 10:00-19:00",
    "8 утра - 8 вечера": "08:00-20:00",
    "по записи": 'unknown "по записи"',
    # Kyrgyz
    "күнү-түнү": "24/7",
    "24 саат": "24/7",
    "күн сайын 8:00-20:00": "Mo-Su 08:00-20:00",
    "Дш-Жм 9:00-18:00": "Mo-Fr 09:00-18:00",
    "дүйшөмбү-жума 9:00-18:00": "Mo-Fr 09:00-18:00",
    "дүйшөмбүдөн жумага чейин 9дан 18ге чейин": "Mo-Fr 09:00-18:00",
    "саат 9:00дөн 18:00гө чейин": "09:00-18:00",
    "ишемби 9:00-13:00, жекшемби жабык": "Sa 09:00-13:00; Su off",
    "иш күндөрү 9-18": "Mo-Fr 09:00-18:00",
    "жума күнү 9-12": "Fr 09:00-12:00",
    "дүйшөмбү, шаршемби жана жума 10-16": "Mo,We,Fr 10:00-16:00",
    # Portuguese, Quechua
    "segunda a sexta das 8 às 17h": "Mo-Fr 08:00-17:00",
    "killachaw 8-12": "Mo 08:00-12:00",
    # Somebody answers at other times: unknown then, neither open nor closed
    "lunes a viernes 7am–3pm, emergencia 24 h": ('Mo-Fr 07:00-15:00 || unknown "emergencia 24 h"'),
    "L-V 8 a 12 y emergencia 24h": 'Mo-Fr 08:00-12:00 || unknown "emergencia 24h"',
    "LUN A VIE 08:00 A 16:00 (EMERGENCIA 24 HORAS)": (
        'Mo-Fr 08:00-16:00 || unknown "EMERGENCIA 24 HORAS"'
    ),
    "L-V 8-16; Sa 8-12. Emergencias las 24 horas": (
        'Mo-Fr 08:00-16:00; Sa 08:00-12:00 || unknown "Emergencias las 24 horas"'
    ),
    "8:00 - 19:00 / EMERG": '08:00-19:00 || unknown "EMERG"',
    "Emergencias 24 hras": 'unknown "Emergencias 24 hras"',
    "Mon-Fri 9am-5pm, emergency room 24 hours": (
        'Mo-Fr 09:00-17:00 || unknown "emergency room 24 hours"'
    ),
    "пн-пт 9-18, скорая круглосуточно": 'Mo-Fr 09:00-18:00 || unknown "скорая круглосуточно"',
    "дүйшөмбү-жума 9:00-18:00, тез жардам күнү-түнү": (
        'Mo-Fr 09:00-18:00 || unknown "тез жардам күнү-түнү"'
    ),
}
PROPOSED = {
    "8:00-19:00, previa coordinación": [("as_read", "08:00-19:00")],
    "08:00-14:00 HORAS DE": [("as_read", "08:00-14:00")],
    "8:00AM - 19:00PM - E": [("as_read", "08:00-19:00")],
    "07:00  18:00": [("as_read", "07:00-18:00")],
    "7:00 - 7:00": [("evening", "07:00-19:00"), ("next_day", "07:00-07:00")],
    "L-V 9:00 - 6:00": [("evening", "Mo-Fr 09:00-18:00")],
    # What follows takes hours away, or may do so
    "8:00-19:00, salvo fines de mes": [],
    "8:00-19:00; feriados según turno, cerrado": [],
    "24 HORAS (SERVICIOS": [],
    "24 horas / emergencia": [],
    "24 HORAS DE LUNES A": [],
    "LUNES A SABADO 8:00": [],
    "CONSULTA EXTERNA 8:0": [],
    "12:00 - 12:00": [],
}
UNSURE = [
    "24 horas / emergencia",  # the emergency room, or all of it?
    "8-19 emergencia",
    "8am-8pm emergencia 20:00-8:00",
    "emergencia",
    'L-V 8-16, emergencia "24 h"',
    "24 HORAS (SERVICIOS",
    "24 HORAS DE LUNES A",
    "LUNES A DOMINGO LAS",
    "08:00-14:00 HORAS DE",
    "8:00 - 13:00    15:0",
    "CONSULTA EXTERNA 8:0",
    "LUNES A SABADO 8:00",
    "07:00  18:00",
    "7:00 - 7:00",  # a day, or from the morning to the evening?
    "8 a 5",
    "9-6",
    "9:00 - 6:00",
    "2 a 6",
    "2 a 6 pm",
    "8am-12am",
    "2pm-12pm",
    "L/V 8-17",
    "8 a 10",
    "6-10",
    "8:00 - 8:00",
    "09:00-06:00",
    "9:00-5:00",
    "Mo-Fr",
    "PH",
    "M-V 8-17",
    "S y D 8-12",
    "8,30 a 14",
    "2015-2016",
    "2024",
    "12 horas",
    "8:00",
    "a partir de las 8",
    "hasta las 17",
    "Mar 08:00-12:00",  # March in OpenStreetMap syntax, Tuesday in Spanish
    "todos los días excepto domingo 8-17",
    "L-V 8-12, 14-17 sábado",
    "8-17 L-V sábado 9-12 domingo",
    "L-V 8-17 sábado",
    "L-V 8-17 9-13",
    "L-V 8-17; lunes 9-12",
    "todos los días 8-17, sábado 8-12",
    "lunes a lunes 8-17",
    "L-V 8-25",
    "L-V 8:60-12",
    "L-V 8-12-16",
    "cerrado",
    "feriados cerrado",
    "cerrado temporalmente",
    "L-V 8-17 según turno",
    "L-V 8-17?",
    "no L-V 8-17",
    "primer lunes del mes 8-12",
    "L-V 8-17 (enero a marzo)",
    "horario",
    "llamar al 999 888 777",
    "Mon-Fri 9-5",
    "first Monday 9-12",
    "9 till late",
    "Mon-Fri from 9",
    "пн-пт с 9",
    "выходные 10-16",
    "1-й понедельник 9-12",
    "дүйшөмбүдөн жумага",
    "9дан баштап",
    "...",
    "-",
    "x" * 500,
]
EXACT = [
    "24/7",
    "Mo-Fr 08:00-16:00; PH off",
    "Mo-Fr 08:00-12:00,14:00-17:00",
    "22:00-06:00",
    '"previa cita"',
    'Mo-Fr 08:00-16:00 || 24/7 open "guardia"',
    "sunrise-sunset",
    "Mar-Oct 08:00-12:00",
    "Mo off",
    "08:00-08:00",
    "10:00-03:00",
    "Mo-Fr 8:00-12:00; Jan 01 off",
]


@pytest.mark.parametrize(("text", "syntax"), READ.items())
def test_what_is_understood_is_read(text, syntax):
    reading = read_opening_hours(text)
    assert (reading.syntax, reading.confidence) == (syntax, "exact" if text == syntax else "read")
    again = read_opening_hours(syntax)
    assert (again.syntax, again.confidence) == (syntax, "exact")


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_not_understood_as_a_whole_is_not_read(text):
    reading = read_opening_hours(text)
    assert (reading.text, reading.syntax, reading.confidence) == (text, None, "unsure")


@pytest.mark.parametrize(("text", "proposals"), PROPOSED.items())
def test_what_a_text_may_mean_is_proposed_and_not_taken(text, proposals):
    reading = read_opening_hours(text)
    assert (reading.syntax, list(reading.proposals)) == (None, proposals)
    assert all(read_opening_hours(syntax).confidence == "exact" for _, syntax in proposals)


@pytest.mark.parametrize("text", EXACT)
def test_the_syntax_itself_stays_as_it_is(text):
    reading = read_opening_hours(text)
    assert (reading.syntax, reading.confidence) == (text, "exact")


@pytest.mark.parametrize("text", READ)
def test_a_cut_text_is_never_read_as_more_than_it_says(text):
    """What is left of a text may be whole; it never opens a service on more days than before."""
    for length in range(1, len(text)):
        cut = text[:length].rstrip()
        syntax = read_opening_hours(f"{cut} guardería").syntax
        assert syntax is None


DAY_NAMES = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "ky": ("дүйшөмбү", "шейшемби", "шаршемби", "бейшемби", "жума", "ишемби", "жекшемби"),
}
JOINING = {
    "es": (" a ", " y "),
    "en": (" to ", " and "),
    "ru": ("-", " и "),
    "ky": (" – ", " жана "),
}


@st.composite
def written_hours(draw):
    """Write days and hours in a language; give the text and the syntax it stands for."""
    language = draw(st.sampled_from(sorted(DAY_NAMES)))
    names, (until, also) = DAY_NAMES[language], JOINING[language]
    first, last = sorted(draw(st.lists(st.integers(0, 6), min_size=2, max_size=2, unique=True)))
    quarters = st.integers(1, 95)
    ends = sorted(draw(st.lists(quarters, min_size=4, max_size=4, unique=True)))
    clocks = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in ends]
    dash = draw(st.sampled_from(("-", " - ", "–", " — ", until)))
    spans = [dash.join(clocks[:2]), dash.join(clocks[2:])]
    days = f"{names[first]}{until}{names[last]}"
    hours = draw(st.sampled_from((also, ", "))).join(spans)
    text = draw(st.sampled_from((f"{days} {hours}", f"{hours} {days}", f"{days}: {hours}")))
    apart = "," if last - first == 1 else "-"
    syntax = (
        f"{WEEKDAYS[first]}{apart}{WEEKDAYS[last]} {clocks[0]}-{clocks[1]},{clocks[2]}-{clocks[3]}"
    )
    return draw(st.sampled_from((text, text.upper(), text.replace(":", ".")))), syntax


@given(written_hours())
def test_every_range_built_of_parts_is_read_back(written):
    text, syntax = written
    text = text.replace(". ", " ") if "." in text else text
    assert read_opening_hours(text).syntax == syntax


@given(st.text(max_size=60))
def test_any_text_is_read_or_kept(text):
    reading = read_opening_hours(text)
    assert reading.text == text
    assert (reading.syntax is None) == (reading.confidence == "unsure")


def test_texts_of_a_column_that_cuts_them_are_not_read():
    cut = [
        "L-V 8-12 y 14-17 sáb",
        "Consulta externa 08:",
        "Lunes a sábado 08:00",
        "L-S 08:00-12:00 14-1",
    ]
    whole = "8:00 a 12:00 y 14-17"
    assert {len(text) for text in [*cut, whole]} == {20}
    assert read_opening_hours(whole).confidence == "read"
    readings = read_hours_column([*cut, whole, "24 HORAS", None, " "])
    assert [one and one.confidence for one in readings] == ["unsure"] * 5 + ["read", None, None]


@pytest.mark.real_data
def test_the_hours_of_a_countrys_hospitals(real_data):
    """The file cuts its texts off after 20 characters; of the whole ones nearly all are read."""
    layer = json.loads((real_data / "peru" / "hospitals.geojson").read_text("utf-8"))
    readings = read_hours_column([one["properties"]["Horario"] for one in layer["features"]])
    whole = [reading for reading in readings if reading and len(reading.text) < 20]
    assert len(whole) > 245
    assert sum(one.confidence != "unsure" for one in whole) / len(whole) >= 0.95
    assert all(one.syntax is None for one in readings if one and len(one.text) == 20)
    # With the answers to what is asked, 95 of 100 are read; the rest is kept as text.
    understood = [one for one in readings if one and (one.syntax or one.proposals)]
    assert len(understood) / len(readings) >= 0.95
