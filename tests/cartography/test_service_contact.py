"""How to reach a service: hours that nobody knows are not told as a fact, and numbers dial."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geo.cartography.layers import service_layer
from geo.cartography.opening_text import describe_service_hours, is_always_open
from geo.cartography.service_contact import list_contact_lines
from geo.language import gettext, list_locales

CALL_FIRST = {
    "es": "llame antes",
    "en": "call first",
    "ru": "сначала позвоните",
    "ky": "адегенде чалыңыз",
    "qu": "llame antes",  # a draft; what it lacks is in Spanish
}


def texts(lines):
    return ["".join(part.text for part in line) for line in lines]


@pytest.mark.parametrize("locale", list_locales())
@pytest.mark.parametrize("written", [None, "", "  ", "unknown", "horario de oficina", "9:00-6:00"])
def test_unknown_hours_say_that_they_are_and_to_call(locale, written):
    hours = describe_service_hours(written, locale)
    assert not hours.is_known
    assert any(one in hours.text for one in (CALL_FIRST[locale], "puntata qayay"))
    assert hours.text != written


@pytest.mark.parametrize(
    "written",
    ["sunrise-sunset", "week 1-20 Mo-Fr 08:00-16:00", "Mo-Fr 08:00+", "Mo[1] 10:00-12:00"],
)
@pytest.mark.parametrize("abbreviated", [True, False])
def test_rules_without_words_are_a_detail_and_not_the_text(written, abbreviated):
    hours = describe_service_hours(written, "es", abbreviated=abbreviated)
    assert (hours.text, hours.detail) == (gettext("opening.by_rules"), written)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (
            "Mo-Fr 08:00-16:00, Sa 09:00-13:00",
            "lun–vie 8:00 a.m.–4:00 p.m.; sáb 9:00 a.m.–1:00 p.m.",
        ),
        ("lunes a viernes 8am a 4pm", "lun–vie 8:00 a.m.–4:00 p.m."),
        ("Mo-Fr: 08:00-16:00", "lun–vie 8:00 a.m.–4:00 p.m."),
        ("Mo-Fr 08:00-16:00 open", "lun–vie 8:00 a.m.–4:00 p.m."),
        ('Mo 08:00-16:00 "turno"', "lun 8:00 a.m.–4:00 p.m. («turno»)"),
        ("00:00-24:00", "a toda hora"),
    ],
)
def test_more_ways_of_writing_hours_have_words(written, words):
    hours = describe_service_hours(written, "es", abbreviated=True)
    assert hours.text.replace("\u202f", " ") == words
    assert hours.is_known
    assert hours.detail is None


@pytest.mark.parametrize(
    "written", ["24/7", "00:00-24:00", "Mo-Su 00:00-24:00", "24/7;", "24/7 open"]
)
def test_always_open_is_written_in_several_ways(written):
    assert is_always_open(written)


@pytest.mark.parametrize(
    "written", [None, "", "24/7; PH off", '24/7 "cita"', "24/7 unknown", "Mo-Fr 24/7"]
)
def test_an_exception_is_not_always_open(written):
    assert not is_always_open(written)


def test_several_numbers_are_links_and_the_extension_is_text():
    service = {"phone": "056-234567 anexo 12 / 987 654 321", "opening_hours": "24/7"}
    hours, phone = list_contact_lines(service, "es")
    assert "".join(part.text for part in hours) == "a toda hora"
    assert [(part.text, part.dial) for part in phone] == [
        ("056-234567", "056234567"),
        (" anexo 12 / ", None),
        ("987 654 321", "987654321"),
    ]


@pytest.mark.parametrize("phone", [None, "", float("nan")])
def test_without_a_number_it_says_so(phone):
    lines = list_contact_lines({"phone": phone, "opening_hours": None}, "es")
    assert texts(lines) == [gettext("support.hours_unknown"), gettext("contact.no_phone")]


def test_of_a_withheld_service_only_the_gateway_is_told():
    service = {
        "gateway": "Red, 2450 0000",
        "phone": "111",
        "address": "Calle 1",
        "opening_hours": "24/7",
    }
    lines = list_contact_lines(service, "es", is_withheld=True)
    assert texts(lines) == [gettext("map.confidential"), "Red, 2450 0000"]
    assert lines[1][1].dial == "24500000"


def test_a_marker_tells_it_as_plain_texts():
    line = list_contact_lines({"phone": "100</script><b>", "opening_hours": "24/7"}, "es")
    frame = gpd.GeoDataFrame(
        {"id": ["1"], "type": ["health"], "name": ["<b>Posta</b>"], "contact": [line]},
        geometry=[Point(-89.8, 13.9)],
        crs="EPSG:4326",
    )
    drawing = next(iter(service_layer(frame)._children.values()))
    assert '"popup":["\\u003cb\\u003ePosta' in drawing.shapes
    assert '["100","100"],["\\u003c/script' in drawing.shapes
    assert "</script>" not in drawing.shapes
