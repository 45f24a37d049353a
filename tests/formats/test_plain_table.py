"""Tables as CSV: what a spreadsheet would run as a formula is marked as text."""

from __future__ import annotations

import csv
import io
from datetime import date

import pandas as pd
import pytest

from geo.formats.export_note import ExportNote
from geo.formats.plain_table import write_plain_table


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://a","b")']
)
def test_no_text_is_a_formula(tmp_path, name):
    note = ExportNote("network", "Village", "for", name, "licence", date(2026, 5, 1))
    table = pd.DataFrame({"zone": [name, "Loma Alta"], "people": [-3, None]})
    path = write_plain_table(table, tmp_path / "zones.csv", note=note)
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["zone"] for row in rows] == [f"'{name}", "Loma Alta"]
    assert rows[0]["source"] == f"'{name}"
    assert float(rows[0]["people"]) == -3
    assert rows[1]["people"] == ""
