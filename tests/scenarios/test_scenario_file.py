"""Scenarios in YAML: what is read, and every fault at once, with its number."""

from __future__ import annotations

import pytest

from geo.errors import ScenarioContentError, ScenarioFileError
from geo.imports.error_messages import format_error
from geo.language import list_locales
from geo.layers.layer_changes import (
    CHANGE_FIELDS,
    Change,
    change_from_record,
    change_to_record,
)
from geo.scenarios.scenario_file import file_name_of, parse_scenario, read_scenario_file

WHOLE = """\
name: Centro de noche
changes:
  - add_service: {type: legal_aid, place: "-12.21,-76.93", hours: L-V 8-16h, name: Posta}
  - close_service: {service: 11111111-2222-3333-4444-555555555555}
  - move_service: {service: 5e8c, place: [-12.21, -76.93]}
  - open_longer: {service: 5e8c, hours: 24/7}
  - light_street: {place: "-12.21,-76.93"}
  - change_risk: {area: 77aa, severity: 0}
  - add_path: {line: ["-12.21,-76.93", [-12.22, -76.94]], bridge: true, name: Puente}
"""


def read(text):
    return parse_scenario(text.encode(), file_name="plan.yaml")


def test_every_kind_is_read():
    draft = read(WHOLE)
    assert draft.name == "Centro de noche"
    assert [one.kind for one in draft.changes] == list(CHANGE_FIELDS)
    added, *_, risk, path = draft.changes
    assert (added.place, added.opening_hours) == ((-12.21, -76.93), "Mo-Fr 08:00-16:00")
    assert (risk.target, risk.severity) == ("77aa", 0)
    assert (path.line, path.bridge) == (((-12.21, -76.93), (-12.22, -76.94)), True)


def test_what_is_stored_is_read_back():
    for one in (*read(WHOLE).changes, Change("close_service", target="a")):
        assert change_from_record(change_to_record(one)) == one


def test_every_field_of_a_change_has_a_name_in_files():
    for kind, (needed, optional) in CHANGE_FIELDS.items():
        names = [file_name_of(one, kind) for one in (*needed, *optional)]
        assert len(set(names)) == len(names)


FAULTY = """\
nombre: x
changes:
  - add_service: {type: hospital, place: "99,500", hours: "por la tarde"}
  - close_service: {}
  - move_service: {service: a, place: "1,2", speed: 3}
  - paint_street: {place: "1,2"}
  - change_risk: {area: b, severity: 6}
  - add_path: {line: ["1,2", "1,2"]}
  - open_longer
  - light_street: "1,2"
"""


def test_all_faults_are_told_at_once():
    with pytest.raises(ScenarioContentError) as caught:
        read(FAULTY)
    assert [(number, key.rpartition(".")[2]) for number, key, _ in caught.value.findings] == [
        (None, "unknown_field"), (None, "name"),
        (1, "type"), (1, "place"), (1, "hours"), (2, "missing"), (3, "unknown_field"), (4, "kind"),
        (5, "severity"), (6, "line"), (7, "shape"), (8, "shape"),
    ]  # fmt: skip
    for locale in list_locales():
        lines = format_error(caught.value, locale)
        assert len(lines) == 13
        assert "99,500" in " ".join(lines)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: [", 1),
        ("name: a\nname: b\n", 1),
        ("- a\n- b\n", 1),
        ("", 1),
        ("name: a\nchanges: !!python/object/apply:os.system [ls]\n", 2),
        ("name: a\nchanges:\n  - &x [*x]\n", 3),
        ("[" * 5000, 1),
        ("name: 2026-13-45\n", 1),
        ("name: \x00", 1),
    ],
)
def test_what_is_no_scenario_is_said_with_its_line(text, line):
    with pytest.raises((ScenarioFileError, ScenarioContentError)) as caught:
        read(text)
    if isinstance(caught.value, ScenarioFileError):
        assert caught.value.placeholders["file"] == "plan.yaml"
        assert 1 <= caught.value.placeholders["line"] <= line + 1


def test_neither_another_encoding_nor_a_huge_file_ends_in_a_traceback(tmp_path):
    with pytest.raises(ScenarioFileError):
        parse_scenario("name: ñandú".encode("utf-16"), file_name="x.yaml")
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * 300_000)
    for file in (large, tmp_path / "none.yaml"):
        with pytest.raises(ScenarioFileError):
            read_scenario_file(file)
