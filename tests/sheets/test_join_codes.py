"""The sheet of join codes: one page a group, and what it needs to join as text."""

from __future__ import annotations

import segno

from geo.sheets import join_codes
from geo.sheets.join_codes import JoinCode, write_join_codes
from tests.sheets.test_sheets import pages


def test_each_group_has_a_page_with_its_name_address_and_words(tmp_path, monkeypatch):
    svg = segno.make("x").svg_inline(omitsize=True)
    codes = [JoinCode(f"Grupo {n}", "192.168.4.10:8600/j", "ceiba mango", svg) for n in range(3)]
    given, render = [], join_codes.render_pdf

    def render_and_note(template, content):
        given.append(content)
        return render(template, content)

    monkeypatch.setattr(join_codes, "render_pdf", render_and_note)
    file = tmp_path / "codes.pdf"
    write_join_codes(codes, file, place="Chancala", locale="es")
    assert pages(file.read_bytes()) == 3
    (content,) = given
    assert [one["name"] for one in content["groups"]] == ["Grupo 0", "Grupo 1", "Grupo 2"]
    assert {one["word"] for one in content["groups"]} == {"ceiba mango"}
