"""Dates with the day or the month first: one that tells it tells it for its column."""

from __future__ import annotations

import pytest

from geo.errors import LayerRowsError
from geo.formats.reading import read_layer_file
from geo.imports.date_reading import read_dates
from geo.imports.import_choices import ImportChoices
from geo.imports.import_questions import format_option, list_questions
from geo.imports.layer_checks import examine_layer, split_layer
from geo.parsing.source import SourceFile


@pytest.mark.parametrize(
    ("cells", "chosen", "read"),
    [
        (["06/11/2024", "25/11/2024"], None, ["2024-11-06", "2024-11-25"]),
        (["06/11/2024", "11/25/2024"], None, ["2024-06-11", "2024-11-25"]),
        (["06.11.2024"], None, ["2024-11-06"]),
        (["5-5-2024 10:30"], None, ["2024-05-05"]),
        (["06/11/2024"], "month_first", ["2024-06-11"]),
        (["2024-11-06", None, 7], None, ["2024-11-06", None, 7]),
        (["ayer", "31/31/2024"], None, ["ayer", "31/31/2024"]),
        (["06/11/2024", "25/11/2024"], "month_first", ["2024-11-06", "2024-11-25"]),
    ],
)  # fmt: skip
def test_dates_are_read_by_what_their_column_shows(cells, chosen, read):
    column = read_dates(cells, chosen)
    assert column.cells == read
    assert column.undecided == []


@pytest.mark.parametrize("others", [[], ["07/12/2024"], ["25/11/2024", "11/25/2024"]])
def test_what_may_be_two_dates_is_asked(others):
    column = read_dates(["06/11/2024", *others], None)
    assert 0 in column.undecided
    assert column.cells[0] == "06/11/2024"


def read(*days):
    rows = "".join(f"health,A{n},{n / 7:.5f},{n / 7:.5f},{day}\n" for n, day in enumerate(days, 1))
    content = f"type,name,lat,lon,verificado\n{rows}".encode()
    return read_layer_file(SourceFile("a.csv", content=content), "services")


def test_a_row_whose_date_may_be_two_waits_and_the_others_are_taken():
    checked, waiting = split_layer(read("06/11/2024", "", "2024-05-05"), "services")
    assert checked.frame["verified_on"].tolist() == [None, "2024-05-05"]
    assert [(one.row, one.key) for one in waiting.doubts] == [(1, "row.date_undecided")]


def test_a_whole_file_asks_which_date_it_is_and_takes_the_answer():
    with pytest.raises(LayerRowsError) as raised:
        examine_layer(read("06/11/2024", "07/12/2024"), "services")
    assert [one.key for one in raised.value.findings] == ["row.ask_date"]
    (question,) = list_questions(raised.value)
    assert question.kind == "dates"
    assert [format_option(question, one, "en") for one in question.options] == [
        "2024-11-06: the day comes first", "2024-06-11: the month comes first",
    ]  # fmt: skip
    choices = ImportChoices(dates="day_first")
    checked = examine_layer(read("06/11/2024", "07/12/2024"), "services", choices)
    assert checked.frame["verified_on"].tolist() == ["2024-11-06", "2024-12-07"]
    (note,) = checked.cells
    assert (note.text, note.value, note.rows) == ("06/11/2024", "2024-11-06", (1, 2))
