"""Opening hours in a layer file: what was read as what, row by row, and what was kept as text."""

from __future__ import annotations

import pytest

from geo.imports.hours_reading import HoursNote
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.store.layers import read_layer
from tests import village

HEAD = "lat,lon,type,opening_hours"
HOURS = (
    "08:00 - 14:00 LUN A SAB",
    "24 HORAS",
    "lunes a viernes 7am–3pm; emergencia 24 h",
    "Mo-Fr 08:00-16:00",
    "24 HORAS",
    "previa cita",
    "",
    '"""con cita"""',
)


@pytest.fixture
def imported(tmp_path):
    lines = [f"13.9,-89.{number},health,{hours}" for number, hours in enumerate(HOURS, start=1)]
    path = tmp_path / "services.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    store = village.found(village.edges({"a": (0, 0), "b": (100, 0)}, [village.Street("a", "b")]))
    report = import_layer(store, village.SLUG, "services", path)
    return store, report


def test_each_row_says_what_it_was_read_as(imported):
    _, report = imported
    unsure = HOURS[2]
    assert report.hours == (
        HoursNote("unsure", unsure, None, (3,)),
        HoursNote("call", "previa cita", 'unknown "previa cita"', (6,)),
        HoursNote("call", '"con cita"', '"con cita"', (8,)),
        HoursNote("read", "08:00 - 14:00 LUN A SAB", "Mo-Sa 08:00-14:00", (1,)),
        HoursNote("read", "24 HORAS", "24/7", (2, 5)),
    )


def test_what_was_read_is_saved_and_the_rest_stays_as_it_was(imported):
    store, _ = imported
    saved = read_layer(store, village.SLUG, "services")
    hours = saved.iloc[(-saved.geometry.x).argsort()]["opening_hours"]
    assert hours.astype(object).where(hours.notna(), None).tolist() == [
        "Mo-Sa 08:00-14:00",
        "24/7",
        HOURS[2],
        "Mo-Fr 08:00-16:00",
        "24/7",
        'unknown "previa cita"',
        None,
        '"con cita"',
    ]


@pytest.mark.parametrize("locale", ["es", "en", "ru", "ky"])
def test_the_report_quotes_each_text_with_its_rows(imported, locale):
    _, report = imported
    lines = format_import_report(report, locale)
    (read,) = [line for line in lines if "08:00 - 14:00 LUN A SAB" in line]
    assert "Mo-Sa 08:00-14:00" in read
    (unsure,) = [line for line in lines if HOURS[2] in line]
    assert "3" in unsure
    assert len([line for line in lines if "24/7" in line and "2, 5" in line]) == 1


def test_many_texts_are_counted(imported):
    _, report = imported
    notes = tuple(HoursNote("unsure", f"turno {number}", None, (number,)) for number in range(150))
    few = format_import_report(report, "en")
    many = format_import_report(type(report)(**{**vars(report), "hours": notes}), "en")
    assert len(many) == len(few) - len(report.hours) + 101
    assert "50" in many[-1]
