"""Opening hours in a layer file: what was read as what, row by row, and what was kept as text."""

from __future__ import annotations

import pytest

from geo.errors import LayerRowsError
from geo.imports.hours_reading import HoursNote
from geo.imports.import_choices import ImportChoices
from geo.imports.import_questions import format_question, list_questions
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
    "según turno",
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
    assert report.hours == (
        HoursNote("unsure", HOURS[-1], None, (9,)),
        HoursNote("call", "previa cita", 'unknown "previa cita"', (6,)),
        HoursNote("call", '"con cita"', '"con cita"', (8,)),
        HoursNote("read", "08:00 - 14:00 LUN A SAB", "Mo-Sa 08:00-14:00", (1,)),
        HoursNote("read", "24 HORAS", "24/7", (2, 5)),
        HoursNote("read", HOURS[2], 'Mo-Fr 07:00-15:00 || unknown "emergencia 24 h"', (3,)),
    )


def test_what_was_read_is_saved_and_the_rest_stays_as_it_was(imported):
    store, _ = imported
    saved = read_layer(store, village.SLUG, "services")
    hours = saved.iloc[(-saved.geometry.x).argsort()]["opening_hours"]
    assert hours.astype(object).where(hours.notna(), None).tolist() == [
        "Mo-Sa 08:00-14:00",
        "24/7",
        'Mo-Fr 07:00-15:00 || unknown "emergencia 24 h"',
        "Mo-Fr 08:00-16:00",
        "24/7",
        'unknown "previa cita"',
        None,
        '"con cita"',
        HOURS[-1],
    ]


@pytest.mark.parametrize("locale", ["es", "en", "ru", "ky"])
def test_the_report_quotes_each_text_with_its_rows(imported, locale):
    _, report = imported
    lines = format_import_report(report, locale)
    (read,) = [line for line in lines if "08:00 - 14:00 LUN A SAB" in line]
    assert "Mo-Sa 08:00-14:00" in read
    (unsure,) = [line for line in lines if HOURS[-1] in line]
    assert "9" in unsure
    assert len([line for line in lines if "24/7" in line and "2, 5" in line]) == 1


def test_many_texts_are_counted(imported):
    _, report = imported
    notes = tuple(HoursNote("unsure", f"turno {number}", None, (number,)) for number in range(150))
    few = format_import_report(report, "en")
    many = format_import_report(type(report)(**{**vars(report), "hours": notes}), "en")
    assert len(many) == len(few) - len(report.hours) + 101
    assert "50" in many[-1]


DOUBTFUL = ("L-V 8:00 - 19:00, previa coordinación", "7:00 - 7:00", "24 HORAS")


@pytest.fixture
def doubtful(tmp_path):
    lines = [f'13.9,-89.{number},health,"{text}"' for number, text in enumerate(DOUBTFUL, start=1)]
    path = tmp_path / "services.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    edges = village.edges({"a": (0, 0), "b": (100, 0)}, [village.Street("a", "b")])
    return village.found(edges), path


def saved_hours(store):
    saved = read_layer(store, village.SLUG, "services")
    return saved.iloc[(-saved.geometry.x).argsort()]["opening_hours"].tolist()


def test_without_an_answer_doubtful_hours_stay_text_and_what_they_may_mean_is_told(doubtful):
    store, path = doubtful
    report = import_layer(store, village.SLUG, "services", path)
    assert saved_hours(store) == [*DOUBTFUL[:2], "24/7"]
    in_part = (("as_read", "Mo-Fr 08:00-19:00"),)
    ends = (("evening", "07:00-19:00"), ("next_day", "07:00-07:00"))
    assert [note.proposals for note in report.hours] == [in_part, ends, ()]
    for locale in ("es", "en", "ru", "ky"):
        text = "\n".join(format_import_report(report, locale))
        for option in ("--hours as_read", "--hours-end evening", "--hours-end next_day"):
            assert option in text, locale


def test_doubtful_hours_are_asked_about_once_each_kind(doubtful):
    store, path = doubtful
    with pytest.raises(LayerRowsError) as raised:
        import_layer(
            store, village.SLUG, "services", path, choices=ImportChoices(requires_hours=True)
        )
    questions = list_questions(raised.value)
    assert [question.kind for question in questions] == ["hours", "hours_end"]
    for locale in ("es", "en", "ru", "ky"):
        asked = [format_question(question, locale) for question in questions]
        assert "Mo-Fr 08:00-19:00" in asked[0]
        assert DOUBTFUL[1] in asked[1]
    assert saved_hours(store) == []


@pytest.mark.parametrize(
    ("hours", "hours_end", "expected"),
    [
        ("as_read", "evening", ["Mo-Fr 08:00-19:00", "07:00-19:00"]),
        ("as_read", "next_day", ["Mo-Fr 08:00-19:00", "07:00-07:00"]),
        ("text", "text", list(DOUBTFUL[:2])),
    ],
)
def test_an_answer_holds_for_all_texts_of_its_kind(doubtful, hours, hours_end, expected):
    store, path = doubtful
    choices = ImportChoices(hours=hours, hours_end=hours_end, requires_hours=True)
    report = import_layer(store, village.SLUG, "services", path, choices=choices)
    assert saved_hours(store) == [*expected, "24/7"]
    assert not any(note.proposals for note in report.hours)
