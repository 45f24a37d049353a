"""Columns on persons are known by their names and by their cells, removed, and said."""

from __future__ import annotations

import pytest

from geo.formats.reading import read_layer_file
from geo.imports.file_parsing import examine_file
from geo.imports.personal_columns import find_personal_kind, holds_personal_trace
from geo.parsing.source import SourceFile


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("x", ["ana@gmail.com", None, "rosa.q@red.org.pe"], "mail"),
        ("x", ["1700000-14.jpg", "https://kc.kobo.org/a/b.m4a?x=1"], "media"),
        ("x", ["collect:Xy12abcdEF", "uuid:0d0e6b6e-5a0f"], "device"),
        ("deviceid", ["x1"], "device"),
        ("grupo/username", [None], "author"),
        ("Registrado por", ["AB"], "author"),
        ("Контактное лицо", ["AB"], "author"),
        ("x", ["Sra. Rosa Quispe", "Don Luis"], "name"),
        ("apellido", [], "name"),
        ("x", ["987 654 321", "+996 555 123456"], "telephone"),
        ("x", ["Mercado", "ana@gmail.com", "Plaza"], None),
        ("id", ["0d0e6b6e-5a0f-4c5b-9a83-3f5f1a0f7c11"], None),  # of a row, as in our own files
        ("x", [], None),
        ("ubigeo", ["150142", "150143"], None),
        ("x", ["2024-11-06", "2024-11-07"], None),
        ("x", ["12345678"], None),
        ("población", ["1200", "300"], None),
    ],
)
def test_a_column_on_persons_is_known(name, cells, kind):
    assert find_personal_kind(name, cells) == kind


@pytest.mark.parametrize(
    ("text", "held"),
    [("Posta (ana@gmail.com)", True), ("foto.JPG", True), ("imei: 356938035643809", True),
     ("Hospital Dra. Rosa", False), ("Comisaría S.J.", False)],
)  # fmt: skip
def test_a_name_that_holds_a_trace_of_somebody(text, held):
    assert holds_personal_trace(text) is held


def test_columns_that_were_left_out_are_said_by_what_they_hold():
    text = (
        "type,nombre,fuente,correo,_submitted_by,foto,lat,lon\n"
        "health,Posta,ana@gmail.com,ana@gmail.com,ana,1.jpg,-12.20011,-76.90011\n"
        "health,rosa@red.org,Censo,rosa@red.org,rosa,2.jpg,-12.20511,-76.90511\n"
    )
    frame = read_layer_file(SourceFile("a.csv", content=text.encode()), "services")
    parsed = examine_file(frame, "services")
    told = {one.key: one.placeholders for one in parsed.notices}
    assert told == {
        "import.notice_personal_mail": {"columns": "correo"},
        "import.notice_personal_media": {"columns": "foto"},
        "import.notice_personal_author": {"columns": "_submitted_by"},
    }
    kept = parsed.checked.frame
    assert kept["name"].tolist() == ["Posta", None]
    assert kept["source"].tolist() == [None, "Censo"]
    removed = [(one.column, one.rows) for one in parsed.checked.cells if one.outcome == "personal"]
    assert removed == [("name", (2,)), ("source", (1,))]
    assert "@" not in kept.to_csv()
